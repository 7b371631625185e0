/** Complex gateways that have let a token through and wait for the others, which they only take: by scope and gateway. */
import type { Ordinal } from '../stream/key.ts';
import type { UndoLog } from '../stream/undo-log.ts';

/** `[scope, gateway, flows]` */
export type ComplexJoinsSnapshot = readonly (readonly [Ordinal, string, readonly string[]])[];

export class ComplexJoins {
  readonly #scopes = new Map<Ordinal, Map<string, readonly string[]>>();
  readonly #undo: UndoLog;

  constructor(undo: UndoLog) {
    this.#undo = undo;
  }

  get isEmpty(): boolean {
    return this.#scopes.size === 0;
  }

  /** Ids of the flows whose tokens the gateway has taken since it began; none: it has not let one through. */
  taken(scope: Ordinal, gateway: string): readonly string[] {
    return this.#scopes.get(scope)?.get(gateway) ?? [];
  }

  set(scope: Ordinal, gateway: string, flows: readonly string[]): void {
    const before = this.taken(scope, gateway);
    this.#undo.add(() => this.#put(scope, gateway, before));
    this.#put(scope, gateway, flows);
  }

  /** The scope is gone. */
  drop(scope: Ordinal): void {
    const own = this.#scopes.get(scope);
    if (own === undefined) return;
    this.#undo.add(() => void this.#scopes.set(scope, own));
    this.#scopes.delete(scope);
  }

  toJSON(): ComplexJoinsSnapshot {
    return [...this.#scopes]
      .sort(([a], [b]) => a - b)
      .flatMap(([scope, gateways]) => [...gateways].sort(([a], [b]) => (a < b ? -1 : 1)).map(([gateway, flows]) => [scope, gateway, flows] as const));
  }

  restore(snapshot: ComplexJoinsSnapshot): void {
    for (const [scope, gateway, flows] of snapshot) this.#put(scope, gateway, flows);
  }

  #put(scope: Ordinal, gateway: string, flows: readonly string[]): void {
    let own = this.#scopes.get(scope);
    if (own === undefined) this.#scopes.set(scope, (own = new Map<string, readonly string[]>()));
    if (flows.length === 0) own.delete(gateway);
    else own.set(gateway, flows);
    if (own.size === 0) this.#scopes.delete(scope);
  }
}
