/**
 * The token game without data: one move from outside, and everything that follows from it. It goes as `token-game.ts` and
 * `lifecycle.ts` do, tokens in the order of their arrival, so that what is found here is what a case would do.
 */
import type { Graph } from '../graph.ts';
import type { FlowNode } from '../model.ts';
import { choicesOf } from './choices.ts';
import { Scope, type Active, type Marking } from './marking.ts';
import type { Move } from './move.ts';

/** Decides for the data. Ways that go in a circle without waiting are cut. */
export class Oracle {
  readonly moves: Move[] = [];
  /** For each choice: what was taken, of how many. */
  readonly taken: { readonly index: number; readonly of: number }[] = [];
  isPartial = false;
  isCut = false;
  isGivenUp = false;

  /** What follows is not looked at. */
  giveUp(): void {
    this.isCut = true;
    this.isGivenUp = true;
  }
  readonly #prefix: readonly number[];
  readonly #seen = new Set<string>();

  constructor(prefix: readonly number[]) {
    this.#prefix = prefix;
  }

  /** @param where the same for the same situation */
  choose(alternatives: number, where: string): number {
    const position = this.taken.length;
    if (position >= this.#prefix.length && this.#seen.has(where)) this.isCut = true;
    this.#seen.add(where);
    const index = this.#prefix[position] ?? 0;
    this.taken.push({ index, of: alternatives });
    return index;
  }
}

/** More than any process has elements: what one move makes beyond it is not looked at. */
const activatedMax = 6_000;

export class Play {
  readonly marking: Marking;
  readonly oracle: Oracle;
  /** Ids of everything that was activated. */
  readonly activated: string[] = [];
  #ready: { readonly flow: string; readonly scope: Scope }[] = [];
  readonly #graph: Graph;

  constructor(graph: Graph, marking: Marking, oracle: Oracle) {
    this.#graph = graph;
    this.marking = marking;
    this.oracle = oracle;
  }

  start(): void {
    const { root } = this.#graph;
    if (root.start !== null) this.#enter(this.#graph.node(root.start), this.marking.root);
    this.#settle();
  }

  /** The element completes; of an event-based gateway: at the event. */
  complete(scope: Scope, active: Active, event?: FlowNode): void {
    this.#remove(scope, active);
    if (event !== undefined) this.activated.push(event.id);
    this.#complete(event ?? active.node, scope);
    this.#settle();
  }

  trigger(scope: Scope, active: Active, event: FlowNode): void {
    this.#trigger(scope, active, event);
    this.#settle();
  }

  #trigger(scope: Scope, active: Active, event: FlowNode): void {
    if (event.interrupting) this.#remove(scope, active);
    else active.happened.push(event.id);
    this.activated.push(event.id);
    this.#complete(event, scope);
  }

