/** The tree of states of a definition. */
import { parseDuration, parseInstant } from '../time/instant.ts';
import type { Expression } from '../work/expression.ts';
import { memberOf } from '../json/named-members.ts';
import { buildInvocations } from './build-invocation.ts';
import { TransitionBuilder, buildActions } from './build-transition.ts';
import type { Compiling } from './compiling.ts';
import type { StateFormat, StatechartFormat } from './format.ts';
import type { StateKind, StateNode, StatePath, Transition } from './model.ts';
import { propertyPath } from './source.ts';
import { childPath, type Targets } from './target.ts';

type Delay = StateNode['delays'][number];
type Built = Omit<StateNode, 'initial'> & { initial: StatePath | null };

const kindOf = (format: StateFormat): StateKind => {
  if (format.type !== undefined) return format.type;
  if (format.history !== undefined) return 'history';
  return Object.keys(format.states ?? {}).length === 0 ? 'atomic' : 'compound';
};

/** What a state of this kind cannot have. */
const misplaced: { readonly [K in StateKind]: readonly (keyof StateFormat)[] } = {
  atomic: ['states', 'initial', 'onDone', 'history', 'target'],
  compound: ['history', 'target'],
  parallel: ['initial', 'history', 'target'],
  final: ['states', 'initial', 'on', 'always', 'after', 'onDone', 'invoke', 'history', 'target'],
  history: ['states', 'initial', 'on', 'always', 'after', 'onDone', 'invoke', 'entry', 'exit'],
};

export class StateBuilder {
  readonly #compiling: Compiling;
  readonly #targets: Targets;
  readonly #transitions: TransitionBuilder;
  readonly #delays: ReadonlyMap<string, Expression>;

  constructor(compiling: Compiling, format: StatechartFormat, targets: Targets) {
    this.#compiling = compiling;
    this.#targets = targets;
    this.#transitions = new TransitionBuilder(compiling, targets);
    this.#delays = new Map(
      Object.entries(format.delays ?? {}).map(([name, text]) => [name, this.#due(text, propertyPath('delays', name))]),
    );
  }

  build(format: StateFormat, path: StatePath, property: string, parent: StateNode | null): StateNode {
    const kind = kindOf(format);
    this.#checkKind(format, kind, property);
    const at = (name: string): string => propertyPath(property, name);
    const delays: Delay[] = kind === 'final' || kind === 'history' ? [] : this.#delaysOf(format, at('after'));
    const work = buildInvocations(this.#compiling, this.#transitions, format.invoke, { path, property, kind });
    const children: StateNode[] = [];
    const state: Built = {
      path,
      property,
      kind,
      history: format.history ?? 'shallow',
      parent,
      children,
      initial: kind === 'compound' ? this.#initialChild(format, path, property) : null,
      transitions: [...this.#transitionsOf(format, path, at), ...work.transitions],
      entry: buildActions(this.#compiling, format.entry, at('entry')),
      exit: buildActions(this.#compiling, format.exit, at('exit')),
      invocations: work.invocations,
      delays,
      title: format.title ?? null,
      description: format.description ?? null,
      tags: format.tags ?? [],
      meta: format.meta ?? null,
    };
    if (kind === 'history') state.initial = this.#historyDefault(format, state);
    for (const [name, child] of Object.entries(format.states ?? {}))
      children.push(this.build(child, childPath(path, name), propertyPath(at('states'), name), state));
    return state;
  }

  #transitionsOf(format: StateFormat, source: StatePath, at: (name: string) => string): Transition[] {
    const build = this.#transitions.build.bind(this.#transitions);
    const named = (name: string, key: string) => ({ source, property: propertyPath(at(name), key) });
    return [
      ...build(format.always, { kind: 'always' }, { source, property: at('always') }),
      ...Object.entries(format.on ?? {}).flatMap(([event, transition]) =>
        build(transition, { kind: 'event', name: event }, named('on', event)),
      ),
      ...Object.entries(format.after ?? {}).flatMap(([delay, transition]) =>
        build(transition, { kind: 'after', delay }, named('after', delay)),
      ),
      ...build(format.onDone, { kind: 'stateDone' }, { source, property: at('onDone') }),
    ];
  }

  #delaysOf(format: StateFormat, at: string): Delay[] {
    return Object.keys(format.after ?? {}).map((name) => {
      const declared = this.#delays.get(name);
      if (declared !== undefined) return { name, due: declared };
      const property = propertyPath(at, name);
      if (name.startsWith('=') || parseDuration(name) !== null) return { name, due: this.#due(name, property) };
      const known = [...this.#delays.keys()].join(', ') || 'none';
      this.#compiling.error(property, `Expected an ISO 8601 duration, =FEEL or a name of 'delays', but '${name}' is neither (known: ${known})`);
      return { name, due: { kind: 'literal', value: name } };
    });
  }

  #due(text: string, at: string): Expression {
    if (!text.startsWith('=') && parseDuration(text) === null && parseInstant(text) === null)
      this.#compiling.error(at, `Expected an ISO 8601 duration such as P3D, a date and time, or =FEEL, but '${text}' is none of these`);
    return this.#compiling.expression(text, at);
  }

  /** Where a history state leads without a history: its target, else its parent's initial state. */
  #historyDefault(format: StateFormat, state: StateNode): StatePath | null {
    const { parent, path, property } = state;
    if (parent?.kind !== 'compound') {
      this.#compiling.error(property, `Expected a history state inside a compound state, but the parent of '${path}' is ${parent?.kind ?? 'missing'}`);
      return null;
    }
    if (format.target === undefined) return parent.initial;
    const found = this.#targets.resolve(path, format.target);
    if (!found.ok) this.#compiling.error(propertyPath(property, 'target'), found.message);
    return found.ok ? found.path : null;
  }

  #initialChild(format: StateFormat, path: StatePath, property: string): StatePath | null {
    const at = propertyPath(property, 'initial');
    const names = Object.keys(format.states ?? {});
    const where = path === '' ? 'the statechart' : `state '${path}'`;
    if (format.initial === undefined) {
      this.#compiling.error(property, `Expected ${where} to name its initial state, but it has no 'initial' (states: ${names.join(', ')})`);
      return null;
    }
    const child = memberOf(format.states, format.initial);
    if (child === undefined || kindOf(child) === 'history') {
      const but = child === undefined ? 'it has no such state' : 'that is a history state';
      this.#compiling.error(at, `Expected ${where} to start in '${format.initial}', but ${but}`);
      return null;
    }
    return childPath(path, format.initial);
  }

  #checkKind(format: StateFormat, kind: StateKind, property: string): void {
    for (const name of misplaced[kind]) {
      if (format[name] === undefined) continue;
      const history = name === 'history' || name === 'target';
      const but = history ? 'only a history state has it' : `a state of type ${kind} cannot have it`;
      this.#compiling.error(propertyPath(property, name), `Expected no '${name}' here, but it is given: ${but}`);
    }
    if ((kind === 'compound' || kind === 'parallel') && Object.keys(format.states ?? {}).length === 0)
      this.#compiling.error(property, `Expected a ${kind} state to hold states, but it has none`);
  }
}
