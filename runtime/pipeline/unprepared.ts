/**
 * Commands wait here for their definition, which is being compiled beside the pump; whatever else is asked of their
 * streams waits behind them.
 */
import type { Entry } from './entry.ts';

export interface UnpreparedOptions {
  /** Their definition is there. */
  ready(entries: readonly Entry[]): void;
  /** It cannot be compiled. */
  failed(entry: Entry, error: unknown): void;
  /** Some streams are not held any more. */
  freed(): void;
}

export class Unprepared {
  readonly #options: UnpreparedOptions;
  readonly #streams = new Set<bigint>();

  constructor(options: UnpreparedOptions) {
    this.#options = options;
  }

  holds(stream: bigint): boolean {
    return this.#streams.has(stream);
  }

  /** In their order; those of one stream wait for the same. */
  add(entries: ReadonlyMap<Entry, Promise<void>>): void {
    const groups = new Map<Promise<void>, Entry[]>();
    for (const [entry, ready] of entries) groups.set(ready, [...(groups.get(ready) ?? []), entry]);
    for (const [ready, group] of groups) {
      for (const { stream } of group) if (stream !== undefined) this.#streams.add(stream);
      ready.then(
        () => this.#leave(group, () => this.#options.ready(group)),
        (error: unknown) => this.#leave(group, () => group.forEach((entry) => this.#options.failed(entry, error))),
      );
    }
  }

  /** No other command of their streams has been taken meanwhile, so nobody else holds these. */
  #leave(group: readonly Entry[], then: () => void): void {
    for (const { stream } of group) if (stream !== undefined) this.#streams.delete(stream);
    then();
    this.#options.freed();
  }
}
