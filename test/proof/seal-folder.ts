/** A folder with the key of a log, and a sealer over it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '../../runtime/runtime.ts';
import { CheckpointFile } from '../../runtime/seal/checkpoint-file.ts';
import { Sealer, type SealerOptions } from '../../runtime/seal/sealer.ts';
import { makeKey, readKeys } from '../../runtime/seal/signing-keys.ts';

export const newFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'acta-proof-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

type Sealed = Pick<Runtime, 'database' | 'pipeline' | 'clock'>;

/** One that signs whenever something has happened; a key is made unless there is one. */
export const sealerOn = async ({ database, pipeline, clock }: Sealed, folder: string, origin: string, options: Partial<SealerOptions> = {}): Promise<Sealer> => {
  const keys = join(folder, 'keys');
  if ((await readKeys(keys, origin)).length === 0) await makeKey(keys, origin);
  return new Sealer({ database, pipeline, clock, origin, keys: () => readKeys(keys, origin), file: new CheckpointFile(folder, origin), checkpointEveryMs: 0, ...options });
};

/** Until nothing is left to do. */
export const sealAll = async (sealer: Sealer): Promise<void> => {
  for (let round = 0; round < 50; round += 1) if (!(await sealer.round()).again) return;
  throw new Error('Expected the sealer to come to an end, but it went on');
};
