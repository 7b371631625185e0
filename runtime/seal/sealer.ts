/**
 * Seals the journal: appends steps to the log after they are committed, seals the heads of all streams, signs a
 * checkpoint. Any number of processes may do so; the lock of the log lets one at a time. Each part is a transaction
 * that can be repeated: after a crash at any point the next round goes on with what stands.
 */
import { checkpointStreamKey, type CheckpointCommand } from '../../engine/checkpoint/index.ts';
import { base64urlOf } from '../../engine/journal/index.ts';
import { checkpointText, emptyHash, Frontier, sameHash, treeRoot, updateHeads, type Hash, type ReadNode } from '../../engine/proof/index.ts';
import { hashChildren as hashPair } from '../../engine/proof/merkle-tree.ts';
import { engineActor } from '../../engine/stream/index.ts';
import type { Accepted } from '../pipeline/submission.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Clock } from '../port/clock.ts';
import type { Database, Queryable } from '../port/database.ts';
import { silentLog, type Log } from '../port/log.ts';
import { sha256 } from '../sha256.ts';
import type { CheckpointFile } from './checkpoint-file.ts';
import {
  addCheckpoint, addHeads, addLeaves, addNodes, addReading, changedHeads, hasHappened, isStored, lastHeads, lastReading, leafIndex, lockLog, nodesOf, pagesOf,
  putPages, readHorizon, readWaiting, storedCheckpoint, unsealedAfter, unsealedAnywhere, type Horizon, type Reading, type StoredCheckpoint, type StoredHeads,
  type StoredNode, type UnsealedStep,
} from './log-store.ts';
import type { KeyFile, SigningKey } from './signing-keys.ts';

export interface SealerOptions {
  readonly database: Database;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly clock: Clock;
  /** Name of the log. */
  readonly origin: string;
  /** Asked for before each checkpoint. None: this process appends and signs nothing. */
  readonly keys: () => Promise<readonly KeyFile[]>;
  readonly file: CheckpointFile;
  /** Default 10 s. */
  readonly checkpointEveryMs?: number;
  readonly log?: Log;
  /** Hears of each new checkpoint. */
  readonly onCheckpoint?: (note: string, size: number) => void;
}

export interface SealRound {
  /** Leaves that were added. */
  readonly added: number;
  /** true: look again soon; something waits behind a transaction, or for the next checkpoint. */
  readonly again: boolean;
  /** The size of a checkpoint that was signed. */
  readonly signed: number | null;
}

/** The database lacks what this process has signed. */
export class ForkedLogError extends Error {}

const pageMax = 2_000;
const pagesMax = 10;
const lastOfXid = { stream: 2n ** 63n - 1n, seq: 2 ** 31 - 1 };
const hashChildren = (left: Hash, right: Hash): Hash => hashPair(left, right, sha256);
const readerOf = (database: Queryable): ReadNode => nodesOf(database, hashChildren);

export class Sealer {
  readonly #options: SealerOptions;
  readonly #log: Log;
  /** The right edge of the tree while nobody else appends. */
  #frontier: Frontier | undefined;
  #lag = { seconds: 0, culprit: null as string | null };
  #toldOf: string | undefined;
  #unsignedSince: number | undefined;

  constructor(options: SealerOptions) {
    this.#options = options;
    this.#log = options.log ?? silentLog;
  }

  /** How long the oldest step that is in no log has waited, as the last round saw it. */
  get lagSeconds(): number {
    return this.#lag.seconds;
  }

  /** How long steps have been in the log and in no checkpoint of this process. */
  get unsignedSeconds(): number {
    return this.#unsignedSince === undefined ? 0 : Math.max(0, (this.#options.clock.now() - this.#unsignedSince) / 1_000);
  }

  /** @throws ForkedLogError: nothing is signed until somebody has looked. */
  async round(): Promise<SealRound> {
    let added = await this.#append();
    const waits = await this.#lookBehind();
    const before = await storedCheckpoint(this.#options.database, this.#options.origin);
    const { size } = await lastReading(this.#options.database);
    const isUnsigned = await hasHappened(this.#options.database, before?.headsSize ?? 0n, size);
    this.#unsignedSince = isUnsigned ? (this.#unsignedSince ?? this.#options.clock.now()) : undefined;
    if (!isUnsigned) return { added, again: waits, signed: null };
    const keys = await this.#options.keys();
    if (!keys.some(({ isRetired }) => !isRetired)) return { added, again: waits, signed: null };
    const isDue = before === undefined || this.#options.clock.now() - Date.parse(before.signedAt) >= (this.#options.checkpointEveryMs ?? 10_000);
    if (!isDue) return { added, again: true, signed: null };
    const heads = await this.#sealHeads(keys, before);
    if (heads === undefined) return { added, again: true, signed: null };
    added += await this.#append();
    const signed = await this.#sign(keys, heads);
    if (signed !== undefined) this.#unsignedSince = undefined;
    return { added, again: signed === undefined || waits, signed: signed ?? null };
  }

  /** Everything that can be appended now. */
  async #append(): Promise<number> {
    let added = 0;
    for (let page = 0; page < pagesMax; page++) {
      const count = await this.#options.database.transaction((transaction) => this.#appendPage(transaction)).catch((error: unknown) => {
        this.#frontier = undefined;
        throw error;
      });
      added += count ?? 0;
      if (count !== pageMax) break;
    }
    return added;
  }

