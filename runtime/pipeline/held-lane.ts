/**
 * Commands whose stream somebody else holds wait here, beside the pump: one connection looks again and again, and
 * nobody else waits for them. Another process that works on a stream is passed over without waiting for its lock.
 * Rows that are locked show only when a batch has waited in vain: it is halved, each time with little patience,
 * until those that are held stand alone.
 */
import type { Entry } from './entry.ts';

/** How a batch of the lane ended. */
export type LaneOutcome =
  | { readonly kind: 'settled'; readonly passedOver: readonly Entry[] }
  /** Some row was held for longer than the batch has waited; nothing was done. */
  | { readonly kind: 'timed out' }
  /** It has failed in another way: its commands have left the lane and gone where that leads. */
  | { readonly kind: 'failed' };

export interface LaneOptions {
  /** `patience`: how long it waits for rows, and, when it is one command that `waits`, for its stream. */
  run(entries: readonly Entry[], order: LaneOrder): Promise<LaneOutcome>;
  /** Held for longer than anybody waits. */
  giveUp(entry: Entry): void;
  /** They follow commands that have left the lane undecided. */
  giveBack(entries: readonly Entry[]): void;
  /** Some streams are not held any more. */
  freed(): void;
}

export interface LaneOrder {
  readonly lockTimeoutMs: number;
  /** Waits for the stream instead of passing it over: whoever only tries could try in vain for ever. */
  readonly waits: boolean;
}

interface Group {
  readonly entries: readonly Entry[];
  /** Monotonic ms. */
  readonly since: number;
  /** Looks that were in vain. */
  readonly tries: number;
}

const shortMs = 25;
const longMs = 250;
const pauseMs = (tries: number): number => Math.min(longMs, 2 ** Math.min(tries, 8));
/** After so many looks at a single stream every fourth one waits for it. */
const triesBeforeWaiting = 3;
const patienceMs = 60_000;

export class HeldLane {
  readonly #options: LaneOptions;
  readonly #ready: Group[] = [];
  /** How many commands of a stream are in the lane. */
  readonly #streams = new Map<bigint, number>();
  /** Under which stream each was counted. */
  readonly #counted = new Map<Entry, bigint>();
  #isRunning = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Further commands of the stream wait behind those that are here. */
  holds(stream: bigint): boolean {
    return this.#streams.has(stream);
  }

  get size(): number {
    return this.#counted.size;
  }

  /** In their order. `areTogether`: some row of some of them was held, nobody knows which. */
  add(entries: readonly Entry[], { areTogether }: { readonly areTogether: boolean }): void {
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.stream === undefined) continue;
      this.#streams.set(entry.stream, (this.#streams.get(entry.stream) ?? 0) + 1);
      this.#counted.set(entry, entry.stream);
    }
    const since = performance.now();
    if (areTogether) this.#split({ entries, since, tries: 0 });
    else this.#later({ entries, since, tries: 0 });
  }

  /** Those that are for one stream stay together, so that none overtakes another. */
  #split(group: Group): void {
    const streams = [...new Set(group.entries.map(({ stream }) => stream))];
    if (streams.length === 1) return this.#later(group);
    const first = new Set(streams.slice(0, streams.length >> 1));
    const halves = [group.entries.filter(({ stream }) => first.has(stream)), group.entries.filter(({ stream }) => !first.has(stream))];
    for (const entries of halves) this.#ready.push({ ...group, entries });
    void this.#run();
  }

  #later(group: Group): void {
    setTimeout(() => {
      this.#ready.push({ ...group, tries: group.tries + 1 });
      void this.#run();
    }, pauseMs(group.tries));
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let group = this.#ready.shift(); group !== undefined; group = this.#ready.shift()) await this.#look(group);
    this.#isRunning = false;
  }

  async #look(group: Group): Promise<void> {
    const isSingle = new Set(group.entries.map(({ stream }) => stream)).size === 1;
    const waits = isSingle && group.tries > triesBeforeWaiting && group.tries % 4 === 0;
    const [first] = group.entries;
    const entries = waits && first !== undefined ? [first] : group.entries;
    const rest = group.entries.slice(entries.length);
    const outcome = await this.#options.run(entries, { lockTimeoutMs: waits ? longMs : shortMs, waits });
    if (outcome.kind === 'failed') {
      this.leave(rest);
      return this.#options.giveBack(rest);
    }
    if (outcome.kind === 'timed out') return isSingle ? this.#again(group, group.entries) : this.#split(group);
    const left = new Set(outcome.passedOver);
    this.leave(entries.filter((entry) => !left.has(entry)));
    this.#again(group, [...entries.filter((entry) => left.has(entry)), ...rest]);
  }

  #again(group: Group, entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    if (performance.now() - group.since < patienceMs) return this.#later({ ...group, entries });
    this.leave(entries);
    for (const entry of entries) this.#options.giveUp(entry);
  }

  /** They are not of the lane any more; what is not, stays as it is. */
  leave(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const stream = this.#counted.get(entry);
      if (stream === undefined) continue;
      this.#counted.delete(entry);
      const count = (this.#streams.get(stream) ?? 1) - 1;
      if (count === 0) this.#streams.delete(stream);
      else this.#streams.set(stream, count);
    }
    if (entries.length > 0) this.#options.freed();
  }
}
