/**
 * Where a case stands, without its data: what waits, and where tokens are, by scope. It is what the state of a case is to
 * the token game, in the part that decides where the case can go.
 */
import type { FlowNode } from '../model.ts';

/** A live element instance: one that waits, or a sub-process with what is in it. */
export interface Active {
  readonly node: FlowNode;
  /** Ids of events on its boundary that do not interrupt it and have happened: once is enough to see what follows. */
  readonly happened: string[];
  readonly scope?: Scope;
}

export class Scope {
  readonly node: FlowNode;
  readonly parent: Scope | undefined;
  /** Counts of tokens by flow, both those that wait at a join and those that are about to move. */
  readonly tokens = new Map<string, number>();
  active: Active[] = [];
  isAlive = true;

  constructor(node: FlowNode, parent: Scope | undefined) {
    this.node = node;
    this.parent = parent;
  }

  count(flow: string): number {
    return this.tokens.get(flow) ?? 0;
  }

  add(flow: string, change: 1 | -1): void {
    const count = this.count(flow) + change;
    if (count === 0) this.tokens.delete(flow);
    else this.tokens.set(flow, count);
  }

  get isEmpty(): boolean {
    return this.tokens.size === 0 && this.active.length === 0;
  }

  /** Everything in it is gone. */
  clear(): void {
    for (const { scope } of this.active) scope?.end();
    this.active = [];
    this.tokens.clear();
  }

  end(): void {
    this.clear();
    this.isAlive = false;
  }

  copy(parent?: Scope): Scope {
    const copy = new Scope(this.node, parent);
    for (const [flow, count] of this.tokens) copy.tokens.set(flow, count);
    copy.active = this.active.map(({ node, happened, scope }) => ({ node, happened: [...happened], ...(scope === undefined ? {} : { scope: scope.copy(copy) }) }));
    return copy;
  }

  /** The same for scopes that stand alike. */
  get key(): string {
    const tokens = [...this.tokens].map(([flow, count]) => `${flow}*${count}`).sort();
    const active = this.active.map(({ node, happened, scope }) => `${node.id}!${[...happened].sort().join(',')}(${scope?.key ?? ''})`).sort();
    return `${tokens.join(' ')};${active.join(' ')}`;
  }

  /** The scope and those in it, innermost last. */
  *scopes(): Generator<Scope> {
    yield this;
    for (const { scope } of this.active) if (scope !== undefined) yield* scope.scopes();
  }
}

/** `broken`: an error was thrown that nothing in the case catches. */
export type Standing = 'running' | 'completed' | 'broken';

export interface Marking {
  readonly root: Scope;
  standing: Standing;
}
