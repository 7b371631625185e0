/** The cases of one batch: as the journal has them once their streams are locked, and with the steps that the batch adds. */
import { endStep, snapshotOf } from '../../engine/journal/index.ts';
import { evolve, type Event } from '../../engine/case/index.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Queryable } from '../port/database.ts';
import { sha256 } from '../sha256.ts';
import { isSnapshotDue, unbornCase, type HotCase } from './case-cache.ts';
import { loadCases } from './load-cases.ts';

/** A step that this batch has decided but not yet committed. */
interface PendingStep {
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly events: readonly Event[];
  /** Of its record. */
  readonly hash: Uint8Array;
  /** Bytes that it brings to the state, about. */
  readonly brought: number;
}

/** The case, whose state has the step's events, is now the one after the step. */
const endWith = (hot: HotCase, step: PendingStep): void => {
  endStep(hot.state, step);
  hot.head = step.hash;
  hot.bytes += step.brought;
};

export class BatchCases {
  readonly #cases: Map<bigint, HotCase>;
  /** Cases that are as the journal has them. */
  readonly #loaded = new Set<bigint>();
  readonly #pending = new Map<bigint, PendingStep[]>();
  readonly #isExclusive: boolean;

  /** `isExclusive`: no other process writes to the database, so hot cases are as the journal has them. */
  constructor(hot: ReadonlyMap<bigint, HotCase>, isExclusive: boolean) {
    this.#cases = new Map(hot);
    this.#isExclusive = isExclusive;
  }

  get all(): ReadonlyMap<bigint, HotCase> {
    return this.#cases;
  }

  get(key: bigint): HotCase | undefined {
    return this.#cases.get(key);
  }

  /** A case that is about to be created. */
  bear(key: bigint): void {
    this.#cases.set(key, unbornCase());
  }

  forget(key: bigint): void {
    this.#cases.delete(key);
  }

  isLoaded(key: bigint): boolean {
    return this.#loaded.has(key);
  }

  async load(transaction: Queryable, keys: readonly bigint[]): Promise<void> {
    const toLoad = keys.filter((key) => !(this.#isExclusive && this.#cases.has(key)));
    for (const key of keys) this.#loaded.add(key);
    if (toLoad.length === 0) return;
    const loaded = await loadCases(transaction, toLoad, this.#cases);
    for (const key of toLoad) {
      const hot = loaded.get(key);
      if (hot === undefined) this.#cases.delete(key);
      else this.#cases.set(key, hot);
    }
  }

  /** A draft of the case was changed and is not wanted: the case again, from the journal and this batch's steps. */
  async reload(transaction: Queryable, key: bigint): Promise<void> {
    const stored = await loadCases(transaction, [key], new Map());
    const hot = stored.get(key) ?? unbornCase();
    for (const step of this.#pending.get(key) ?? []) {
      for (const event of step.events) evolve(hot.state, event);
      endWith(hot, step);
    }
    this.#cases.set(key, hot);
  }

  /** `hot` is the case of the key, with the events of the step. */
  addStep(key: bigint, hot: HotCase, step: PendingStep): void {
    endWith(hot, step);
    const steps = this.#pending.get(key);
    if (steps === undefined) this.#pending.set(key, [step]);
    else steps.push(step);
  }

  /** Of the cases with steps of this batch that are due for one. */
  async writeSnapshots(transaction: Queryable): Promise<void> {
    const due = [...this.#pending.keys()].flatMap((key) => {
      const hot = this.#cases.get(key);
      return hot !== undefined && isSnapshotDue(hot) ? [{ key, hot }] : [];
    });
    if (due.length === 0) return;
    const states = due.map(({ hot }) => snapshotOf(hot.state, sha256));
    for (const [index, { hot }] of due.entries()) {
      hot.snapshotSeq = hot.state.seq;
      hot.snapshotBytes = states[index]?.length ?? 0;
      hot.bytes = hot.snapshotBytes;
    }
    await transaction.query(
      `insert into snapshot (stream, seq, state)
       select * from unnest($1::text::int8[], $2::text::int4[], $3::text::text[])
       on conflict (stream) do update set seq = excluded.seq, state = excluded.state`,
      [
        arrayLiteral(due.map(({ key }) => key)),
        arrayLiteral(due.map(({ hot }) => hot.state.seq)),
        arrayLiteral(states),
      ],
    );
  }
}