  #remove(scope: Scope, active: Active): void {
    active.scope?.end();
    scope.active = scope.active.filter((other) => other !== active);
  }

  #enter(node: FlowNode, scope: Scope): void {
    this.activated.push(node.id);
    if (node.kind === 'subProcess') return this.#enterSubProcess(node, scope);
    if (waits(node)) scope.active.push({ node, happened: [] });
    else if (node.throws?.type === 'error') this.#throwError(node, scope);
    else this.#complete(node, scope);
  }

  #enterSubProcess(node: FlowNode, scope: Scope): void {
    const inside = new Scope(node, scope);
    scope.active.push({ node, happened: [], scope: inside });
    if (node.start !== null) this.#enter(this.#graph.node(node.start), inside);
  }

  #complete(node: FlowNode, scope: Scope): void {
    const flows = this.#choose(node);
    if (node.throws?.type === 'terminate') scope.clear();
    for (const flow of flows) this.#take(flow, scope);
    if (flows.length === 0) this.#completeIfDone(scope);
  }

  #choose(node: FlowNode): readonly string[] {
    const { alternatives, isPartial } = choicesOf(this.#graph, node);
    if (isPartial) this.oracle.isPartial = true;
    const [only = []] = alternatives;
    if (alternatives.length < 2) return only;
    const queue = this.#ready.map(({ flow }) => flow).join(' ');
    const flows = alternatives[this.oracle.choose(alternatives.length, `${node.id}|${queue}|${this.marking.root.key}`)] ?? only;
    this.oracle.moves.push({ type: 'choose', element: node.id, flows });
    return flows;
  }

  #completeIfDone(scope: Scope): void {
    if (!scope.isAlive || !scope.isEmpty) return;
    const { parent, node } = scope;
    if (parent === undefined) {
      this.marking.standing = 'completed';
      return;
    }
    parent.active = parent.active.filter((other) => other.scope !== scope);
    scope.isAlive = false;
    this.#complete(node, parent);
  }

  /** An error of an end event goes outward; where its code is computed, the oracle says who catches it. */
  #throwError({ id, throws }: FlowNode, scope: Scope): void {
    const code = throws?.type === 'error' && throws.code.kind === 'literal' && typeof throws.code.value === 'string' ? throws.code.value : undefined;
    const found = catchesOf(this.#graph, scope, undefined, code);
    const index = found.length < 2 ? 0 : this.oracle.choose(found.length, `${id}|${this.marking.root.key}`);
    const caught = found[index];
    if (caught === undefined) this.marking.standing = 'broken';
    else this.#trigger(caught.scope, caught.active, caught.event);
  }

  #take(flow: string, scope: Scope): void {
    const held = this.#isHeld(flow, scope);
    scope.add(flow, 1);
    if (!held) this.#ready.push({ flow, scope });
  }

  #isHeld(flow: string, scope: Scope): boolean {
    const { kind, incoming } = this.#graph.target(flow);
    if (incoming.length < 2) return false;
    if (kind === 'inclusiveGateway') return true;
    return kind === 'parallelGateway' && incoming.some((other) => other !== flow && scope.count(other) <= scope.count(flow));
  }

  #settle(): void {
    do {
      for (let next = this.#ready.shift(); next !== undefined && this.#goesOn; next = this.#ready.shift()) {
        const { flow, scope } = next;
        if (!scope.isAlive || scope.count(flow) === 0) continue;
        const target = this.#graph.target(flow);
        // A loop that does not wait and makes something in each turn would go on for ever.
        if (this.activated.length > activatedMax) this.oracle.giveUp();
        if (!this.#goesOn) return;
        for (const consumed of target.kind === 'parallelGateway' ? target.incoming : [flow]) scope.add(consumed, -1);
        this.#enter(target, scope);
      }
    } while (this.#goesOn && this.#enterInclusiveJoin());
  }

  get #goesOn(): boolean {
    return this.marking.standing === 'running' && !this.oracle.isCut;
  }

  #enterInclusiveJoin(): boolean {
    if (!this.#graph.hasInclusiveJoins) return false;
    for (const scope of this.marking.root.scopes())
      for (const { node, upstream } of this.#graph.inclusiveJoinsIn(scope.node)) {
        const waiting = upstream.filter(({ flow }) => scope.count(flow) > 0);
        const empty = upstream.filter(({ flow }) => scope.count(flow) === 0);
        const places = [...scope.tokens.keys(), ...scope.active.map((active) => active.node.id)];
        const isWaited = ({ length }: typeof empty, place: string): boolean =>
          length > 0 && empty.some(({ reached }) => reached.has(place)) && !waiting.some(({ reached }) => reached.has(place));
        if (waiting.length === 0 || places.some((place) => isWaited(empty, place))) continue;
        for (const { flow } of waiting) scope.add(flow, -1);
        this.#enter(node, scope);
        return true;
      }
    return false;
  }
}

/** Whether it waits for something from outside. */
export const waits = ({ kind, work, trigger }: FlowNode): boolean => {
  if (kind === 'boundaryEvent' || kind === 'startEvent') return false;
  if (kind === 'eventBasedGateway' || trigger !== null) return true;
  return work !== null && work.type !== 'script' && work.type !== 'decision';
};

export interface Catch {
  readonly scope: Scope;
  readonly active: Active;
  readonly event: FlowNode;
}

/**
 * The events that may catch an error thrown in the scope, or by an activity in it, from there outward: for a code the one
 * that does, else all that could for some code.
 */
export const catchesOf = (graph: Graph, scope: Scope, thrower: Active | undefined, code: string | undefined): readonly Catch[] => {
  const catches: Catch[] = [];
  const codes = new Set<string>();
  let [around, active]: readonly [Scope | undefined, Active | undefined] = thrower === undefined ? outward(scope) : [scope, thrower];
  for (; around !== undefined && active !== undefined; [around, active] = outward(around)) {
    const events = active.node.boundaryEvents.flatMap((id) => errorEvent(graph.node(id)));
    for (const { event, code: caught } of events) {
      if (caught === null || codes.has(caught)) continue;
      if (code === undefined || caught === code) catches.push({ scope: around, active, event });
      codes.add(caught);
    }
    if (code !== undefined && catches.length > 0) return catches;
    const everyError = events.find((found) => found.code === null);
    if (everyError !== undefined) return [...catches, { scope: around, active, event: everyError.event }];
  }
  return catches;
};

/** The event and the code that it catches, when it is one of errors. */
const errorEvent = (event: FlowNode): readonly { readonly event: FlowNode; readonly code: string | null }[] =>
  event.trigger?.type === 'error' ? [{ event, code: event.trigger.code }] : [];

/** The sub-process that the scope is of, and where it stands. */
const outward = (scope: Scope): readonly [Scope | undefined, Active | undefined] => [
  scope.parent,
  scope.parent?.active.find((other) => other.scope === scope),
];