  /** undefined: somebody else is at it. */
  async #appendPage(transaction: Queryable): Promise<number | undefined> {
    if (!(await lockLog(transaction))) return undefined;
    const [before, horizon] = [await lastReading(transaction), await readHorizon(transaction)];
    const steps = await this.#unsealed(transaction, before, horizon);
    if (steps.length > 0) await this.#appendSteps(transaction, before.size, steps);
    const reading = placeAfter(before, horizon, steps);
    if (reading !== undefined) await addReading(transaction, reading);
    return steps.length;
  }

  #unsealed(transaction: Queryable, before: Reading, horizon: Horizon): Promise<UnsealedStep[]> {
    return isForeign(before, horizon) ? unsealedAnywhere(transaction, pageMax) : unsealedAfter(transaction, before, pageMax);
  }

  async #appendSteps(transaction: Queryable, size: bigint, steps: readonly UnsealedStep[]): Promise<void> {
    const known = this.#frontier;
    // Kept only when the transaction commits: whoever throws forgets it.
    const frontier = known?.size === Number(size) ? known : await Frontier.read(Number(size), readerOf(transaction), sha256);
    this.#frontier = frontier;
    const nodes: StoredNode[] = [];
    for (const { hash } of steps)
      frontier.append(hash, (level, index, node) => {
        if (isStored(level)) nodes.push({ level, index, hash: node });
      });
    await addLeaves(transaction, size, steps);
    if (nodes.length > 0) await addNodes(transaction, nodes);
  }

  /** Says who holds steps off, once each. */
  async #lookBehind(): Promise<boolean> {
    const { database, clock } = this.#options;
    const { isBehind, since, culprit } = await readWaiting(database, await lastReading(database));
    const seconds = since === null ? 0 : Math.max(0, (clock.now() - Date.parse(since)) / 1_000);
    this.#lag = { seconds, culprit };
    if (seconds > 5 && this.#toldOf !== (culprit ?? '')) {
      this.#toldOf = culprit ?? '';
      this.#log.warn(`Steps wait to be sealed for ${Math.round(seconds)} s, behind ${culprit ?? 'a transaction that this login may not see'}`, { seconds, culprit });
    }
    if (seconds === 0) this.#toldOf = undefined;
    return isBehind;
  }

  /** A step of the stream of checkpoints with the heads of all streams. */
  async #sealHeads(keys: readonly KeyFile[], before: StoredCheckpoint | undefined): Promise<{ readonly heads: StoredHeads; readonly seq: number } | undefined> {
    const { database } = this.#options;
    await this.#introduceKeys(keys);
    const last = await lastHeads(database);
    // Made and not signed: a transaction held its step off, or a process has stopped.
    const isPending = last !== undefined && last.size > (before?.headsSize ?? 0n);
    const heads = isPending ? last : await database.transaction((transaction) => makeHeads(transaction));
    if (heads === undefined) return undefined;
    const accepted = await this.#command(`heads/${heads.size}`, { type: 'SealHeads', size: Number(heads.size), streams: Number(heads.streams), root: base64urlOf(heads.root) });
    // Refused where somebody else has sealed newer ones: the next round goes on with those.
    return accepted === undefined ? undefined : { heads, seq: accepted.seq };
  }

  /** New key files sign from now on, retired ones no more; it stands on the record. */
  async #introduceKeys(keys: readonly KeyFile[]): Promise<void> {
    const rows = await this.#options.database.query<{ key: string; retired: boolean }>('select key, retired_at is not null retired from log_key');
    const known = new Map(rows.map(({ key, retired }) => [key, retired]));
    for (const { key, isRetired } of keys) {
      const retired = known.get(key.text);
      if (!isRetired && retired === undefined) await this.#command(`introduce/${key.text}`, { type: 'IntroduceKey', key: key.text });
    }
    for (const { key, isRetired } of keys) if (isRetired && known.get(key.text) === false) await this.#command(`retire/${key.text}`, { type: 'RetireKey', key: key.text });
  }

  async #command(id: string, command: CheckpointCommand): Promise<Accepted | undefined> {
    const result = await this.#options.pipeline.submit({ kind: 'command', stream: checkpointStreamKey, id, mayRepeat: true, actor: engineActor, command });
    if (result.kind === 'accepted') return result;
    this.#log.debug(`The log did not take ${command.type}`, { message: result.message });
    return undefined;
  }

  /** undefined: the step with the heads is not in the log yet, or somebody else signs. */
  async #sign(keys: readonly KeyFile[], { heads, seq }: { readonly heads: StoredHeads; readonly seq: number }): Promise<number | undefined> {
    const { database, origin, file, clock, onCheckpoint } = this.#options;
    const note = await database.transaction(async (transaction) => {
      if (!(await lockLog(transaction))) return undefined;
      const { size } = await lastReading(transaction);
      const index = await leafIndex(transaction, checkpointStreamKey, seq);
      if (index === undefined || index >= size) return undefined;
      const read = readerOf(transaction);
      await this.#requireSame(transaction, read, size);
      const root = await treeRoot(Number(size), read, sha256);
      const signedAt = new Date(clock.now()).toISOString();
      const text = signNote(checkpointText({ origin, size: Number(size), root }), keys);
      await file.add(text, signedAt);
      await addCheckpoint(transaction, origin, { size, root, headsSeq: seq, headsSize: heads.size, note: text, signedAt });
      return { text, size: Number(size) };
    });
    if (note !== undefined) onCheckpoint?.(note.text, note.size);
    return note?.size;
  }

  /** What was signed before is the beginning of what would be signed now. @throws ForkedLogError */
  async #requireSame(transaction: Queryable, read: ReadNode, size: bigint): Promise<void> {
    const { origin, file } = this.#options;
    const [written, stored] = [await file.last(), await storedCheckpoint(transaction, origin)];
    for (const signed of [written, stored === undefined ? undefined : { size: Number(stored.size), root: stored.root }]) {
      if (signed === undefined) continue;
      const isThere = BigInt(signed.size) <= size && sameHash(await treeRoot(signed.size, read, sha256), signed.root);
      if (!isThere)
        throw new ForkedLogError(`Expected the log ${origin} to begin with its checkpoint of ${signed.size} leaves (${file.path}), but the database has ${size} leaves with another beginning. ` +
          'It was replaced by an older copy, or changed. Nothing is signed until an operator has looked and begins a new log with ACTA_LOG_ORIGIN');
    }
  }
}

