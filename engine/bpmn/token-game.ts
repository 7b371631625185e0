/**
 * One command's run of the token game. Tokens wait on sequence flows, in the state; the worklist only
 * says which of them to look at next. So the run may stop after any activation, and a later one goes
 * on with nothing but the state.
 */
import type { DecideContext, Library, Outcome } from '../case/dialect.ts';
import type { Draft } from '../case/draft.ts';
import { evaluate, type Evaluation, type Expression } from '../work/expression.ts';
import type { Answers, Need } from '../stream/facts.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { limits } from '../stream/limits.ts';
import { memberOf } from '../json/named-members.ts';
import { reject } from '../stream/rejection.ts';
import { feelScope } from '../case/variable.ts';
import { findReadyJoin } from './behavior/inclusive-join.ts';
import { activate, enter } from './lifecycle.ts';
import type { FlowNode, ProcessModel, SequenceFlow } from './model.ts';

interface WaitingToken {
  readonly flow: SequenceFlow;
  readonly scope: Ordinal;
}

export class TokenGame {
  readonly model: ProcessModel;
  readonly draft: Draft;
  readonly now: number;
  readonly answers: Answers;
  readonly library: Library;
  activations = 0;
  /** Set when a fact is missing: the run stops at once, and the draft is dropped. */
  need: Need | undefined;
  readonly #worklist: WaitingToken[] = [];
  #next = 0;
  #isUsedUp = false;

  constructor({ model, draft, now, answers, library }: DecideContext<ProcessModel>) {
    this.model = model;
    this.draft = draft;
    this.now = now;
    this.answers = answers;
    this.library = library;
  }

  /** The node of a live element instance. The model is the one the case was created with, so it has it. */
  nodeOf(instance: Ordinal): FlowNode {
    return this.node(this.draft.state.elements[instance]?.element ?? '');
  }

  node(id: string): FlowNode {
    const node = this.model.nodes.get(id);
    if (node === undefined) throw new Error(`Expected process '${this.model.id}' to have element '${id}', but it has not`);
    return node;
  }

  /** The scope that contains the element instance. */
  scopeOf(instance: Ordinal): Ordinal {
    return this.draft.state.elements[instance]?.scope ?? 0;
  }

  /** Evaluates with the variables visible from `scope`; `extra` names win over them. */
  evaluate(expression: Expression, scope: Ordinal, extra?: JsonObject): Evaluation {
    return evaluate(expression, feelScope(this.draft.state, scope, extra), this.now);
  }

  take(flow: SequenceFlow, scope: Ordinal): void {
    this.draft.emit({ type: 'SequenceFlowTaken', flow: flow.id, scope });
    this.#worklist.push({ flow, scope });
  }

  /** Puts all tokens of the state on the worklist, in an order that does not depend on how it was loaded. */
  takeUpWaiting(): void {
    const { scopes } = this.draft.state;
    for (const scope of Object.keys(scopes).map(Number).toSorted((a, b) => a - b)) {
      const tokens = scopes[scope]?.tokens ?? {};
      const flows = Object.keys(tokens).flatMap((id) => this.model.flows.get(id) ?? []);
      for (const flow of flows.toSorted((a, b) => a.index - b.index))
        for (let left = memberOf(tokens, flow.id) ?? 0; left > 0; left -= 1) this.#worklist.push({ flow, scope });
    }
  }

  /** Moves tokens in order of their arrival until none can move or the command's share is used up. */
  play(): Outcome {
    this.#drain();
    while (this.#mayGoOn && this.#activateInclusiveJoin()) this.#drain();
    return this.need ?? this.#tooLarge();
  }

  get #mayGoOn(): boolean {
    return this.need === undefined && !this.#isUsedUp;
  }

  #drain(): void {
    for (; this.#next < this.#worklist.length && this.#mayGoOn; this.#next += 1) {
      const { flow, scope } = this.#worklist[this.#next] as WaitingToken;
      const consumes = this.#consumable(flow, scope);
      if (consumes !== undefined) this.#enter(flow.target, scope, consumes);
    }
  }

  /** Activates the node, unless the command has used up its share: then a `Continue` does. */
  #enter(node: FlowNode, scope: Ordinal, consumes: readonly string[]): void {
    this.#isUsedUp = this.activations >= limits.activationsPerCommand;
    if (this.#isUsedUp) this.draft.emit({ type: 'ContinuationRequested' });
    else enter(this, activate(this, node, scope, { consumes }), node);
  }

  #activateInclusiveJoin(): boolean {
    const { inclusiveJoins } = this.model;
    const ready = inclusiveJoins.length === 0 ? undefined : findReadyJoin(this.draft.state, inclusiveJoins);
    if (ready !== undefined) this.#enter(ready.node, ready.scope, ready.consumes);
    return ready !== undefined;
  }

  /** The flows whose tokens activate the target; `undefined` when the token is gone or a join still waits. */
  #consumable(flow: SequenceFlow, scope: Ordinal): readonly string[] | undefined {
    const tokens = this.draft.state.scopes[scope]?.tokens;
    if ((memberOf(tokens, flow.id) ?? 0) === 0) return undefined;
    const { target } = flow;
    if (target.behavior.joins === undefined || target.incoming.length === 1) return [flow.id];
    if (target.behavior.joins === 'inclusive') return undefined; // looked at when nothing else can move
    for (const other of target.incoming) if ((memberOf(tokens, other.id) ?? 0) === 0) return undefined;
    return target.incoming.map(({ id }) => id);
  }

  /** Ordinals only grow, so few of them mean few instances and nothing needs to be counted. */
  #tooLarge(): Outcome {
    const { lastOrdinal, elements } = this.draft.state;
    const limit = limits.elementInstancesPerCase;
    if (this.activations === 0 || lastOrdinal <= limit || Object.keys(elements).length <= limit) return undefined;
    return reject('RESOURCE_EXHAUSTED', `Expected at most ${limit} live element instances in the case, but the command makes more`);
  }
}
