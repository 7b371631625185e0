/** The sealer of a process: its keys and what it has signed lie in a folder outside the database. */
import { readFile } from 'node:fs/promises';
import { readCheckpoint } from '../../engine/proof/index.ts';
import { errorFields, type Log } from '../../runtime/port/log.ts';
import { CheckpointFile } from '../../runtime/seal/checkpoint-file.ts';
import { LogReader } from '../../runtime/seal/log-reader.ts';
import { requestTimeStamp } from '../../runtime/seal/time-stamps.ts';
import { Sealer } from '../../runtime/seal/sealer.ts';
import { makeKey, readKeys, SigningKey, type KeyFile } from '../../runtime/seal/signing-keys.ts';
import type { Settings } from '../settings.ts';
import type { Installation } from './installation.ts';
import { keyFolderOf, originOf } from '../log-folder.ts';

/** The keys of the folder, or the one that was given. One is made only for a log that has none. */
const keysOf = ({ proof }: Settings, { runtime, log }: Installation, origin: string) => async (): Promise<readonly KeyFile[]> => {
  if (proof.keyFile !== undefined) return [{ file: proof.keyFile, isRetired: false, key: new SigningKey(origin, 'log', await readFile(proof.keyFile, 'utf8')) }];
  const folder = keyFolderOf(proof);
  const keys = await readKeys(folder, origin);
  if (keys.length > 0) return keys;
  if ((await runtime.database.query('select 1 from log_key limit 1')).length > 0) return [];
  const made = await makeKey(folder, origin);
  log.info(`Made a key that signs the checkpoints of the journal, in ${folder}. Keep a copy: whoever has it can sign for this installation`, { key: made.key.text });
  return [made];
};

/** Each checkpoint is stamped; so that an authority is not asked all the time, there are fewer. */
const stampedEveryMs = 60_000;

const stampWith = (url: string, reader: LogReader, log: Log) => (note: string, size: number): void => {
  const stamped = requestTimeStamp(url, readCheckpoint(note).text)
    .then((reply) => reader.add(BigInt(size), { kind: 'time stamp', name: new URL(url).host, content: Buffer.from(reply).toString('base64') }));
  stamped.catch((error: unknown) => log.warn('A checkpoint was not stamped; the next one will be tried', errorFields(error)));
};

export const openSealer = (settings: Settings, installation: Installation): Sealer => {
  const { runtime, log } = installation;
  const { database, pipeline, clock } = runtime;
  const origin = originOf(settings.proof, runtime.log);
  const { folder, timeStampUrl } = settings.proof;
  const stamping = timeStampUrl === undefined ? {} : { checkpointEveryMs: stampedEveryMs, onCheckpoint: stampWith(timeStampUrl, new LogReader(database, origin), log) };
  const sealer = new Sealer({ database, pipeline, clock, origin, log, keys: keysOf(settings, installation, origin), file: new CheckpointFile(folder, origin), ...stamping });
  installation.gauge('acta_seal_lag_seconds', 'How long the oldest step that is not in the log has waited', () => sealer.lagSeconds);
  installation.gauge('acta_seal_unsigned_seconds', 'How long steps have been in the log and in no checkpoint', () => sealer.unsignedSeconds);
  return sealer;
};
