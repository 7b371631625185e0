/** The variables of a case by scope and name: those of the case itself (scope 0), of sub-processes, of activities. */
import type { Json } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { UndoLog } from '../stream/undo-log.ts';

export interface Variable {
  readonly ordinal: Ordinal;
  readonly value: Json;
}

export type VariablesSnapshot = readonly (readonly [Ordinal, readonly (readonly [string, Ordinal, Json])[]])[];

export class Variables {
  readonly #scopes = new Map<Ordinal, Map<string, Variable>>();
  readonly #undo: UndoLog;

  constructor(undo: UndoLog) {
    this.#undo = undo;
  }

  get(scope: Ordinal, name: string): Variable | undefined {
    return this.#scopes.get(scope)?.get(name);
  }

  /** Those of exactly this scope, by ordinal. */
  in(scope: Ordinal): readonly (readonly [string, Variable])[] {
    const own = this.#scopes.get(scope);
    return own === undefined ? [] : [...own].sort(([, a], [, b]) => a.ordinal - b.ordinal);
  }

  has(scope: Ordinal): boolean {
    return this.#scopes.has(scope);
  }

  scopes(): Iterable<Ordinal> {
    return this.#scopes.keys();
  }

  set(scope: Ordinal, name: string, variable: Variable): void {
    const before = this.get(scope, name);
    this.#undo.add(() => (before === undefined ? this.#remove(scope, name) : this.#put(scope, name, before)));
    this.#put(scope, name, variable);
  }

  /** The scope is gone. */
  drop(scope: Ordinal): void {
    const own = this.#scopes.get(scope);
    if (own === undefined) return;
    this.#undo.add(() => void this.#scopes.set(scope, own));
    this.#scopes.delete(scope);
  }

  toJSON(): VariablesSnapshot {
    return [...this.#scopes.keys()]
      .sort((a, b) => a - b)
      .map((scope) => [scope, this.in(scope).map(([name, { ordinal, value }]) => [name, ordinal, value])]);
  }

  restore(snapshot: VariablesSnapshot): void {
    for (const [scope, variables] of snapshot)
      for (const [name, ordinal, value] of variables) this.#put(scope, name, { ordinal, value });
  }

  #put(scope: Ordinal, name: string, variable: Variable): void {
    let own = this.#scopes.get(scope);
    if (own === undefined) this.#scopes.set(scope, (own = new Map<string, Variable>()));
    own.set(name, variable);
  }

  #remove(scope: Ordinal, name: string): void {
    const own = this.#scopes.get(scope);
    own?.delete(name);
    if (own?.size === 0) this.#scopes.delete(scope);
  }
}
