/**
 * Tokens that wait on sequence flows, by the scope in which they are; and in which order those that can move
 * are to be moved. A token that is held is not in that order: its target waits for others as well.
 */
import type { UndoLog } from '../stream/undo-log.ts';
import type { Ordinal } from '../stream/key.ts';

interface Ready {
  readonly flow: string;
  readonly scope: Ordinal;
}

/** `[scope, [[flow, count], …]]`, and what is ready in its order. */
export interface TokensSnapshot {
  readonly waiting: readonly (readonly [Ordinal, readonly (readonly [string, number])[]])[];
  readonly ready: readonly (readonly [string, Ordinal])[];
}

export class Tokens {
  readonly #scopes = new Map<Ordinal, Map<string, number>>();
  /** A queue: from `#next` on. */
  #ready: Ready[] = [];
  #next = 0;
  readonly #undo: UndoLog;

  constructor(undo: UndoLog) {
    this.#undo = undo;
  }

  count(scope: Ordinal, flow: string): number {
    return this.#scopes.get(scope)?.get(flow) ?? 0;
  }

  isEmpty(scope: Ordinal): boolean {
    return !this.#scopes.has(scope);
  }

  /** Ids of the flows on which tokens wait in the scope, in no certain order. */
  flows(scope: Ordinal): Iterable<string> {
    return this.#scopes.get(scope)?.keys() ?? [];
  }

  scopes(): Iterable<Ordinal> {
    return this.#scopes.keys();
  }

  /** The first that can move. */
  get firstReady(): Ready | undefined {
    return this.#ready[this.#next];
  }

  put(scope: Ordinal, flow: string, held: boolean): void {
    this.#change(scope, flow, this.count(scope, flow) + 1);
    if (held) return;
    const ready = { flow, scope };
    this.#ready.push(ready);
    this.#undo.add(() => void this.#ready.pop());
  }

  /** One token on each of the flows is used up; the first that could move is among them, or none that could. */
  take(scope: Ordinal, flows: readonly string[]): void {
    for (const flow of flows) {
      const left = this.count(scope, flow) - 1;
      if (left >= 0) this.#change(scope, flow, left);
    }
    const first = this.firstReady;
    if (first?.scope === scope && flows.includes(first.flow)) this.#advance();
  }

  /** All tokens of the scope are gone. */
  drop(scope: Ordinal): void {
    const flows = this.#scopes.get(scope);
    if (flows === undefined) return;
    this.#undo.add(() => void this.#scopes.set(scope, flows));
    this.#scopes.delete(scope);
    if (this.firstReady !== undefined) this.#dropReady(scope);
  }

  toJSON(): TokensSnapshot {
    const byText = <T extends readonly [string, unknown]>(pairs: Iterable<T>): T[] => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      waiting: [...this.#scopes].sort(([a], [b]) => a - b).map(([scope, flows]) => [scope, byText(flows)]),
      ready: this.#ready.slice(this.#next).map(({ flow, scope }) => [flow, scope]),
    };
  }

  restore({ waiting, ready }: TokensSnapshot): void {
    for (const [scope, flows] of waiting) this.#scopes.set(scope, new Map(flows));
    this.#ready = ready.map(([flow, scope]) => ({ flow, scope }));
  }

  #change(scope: Ordinal, flow: string, count: number): void {
    const before = this.count(scope, flow);
    this.#undo.add(() => this.#setCount(scope, flow, before));
    this.#setCount(scope, flow, count);
  }

  #setCount(scope: Ordinal, flow: string, count: number): void {
    let flows = this.#scopes.get(scope);
    if (count > 0) {
      if (flows === undefined) this.#scopes.set(scope, (flows = new Map<string, number>()));
      flows.set(flow, count);
      return;
    }
    flows?.delete(flow);
    if (flows?.size === 0) this.#scopes.delete(scope);
  }

  /** What has moved is cut off when it is the larger part of the queue, so that a loop without end does not make it longer. */
  #advance(): void {
    const next = this.#next + 1;
    this.#replaceReady(next * 2 < this.#ready.length ? [this.#ready, next] : [this.#ready.slice(next), 0]);
  }

  /** Seldom: a scope has ended while tokens in it were about to move. */
  #dropReady(scope: Ordinal): void {
    const left = this.#ready.slice(this.#next).filter((ready) => ready.scope !== scope);
    if (left.length < this.#ready.length - this.#next) this.#replaceReady([left, 0]);
  }

  #replaceReady([ready, next]: readonly [Ready[], number]): void {
    const before = [this.#ready, this.#next] as const;
    this.#undo.add(() => void ([this.#ready, this.#next] = before));
    [this.#ready, this.#next] = [ready, next];
  }
}
