/** Random statecharts that keep the rules: nested, parallel, with history, work, decisions, deadlines and broken guards. */
import type { Random } from './random.ts';

interface Node {
  readonly name: string;
  readonly path: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly parent: Node | null;
  readonly children: Node[];
}

export const eventNames = ['A', 'B', 'C', 'D'] as const;
export const raisedNames = ['R1', 'R2'] as const;
const variables = ['x', 'y', 'flag'] as const;

type Json = { [property: string]: unknown };

const MOST_STATES = 18;

export class RandomStatechart {
  readonly #random: Random;
  readonly #nodes: Node[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  build(): Json {
    const root: Node = { name: '', path: '', kind: 'compound', parent: null, children: [] };
    this.#grow(root, 0);
    const format = this.#format(root);
    return {
      id: 'random',
      parameters: { limit: { value: 5 } },
      context: { x: 0, y: 1, flag: false },
      delays: { short: 'PT10S', byVariable: '=if flag then "P1D" else duration("PT" + string(x) + "M")' },
      ...format,
    };
  }

  #grow(parent: Node, depth: number): void {
    const count = parent.kind === 'parallel' ? 2 + this.#random.below(2) : 2 + this.#random.below(3);
    for (let index = 0; index < count; index += 1) {
      const name = `${'abcd'[index] ?? 'e'}${depth}`;
      const node: Node = {
        name,
        path: parent.path === '' ? name : `${parent.path}.${name}`,
        kind: this.#kind(parent, index, depth),
        parent,
        children: [],
      };
      parent.children.push(node);
      this.#nodes.push(node);
      if (node.kind === 'compound' || node.kind === 'parallel') this.#grow(node, depth + 1);
    }
  }

  #kind(parent: Node, index: number, depth: number): Node['kind'] {
    const inner = depth < 3 && this.#nodes.length < MOST_STATES;
    if (inner && this.#random.chance(0.3)) return this.#random.chance(0.5) ? 'compound' : 'parallel';
    if (parent.kind === 'parallel' || index === 0) return 'atomic';
    if (this.#random.chance(0.2)) return 'final';
    return this.#random.chance(0.2) ? 'history' : 'atomic';
  }

  #format(node: Node): Json {
    if (node.kind === 'final') return { type: 'final', ...this.#actions('entry') };
    if (node.kind === 'history') return { type: 'history', history: this.#random.pick(['shallow', 'deep']) };
    const states = Object.fromEntries(node.children.map((child) => [child.name, this.#format(child)]));
    const initial = node.children.find(({ kind }) => kind !== 'history')?.name;
    return {
      ...(node.kind === 'parallel' ? { type: 'parallel', states } : {}),
      ...(node.kind === 'compound' ? { initial, states } : {}),
      ...this.#events(node),
      ...(node.parent === null ? {} : this.#inner(node)),
    };
  }

  #events(node: Node): Json {
    const on: Json = {};
    for (const event of [...eventNames, ...raisedNames]) if (this.#random.chance(0.3)) on[event] = this.#transitions(node);
    return { on };
  }

  #inner(node: Node): Json {
    const inner: Json = { ...this.#actions('entry'), ...this.#actions('exit') };
    if (this.#random.chance(0.25)) inner['always'] = { ...this.#transition(node), guard: this.#guard() };
    if (this.#random.chance(0.3)) inner['after'] = { [this.#random.pick(['short', 'byVariable', 'PT1M', '=x'])]: this.#transitions(node) };
    if (node.kind !== 'atomic' && this.#random.chance(0.5)) inner['onDone'] = this.#transitions(node);
    if (this.#random.chance(0.5)) inner['invoke'] = this.#random.chance(0.7) ? this.#work(node, 'w') : [this.#work(node, 'w'), this.#work(node, 'v')];
    return inner;
  }

  #work(node: Node, id: string): Json {
    const onDone = this.#random.chance(0.8) ? { onDone: this.#transitions(node) } : {};
    return this.#random.pick<() => Json>([
      () => ({ id, userTask: { name: '="task " + string(y)', assignee: '=if x > 3 then x else "ann"', input: { local: '=x + y' } }, ...onDone }),
      () => ({ id, job: { type: 'work', retries: 2 }, ...onDone, ...(this.#random.chance(0.5) ? { onError: { code: 'E1', ...this.#transition(node) } } : {}) }),
      () => ({ id, message: { name: 'hello', correlationKey: '=x' }, ...onDone }),
      () => this.#decision(id),
    ])();
  }

  /** It only acts: a decision that led to a decision could go round for ever. */
  #decision(id: string): Json {
    const decision = { decisionId: this.#random.pick(['next', 'next', 'none']), resultVariable: 'x', input: { n: '=x' } };
    const assign = this.#random.pick([{ y: '=event.data.x' }, { flag: '=x > 3' }]);
    return { id, decision, ...(this.#random.chance(0.7) ? { onDone: { actions: { assign } } } : {}) };
  }

  #transitions(node: Node): unknown {
    if (this.#random.chance(0.6)) return this.#transition(node);
    return [{ ...this.#transition(node), guard: this.#guard() }, this.#transition(node)];
  }

  #transition(node: Node): Json {
    const targets = this.#nodes.filter((target) => allowed(node, target));
    const target = targets.length > 0 && this.#random.chance(0.85) ? { target: `#random.${this.#random.pick(targets).path}` } : {};
    const actions = this.#random.chance(0.4) || !('target' in target) ? { actions: this.#action() } : {};
    return { ...target, ...actions, ...(this.#random.chance(0.2) ? { reenter: true } : {}) };
  }

  #actions(name: 'entry' | 'exit'): Json {
    return this.#random.chance(0.25) ? { [name]: this.#action() } : {};
  }

  #action(): unknown {
    return this.#random.pick<() => unknown>([
      () => ({ assign: { x: '=modulo(x + 1, 7)' } }),
      () => ({ assign: { y: '=event.data.v', flag: '=not(flag)' } }),
      () => [{ assign: { x: '=x + 1' } }, { assign: { x: '=modulo(x, 5)' } }],
      () => ({ raise: this.#random.pick(raisedNames) }),
    ])();
  }

  /** Some fail for some values (`y` may be null), some are about other states. */
  #guard(): unknown {
    return this.#random.pick<() => unknown>([
      () => '=x > 2',
      () => '=flag',
      () => '=y > x',
      () => '=x < parameters.limit',
      () => ({ in: this.#random.pick(this.#nodes).path }),
      () => ({ not: { or: ['=flag', '=x = 1'] } }),
    ])();
  }
}

const ancestors = (node: Node): Node[] => (node.parent === null ? [] : [node.parent, ...ancestors(node.parent)]);
const isWithin = (inner: Node, outer: Node): boolean => inner === outer || ancestors(inner).includes(outer);

/** Neither from one region into another, nor back into the history of a state around the source. */
const allowed = (source: Node, target: Node): boolean => {
  if (target.kind === 'history' && target.parent !== null && isWithin(source, target.parent)) return false;
  return ancestors(source).every((parallel) => {
    if (parallel.kind !== 'parallel') return true;
    const region = (node: Node): Node | undefined => parallel.children.find((child) => isWithin(node, child));
    const to = region(target);
    return to === undefined || to === region(source);
  });
};

/** A value that commands may carry for the statechart's variables. */
export const randomVariables = (random: Random): { [name: string]: number | boolean | null } => {
  const values: { [name: string]: number | boolean | null } = {};
  for (const name of variables) {
    if (!random.chance(0.3)) continue;
    values[name] = name === 'flag' ? random.chance(0.5) : random.chance(0.1) ? null : random.below(8);
  }
  return values;
};