const signNote = (text: string, keys: readonly KeyFile[]): string => `${text}\n${keys.filter(({ isRetired }) => !isRetired).map(({ key }: { readonly key: SigningKey }) => key.sign(text)).join('')}`;

/** The numbers of transactions are those of another cluster: the journal was dumped and read in again. */
const isForeign = (before: Reading, { cluster, xmax, hasForeign }: Horizon): boolean =>
  before.number === 0n ? hasForeign : before.cluster !== cluster || BigInt(before.xid) > BigInt(xmax);

/** Where to go on; undefined: where it was. */
const placeAfter = (before: Reading, horizon: Horizon, steps: readonly UnsealedStep[]): Reading | undefined => {
  const next = { number: before.number + 1n, size: before.size + BigInt(steps.length), cluster: horizon.cluster };
  const last = steps.at(-1);
  if (!isForeign(before, horizon)) return last === undefined ? undefined : { ...next, xid: last.xid, stream: last.stream, seq: last.seq };
  // While there may be more of them, the place stays foreign, so that the next look is for everything again.
  if (steps.length === pageMax) return { ...next, cluster: before.cluster, xid: before.xid, stream: before.stream, seq: before.seq };
  return { ...next, xid: String(BigInt(horizon.xmin) - 1n), ...lastOfXid };
};

/** Takes up the heads of the streams that have changed. undefined: somebody else is at it. */
const makeHeads = async (transaction: Queryable): Promise<StoredHeads | undefined> => {
  if (!(await lockLog(transaction))) return undefined;
  const last = await lastHeads(transaction);
  const { size } = await lastReading(transaction);
  if (last?.size === size) return last;
  const { heads, added } = await changedHeads(transaction, last?.size ?? 0n, size);
  const { root, pages } = await updateHeads(heads, pagesOf(transaction), sha256);
  if (pages.length > 0) await putPages(transaction, pages);
  const made = { size, streams: (last?.streams ?? 0n) + BigInt(added), root: heads.length === 0 ? (last?.root ?? emptyHash) : root };
  await addHeads(transaction, made);
  return made;
};
