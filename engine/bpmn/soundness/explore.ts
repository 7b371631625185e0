/**
 * Looks at every way that cases of a process can go, as far as its budget reaches. Data are left out: where they decide, all
 * that they could is tried.
 */
import type { Graph } from '../graph.ts';
import type { FlowNode } from '../model.ts';
import { Scope, type Active, type Marking } from './marking.ts';
import type { Move } from './move.ts';
import { catchesOf, Oracle, Play } from './play.ts';

export const explorationLimits = {
  /** Situations that are looked at. */
  markings: 10_000,
  /** Ways on which data may decide after one move. */
  outcomes: 64,
  /** Of one element in one scope at a time, and tokens on one flow: what is more goes on as less does. */
  alike: 3,
  /** What is activated and what is copied, in all. */
  effort: 100_000,
} as const;

/** A case comes to a stop: something waits at joins, and nothing is left that could come to them. */
export interface Stop {
  /** Joins at which tokens wait, and the flows on which none is. */
  readonly joins: readonly { readonly join: FlowNode; readonly missing: readonly string[]; readonly wasPassed: boolean }[];
  readonly moves: readonly Move[];
}

export interface Exploration {
  /** By join the first that was found, on the shortest way. */
  readonly stops: readonly Stop[];
  readonly activated: ReadonlySet<string>;
  /** Whether a case can come to its end. */
  readonly canEnd: boolean;
  /** A way to where a case goes on for ever and cannot end. */
  readonly endless: readonly Move[] | undefined;
  /** Whether everything was looked at; else what is said of `activated`, `canEnd` and `endless` may be too little. */
  readonly isComplete: boolean;
}

interface Found {
  readonly marking: Marking;
  readonly moves: readonly Move[];
  readonly from: Found | undefined;
  readonly activated: readonly string[];
  readonly next: Set<Found>;
}

type Outcome = Omit<Found, 'from' | 'next'>;
type Apply = (play: Play) => void;

interface Option {
  readonly move: Move;
  /** Finds what it is about in a copy of the marking. */
  readonly apply: (marking: Marking) => Apply;
}

/** All that can happen to one element instance. */
interface Place {
  readonly options: readonly Option[];
  /** Whether nothing else can take it away or be taken away by it: then it may be looked at alone (a persistent set). */
  readonly isIndependent: boolean;
}

class Explorer {
  readonly #graph: Graph;
  readonly #found = new Map<string, Found>();
  readonly #open: Found[] = [];
  readonly #activated = new Set<string>();
  readonly #stops = new Map<string, Stop>();
  #effort = 0;
  readonly #budget: number;
  #isComplete = true;
  readonly #interruptible: ReadonlySet<string>;

  constructor(graph: Graph, effort: number) {
    this.#graph = graph;
    this.#budget = effort;
    this.#interruptible = interruptibleScopes(graph);
  }

