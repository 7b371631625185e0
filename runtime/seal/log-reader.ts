/** The log as those read it who prove something by it: servers, witnesses, auditors. Nothing of it changes, so no lock is needed. */
import { consistencyProof, inclusionProof, readCheckpoint, verifySignatures, type Hash, type PublicKey } from '../../engine/proof/index.ts';
import { hashChildren } from '../../engine/proof/merkle-tree.ts';
import type { Queryable } from '../port/database.ts';
import { sha256 } from '../sha256.ts';
import { lastReading, leafIndex, nodesOf, storedCheckpoint, type StoredCheckpoint } from './log-store.ts';
import { verifyEd25519 } from './signing-keys.ts';

export interface LogKeyRow {
  readonly [column: string]: unknown;
  readonly key: string;
  readonly introducedAt: string;
  readonly retiredAt: string | null;
}

export class LogReader {
  readonly origin: string;
  readonly #database: Queryable;

  constructor(database: Queryable, origin: string) {
    this.#database = database;
    this.origin = origin;
  }

  /** With the lines of witnesses that have come since. undefined: none was signed, or none of this size. */
  async checkpoint(size?: number): Promise<(StoredCheckpoint & { readonly timeStamps: readonly string[] }) | undefined> {
    const stored = await storedCheckpoint(this.#database, this.origin, size === undefined ? undefined : BigInt(size));
    if (stored === undefined) return undefined;
    const rows = await this.#database.query<{ kind: string; content: string }>(
      'select kind, content from log_cosignature where origin = $1 and size = $2::int8 order by received_at, name', [this.origin, stored.size]);
    const of = (kind: string): string[] => rows.filter((row) => row.kind === kind).map(({ content }) => content);
    return { ...stored, note: stored.note + of('witness').join(''), timeStamps: of('time stamp') };
  }

  /** Leaves of the log. */
  async size(): Promise<number> {
    return Number((await lastReading(this.#database)).size);
  }

  /** @throws RangeError when the log is not so large. */
  async consistency(from: number, to: number): Promise<Hash[]> {
    await this.#requireSize(to);
    return consistencyProof(from, to, this.#nodes(), sha256);
  }

  /** undefined: the step is not in the log of this size. @throws RangeError when the log is not so large. */
  async inclusion(stream: bigint, seq: number, size: number): Promise<{ readonly index: number; readonly proof: Hash[] } | undefined> {
    await this.#requireSize(size);
    const index = await leafIndex(this.#database, stream, seq);
    if (index === undefined || index >= BigInt(size)) return undefined;
    return { index: Number(index), proof: await inclusionProof(Number(index), size, this.#nodes(), sha256) };
  }

  keys(): Promise<LogKeyRow[]> {
    return this.#database.query<LogKeyRow>(`select key, introduced_at "introducedAt", retired_at "retiredAt" from log_key order by ordinal`);
  }

  /** Keeps what a witness says of a checkpoint. false: it is of none of these witnesses, or there is no such checkpoint. @throws NoteError when the signature is wrong. */
  async addCosignature(size: number, line: string, witnesses: readonly PublicKey[]): Promise<boolean> {
    const stored = await storedCheckpoint(this.#database, this.origin, BigInt(size));
    if (stored === undefined) return false;
    const note = readCheckpoint(stored.note + (line.endsWith('\n') ? line : `${line}\n`));
    const [verified] = await verifySignatures(note, witnesses, verifyEd25519);
    if (verified === undefined) return false;
    await this.add(stored.size, { kind: 'witness', name: verified.key.name, content: line.endsWith('\n') ? line : `${line}\n` });
    return true;
  }

  /** Once for each kind and name. */
  add(size: bigint, { kind, name, content }: { readonly kind: 'witness' | 'time stamp'; readonly name: string; readonly content: string }): Promise<unknown> {
    return this.#database.query('insert into log_cosignature (origin, size, kind, name, content) values ($1, $2, $3, $4, $5) on conflict do nothing', [this.origin, size, kind, name, content]);
  }

  #nodes() {
    return nodesOf(this.#database, (left, right) => hashChildren(left, right, sha256));
  }

  async #requireSize(size: number): Promise<void> {
    const has = await this.size();
    if (size > has) throw new RangeError(`Expected a log of ${size} leaves, but it has ${has}`);
  }
}
