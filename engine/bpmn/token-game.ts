/**
 * One command's run of the token game. Tokens wait on sequence flows, in the state, in the order in which they
 * are to be moved. So a run may stop after any activation, and a later one goes on with nothing but the state.
 */
import type { Outcome } from '../case/dialect.ts';
import type { Context, Draft } from '../case/draft.ts';
import { isContentEnding, isEnding } from '../case/ending.ts';
import type { CaseState } from '../case/state.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { limits } from '../stream/limits.ts';
import { reject } from '../stream/rejection.ts';
import { requestContinuation } from '../case/continuing.ts';
import { siteOf, type Site } from '../work/attribute.ts';
import { joinComplex } from './behavior/complex-join.ts';
import { ConditionWatch } from './behavior/condition-watch.ts';
import { readyFlows, type InclusiveJoin } from './behavior/inclusive-join.ts';
import { activate, enter } from './lifecycle.ts';
import type { ElementBehavior } from './element/behavior.ts';
import type { FlowNode } from './model.ts';
import type { Graph } from './graph.ts';

export class TokenGame {
  readonly ctx: Context<Graph>;
  readonly graph: Graph;
  readonly draft: Draft;
  readonly behaviorOf: (node: FlowNode) => ElementBehavior;
  activations = 0;
  /** Cases that were called: each needs a number of its own. */
  callsMade = 0;
  terminations = 0;
  /** Scopes in which something changed: only their inclusive joins may have become ready. */
  readonly #touched = new Set<Ordinal>();
  /** Elements whose end is not finished. */
  readonly #ending = new Set<Ordinal>();
  /** Elements that have more to begin. */
  readonly #advancing = new Set<Ordinal>();
  readonly #conditions: ConditionWatch;
  #isUsedUp = false;

  /** @param behaviorOf what a node does, by its kind */
  constructor(ctx: Context<Graph>, behaviorOf: (node: FlowNode) => ElementBehavior) {
    this.ctx = ctx;
    this.behaviorOf = behaviorOf;
    this.graph = ctx.model;
    this.draft = ctx.draft;
    this.#conditions = new ConditionWatch(this);
  }

  get state(): CaseState {
    return this.draft.state;
  }

  /** The node of a live element instance. The model is the one the case was created with, so it has it. */
  nodeOf(instance: Ordinal): FlowNode {
    if (instance === 0) return this.graph.root;
    const { element, kind } = this.state.elements.get(instance) ?? { element: '' };
    return this.graph.node(element, kind);
  }

  /** The scope that contains the element instance. */
  scopeOf(instance: Ordinal): Ordinal {
    return this.state.elements.get(instance)?.scope ?? 0;
  }

  /** Expressions of the node, looking at variables from `scope`. */
  site(node: FlowNode, scope: Ordinal, extra?: JsonObject): Site {
    return siteOf(this.ctx, node.id, scope, extra);
  }

  /** Something in the scope came, went or moved. */
  touch(scope: Ordinal): void {
    this.#touched.add(scope);
  }

  take(flow: string, scope: Ordinal): void {
    const held = this.#isHeld(flow, scope);
    this.draft.emit({ type: 'SequenceFlowTaken', flow, scope, ...(held ? { held } : {}) });
    this.touch(scope);
  }