  run(): Exploration {
    const empty: Marking = { root: new Scope(this.#graph.root, undefined), standing: 'running' };
    for (const outcome of this.#outcomes(empty, undefined, () => (play) => play.start())) this.#note(outcome, undefined, new Set());
    for (let at = 0; at < this.#open.length && this.#hasBudget; at += 1) {
      const found = this.#open[at];
      if (found !== undefined) this.#expand(found);
      if (!this.#hasBudget) this.#isComplete = false;
    }
    const all = [...this.#found.values()];
    const ending = this.#leadingToAnEnd(all);
    const endless = this.#isComplete ? all.find((found) => !ending.has(found)) : undefined;
    return {
      stops: [...this.#stops.values()],
      activated: this.#activated,
      canEnd: all.some(({ marking }) => marking.standing === 'completed'),
      endless: endless === undefined ? undefined : wayTo(endless),
      isComplete: this.#isComplete,
    };
  }

  get #hasBudget(): boolean {
    return this.#found.size < explorationLimits.markings && this.#effort < this.#budget;
  }

  #expand(found: Found): void {
    const places = this.#placesOf(found.marking);
    if (places.length === 0) return this.#stop(found);
    const outcomesOf = ({ options }: Place): readonly Outcome[] => options.flatMap(({ move, apply }) => this.#outcomes(found.marking, move, apply));
    const alone = places.find(({ isIndependent }) => isIndependent);
    const outcomes = alone === undefined ? [] : outcomesOf(alone);
    // All of them new: else what is left out might be left out for ever.
    const isEnough = outcomes.length > 0 && outcomes.every(({ marking }) => !this.#found.has(keyOf(marking)));
    for (const outcome of outcomes) this.#note(outcome, found, found.next);
    if (isEnough) return;
    for (const place of places)
      if (place !== alone) for (const outcome of outcomesOf(place)) this.#note(outcome, found, found.next);
  }

  #note(outcome: Outcome, from: Found | undefined, next: Set<Found>): void {
    for (const id of outcome.activated) this.#activated.add(id);
    const key = keyOf(outcome.marking);
    const known = this.#found.get(key);
    if (known !== undefined) return void next.add(known);
    if (hasTooManyAlike(outcome.marking)) {
      this.#isComplete = false;
      return;
    }
    const found: Found = { ...outcome, from, next: new Set() };
    this.#found.set(key, found);
    next.add(found);
    if (found.marking.standing === 'running') this.#open.push(found);
  }

  /** Everything that the move can lead to, by what the data decide. */
  #outcomes(marking: Marking, move: Move | undefined, apply: Option['apply']): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    const prefixes: (readonly number[])[] = [[]];
    let tried = 0;
    for (let prefix = prefixes.pop(); prefix !== undefined; prefix = prefixes.pop()) {
      // Ways that were cut because they go in a circle count as well.
      tried += 1;
      if (tried > explorationLimits.outcomes || !this.#hasBudget) {
        this.#isComplete = false;
        break;
      }
      const copy: Marking = { root: marking.root.copy(), standing: 'running' };
      const oracle = new Oracle(prefix);
      const play = new Play(this.#graph, copy, oracle);
      apply(copy)(play);
      this.#effort += play.activated.length + sizeOf(marking.root) * (1 + oracle.taken.length);
      if (oracle.isPartial || oracle.isGivenUp) this.#isComplete = false;
      for (const id of play.activated) this.#activated.add(id);
      const { taken } = oracle;
      for (let position = prefix.length; position < taken.length; position += 1)
        for (let other = 1; other < (taken[position]?.of ?? 0); other += 1)
          prefixes.push([...taken.slice(0, position).map(({ index }) => index), other]);
      if (!oracle.isCut) outcomes.push({ marking: copy, moves: [...(move === undefined ? [] : [move]), ...oracle.moves], activated: play.activated });
    }
    return outcomes;
  }

  #placesOf({ root }: Marking): readonly Place[] {
    return [...placesIn(root)].flatMap(({ scope, active, path }) => {
      const options = this.#optionsOf(scope, active, path);
      return options.length === 0 ? [] : [{ options, isIndependent: this.#isIndependent(scope, active) }];
    });
  }

  #optionsOf(scope: Scope, active: Active, path: Path): readonly Option[] {
    const graph = this.#graph;
    const { node } = active;
    const option = (move: Move, apply: (play: Play, at: { readonly scope: Scope; readonly active: Active }) => void): Option => ({
      move,
      apply: (marking) => (play) => apply(play, placeAt(marking.root, path)),
    });
    const options: Option[] = [];
    if (node.kind === 'eventBasedGateway')
      for (const flow of node.outgoing) {
        const event = graph.target(flow);
        options.push(option({ type: 'trigger', element: node.id, event: event.id }, (play, at) => play.complete(at.scope, at.active, event)));
      }
    else if (active.scope === undefined)
      options.push(option({ type: 'complete', element: node.id }, (play, at) => play.complete(at.scope, at.active)));
    for (const id of node.boundaryEvents) {
      const event = graph.node(id);
      if (event.trigger?.type === 'error' || active.happened.includes(id)) continue;
      options.push(option({ type: 'trigger', element: node.id, event: id }, (play, at) => play.trigger(at.scope, at.active, event)));
    }
    if (mayThrow(node))
      for (const { event } of catchesOf(graph, scope, active, undefined))
        options.push(option({ type: 'throw', element: node.id, event: event.id }, (play, at) => {
          const caught = catchesOf(graph, at.scope, at.active, undefined).find((other) => other.event === event);
          if (caught !== undefined) play.trigger(caught.scope, caught.active, event);
        }));
    return options;
  }

  #isIndependent(scope: Scope, { scope: inside }: Active): boolean {
    return inside === undefined && !this.#interruptible.has(scope.node.id);
  }

  #stop(found: Found): void {
    const moves = wayTo(found);
    const passed = new Set<string>();
    for (let at: Found | undefined = found; at !== undefined; at = at.from) for (const id of at.activated) passed.add(id);
    const joins = new Map<string, FlowNode>();
    for (const scope of found.marking.root.scopes())
      for (const flow of scope.tokens.keys()) {
        const join = this.#graph.target(flow);
        if (!joins.has(join.id)) joins.set(join.id, join);
      }
    const scopes = [...found.marking.root.scopes()];
    const waiting = [...joins.values()].map((join) => ({
      join,
      missing: join.incoming.filter((flow) => scopes.every((scope) => scope.count(flow) === 0)),
      wasPassed: passed.has(join.id),
    }));
    const name = [...joins.keys()].sort().join(' ');
    if (!this.#stops.has(name)) this.#stops.set(name, { joins: waiting, moves });
  }

  /** Those from which a case can still end, in whatever way, or stop. */
  #leadingToAnEnd(all: readonly Found[]): ReadonlySet<Found> {
    const before = new Map<Found, Found[]>();
    for (const found of all) for (const next of found.next) before.set(next, [...(before.get(next) ?? []), found]);
    const open = all.filter(({ marking, next }) => marking.standing !== 'running' || next.size === 0);
    const ending = new Set(open);
    for (let found = open.pop(); found !== undefined; found = open.pop())
      for (const earlier of before.get(found) ?? [])
        if (!ending.has(earlier)) {
          ending.add(earlier);
          open.push(earlier);
        }
    return ending;
  }
}

const keyOf = ({ root, standing }: Marking): string => (standing === 'running' ? root.key : standing);

const wayTo = (found: Found): readonly Move[] => {
  const parts: (readonly Move[])[] = [];
  for (let at: Found | undefined = found; at !== undefined; at = at.from) parts.push(at.moves);
  return parts.toReversed().flat();
};

/** A job may throw errors; so may a case that is called. */
const mayThrow = ({ work }: FlowNode): boolean => work !== null && work.type !== 'userTask' && work.type !== 'script' && work.type !== 'decision';

const sizeOf = (scope: Scope): number =>
  scope.active.reduce((sum, active) => sum + 1 + (active.scope === undefined ? 0 : sizeOf(active.scope)), 1 + scope.tokens.size);

type Path = readonly number[];

function* placesIn(scope: Scope, path: Path = []): Generator<{ readonly scope: Scope; readonly active: Active; readonly path: Path }> {
  for (const [index, active] of scope.active.entries()) {
    yield { scope, active, path: [...path, index] };
    if (active.scope !== undefined) yield* placesIn(active.scope, [...path, index]);
  }
}

const placeAt = (root: Scope, path: Path): { readonly scope: Scope; readonly active: Active } => {
  let scope = root;
  for (const [depth, index] of path.entries()) {
    const active = scope.active[index];
    if (active === undefined) break;
    if (depth === path.length - 1) return { scope, active };
    scope = active.scope ?? scope;
  }
  throw new Error('Expected a copy of a marking to have what the marking has, but it has not');
};

const hasTooManyAlike = ({ root }: Marking): boolean => {
  for (const scope of root.scopes()) {
    const counts = new Map<string, number>();
    for (const { node } of scope.active) counts.set(node.id, (counts.get(node.id) ?? 0) + 1);
    for (const count of [...counts.values(), ...scope.tokens.values()]) if (count > explorationLimits.alike) return true;
  }
  return false;
};

/**
 * Scopes in which the order of what happens matters: something in them or around them may end what else is there, or an
 * inclusive join looks at where everything stands.
 */
const interruptibleScopes = (graph: Graph): ReadonlySet<string> => {
  const { nodes } = graph.model;
  const direct = new Set<string>();
  for (const node of nodes) {
    if (node.throws !== null && node.parent !== null) direct.add(node.parent);
    if (node.start !== null && (node.boundaryEvents.length > 0 || graph.inclusiveJoinsIn(node).length > 0)) direct.add(node.id);
  }
  const isWithin = (id: string | null): boolean => id !== null && (direct.has(id) || isWithin(graph.node(id).parent));
  return new Set(nodes.filter(({ start, id }) => start !== null && isWithin(id)).map(({ id }) => id));
};

/** @param effort what may be activated and copied, in all */
export const explore = (graph: Graph, effort: number = explorationLimits.effort): Exploration => new Explorer(graph, effort).run();