  /** Whether the token will wait for others. At a parallel join the token that makes a set complete is not held: it lets the set through in its turn. */
  #isHeld(flow: string, scope: Ordinal): boolean {
    const { kind, incoming, activation, startQuantity = 1 } = this.graph.target(flow);
    if (startQuantity > 1) return this.draft.state.tokens.count(scope, flow) + 1 < startQuantity;
    if (activation !== undefined) return true; // looked at when nothing else can move
    if (incoming.length < 2) return false;
    if (kind === 'inclusiveGateway') return true; // looked at when nothing else can move
    if (kind !== 'parallelGateway') return false;
    const { tokens } = this.state;
    const here = tokens.count(scope, flow);
    return incoming.some((other) => other !== flow && tokens.count(scope, other) <= here);
  }

  /** The end of the element could not be finished within this command. */
  endLater(instance: Ordinal): void {
    this.#ending.add(instance);
  }

  /** The element has more to begin, when what can move has moved. */
  advanceLater(instance: Ordinal): void {
    this.#advancing.add(instance);
  }

  get mayActivate(): boolean {
    return !(this.#isUsedUp ||= this.activations >= limits.activationsPerCommand || this.draft.effort.isUsedUp);
  }

  get mayTerminate(): boolean {
    return this.terminations < limits.terminationsPerCommand;
  }

  /** Moves tokens in order of their arrival until none can move or the command's share is used up. */
  play(scopes: readonly Ordinal[] = []): Outcome {
    for (const scope of scopes) this.touch(scope);
    do this.#drain();
    while (!this.#isUsedUp && (this.#advance() || this.#activateJoin() || this.#conditions.look()));
    // What was changed is looked at once also by a command that has used up its share: nobody would look later.
    if (this.#isUsedUp) this.#conditions.look();
    this.#requestContinuation();
    return this.#tooLarge();
  }

  #drain(): void {
    for (let ready = this.state.tokens.firstReady; ready !== undefined && !this.#isUsedUp; ready = this.state.tokens.firstReady) {
      const { flow, scope } = ready;
      if (isContentEnding(this.state, scope)) {
        this.draft.emit({ type: 'TokensDropped', scope });
        continue;
      }
      const target = this.graph.target(flow);
      this.#enter(target, scope, consumedBy(target, flow));
    }
  }

  /** Activates the node, unless the command has used up its share: then a `Continue` does. */
  #enter(node: FlowNode, scope: Ordinal, consumes: readonly string[]): void {
    if (this.mayActivate) enter(this, activate(this, node, scope, { consumes }), node);
  }

  /** One element begins more of what it has to begin. */
  #advance(): boolean {
    for (const instance of this.#advancing) {
      this.#advancing.delete(instance);
      if (!this.state.elements.has(instance) || isEnding(this.state, instance)) continue;
      const node = this.nodeOf(instance);
      this.behaviorOf(node).onAdvance?.(this, instance, node);
      return true;
    }
    return false;
  }

  #activateJoin(): boolean {
    if (!this.graph.hasInclusiveJoins && !this.graph.hasComplexJoins) return false;
    for (const scope of this.#touched) {
      if (this.#activateComplexJoin(scope)) return true;
      for (const join of this.#inclusiveJoinsIn(scope)) {
        const consumes = readyFlows(this.state, scope, join);
        if (consumes === undefined) continue;
        this.#enter(join.node, scope, consumes);
        return true;
      }
      this.#touched.delete(scope);
    }
    return false;
  }

  #activateComplexJoin(scope: Ordinal): boolean {
    if (!this.graph.hasComplexJoins || !this.state.elements.has(scope) || isContentEnding(this.state, scope)) return false;
    return this.graph.complexJoinsIn(this.nodeOf(scope)).some((gateway) => joinComplex(this, scope, gateway));
  }

  #inclusiveJoinsIn(scope: Ordinal): readonly InclusiveJoin[] {
    if (!this.state.elements.has(scope) || isContentEnding(this.state, scope)) return [];
    return this.graph.inclusiveJoinsIn(this.nodeOf(scope));
  }

  /** What is left goes with what earlier commands have left and nobody has taken up yet. */
  #requestContinuation(): void {
    const left = [...this.#ending, ...this.#advancing];
    if (!this.#isUsedUp && left.length === 0) return;
    if (this.state.status !== 'active') return;
    const before = this.state.continuation ?? { elements: [], scopes: [] };
    const elements = [...new Set([...before.elements, ...left])].filter((ordinal) => this.state.elements.has(ordinal));
    const touched = this.graph.hasInclusiveJoins || this.graph.hasComplexJoins ? this.#touched : [];
    const scopes = [...new Set([...before.scopes, ...touched])].filter((ordinal) => this.state.elements.has(ordinal));
    requestContinuation(this.draft, { elements, scopes });
  }

  #tooLarge(): Outcome {
    const limit = limits.elementInstancesPerCase;
    if (this.activations === 0 || this.state.elements.size <= limit) return undefined;
    return reject('RESOURCE_EXHAUSTED', `Expected at most ${limit} live element instances in the case, but the command makes more`);
  }
}

/** The tokens that the node takes up when the one on the flow moves. */
const consumedBy = ({ kind, incoming, startQuantity = 1 }: FlowNode, flow: string): readonly string[] => {
  if (startQuantity > 1) return Array.from({ length: startQuantity }, () => flow);
  return kind === 'parallelGateway' ? incoming : [flow];
};
