/**
 * The same random statechart for XState itself: guards and assignments in JavaScript instead of FEEL,
 * deadlines as numbers, and a log of what is left and entered. Work is left out; XState has no people.
 */
import { and, assign, createActor, createMachine, not, or, raise, stateIn, SimulatedClock, type AnyActor, type AnyMachineSnapshot } from 'xstate';
import { limits } from '../../engine/case/index.ts';

interface Context {
  readonly x: number;
  readonly y: number | null;
  readonly flag: boolean;
}
interface Event {
  readonly type: string;
  readonly data?: { readonly v?: number };
}
type Json = { readonly [property: string]: unknown };
type Scope = { readonly context: Context; readonly event: Event };

/** Comparing with null is null in FEEL, and a guard that is null is a failure. */
const greater = (a: number | null, b: number): boolean => {
  if (a === null) throw new Error('null is no truth value');
  return a > b;
};

const guards: { readonly [feel: string]: (scope: Scope) => boolean } = {
  '=x > 2': ({ context }) => context.x > 2,
  '=flag': ({ context }) => context.flag,
  '=y > x': ({ context }) => greater(context.y, context.x),
  '=x < parameters.limit': ({ context }) => context.x < 5,
  '=x = 1': ({ context }) => context.x === 1,
};

const values: { readonly [feel: string]: (scope: Scope) => unknown } = {
  '=modulo(x + 1, 7)': ({ context }) => (context.x + 1) % 7,
  '=modulo(x, 5)': ({ context }) => context.x % 5,
  '=x + 1': ({ context }) => context.x + 1,
  '=event.data.v': ({ event }) => event.data?.v ?? null,
  '=not(flag)': ({ context }) => !context.flag,
};

const known = <T>(table: { readonly [feel: string]: T }, feel: unknown): T => {
  const found = table[String(feel)];
  if (found === undefined) throw new Error(`Expected '${String(feel)}' to be among the expressions of random statecharts, but it is not`);
  return found;
};

const listOf = (value: unknown): readonly Json[] => (value === undefined ? [] : ([value].flat() as Json[]));

const guardOf = (guard: unknown): unknown => {
  if (typeof guard === 'string') return known(guards, guard);
  const { in: state, not: inner, or: parts, and: all } = guard as { in?: string; not?: unknown; or?: unknown[]; and?: unknown[] };
  if (state !== undefined) return stateIn(`#random.${state}`);
  if (inner !== undefined) return not(guardOf(inner) as never);
  return parts === undefined ? and((all ?? []).map(guardOf) as never) : or(parts.map(guardOf) as never);
};

const actionOf = (action: Json): unknown => {
  if ('raise' in action) return raise({ type: String(action['raise']) });
  const entries = Object.entries(action['assign'] as Json).map(([name, feel]) => [name, known(values, feel)] as const);
  return assign((scope: Scope) => Object.fromEntries(entries.map(([name, value]) => [name, value(scope)])) as object);
};

const transitionOf = ({ target, reenter, guard, actions }: Json) => ({
  ...(target === undefined ? {} : { target }),
  ...(reenter === undefined ? {} : { reenter }),
  ...(guard === undefined ? {} : { guard: guardOf(guard) }),
  actions: listOf(actions).map(actionOf),
});

const byName = (table: unknown, nameOf = (name: string): string | number => name): Json =>
  Object.fromEntries(Object.entries((table ?? {}) as Json).map(([name, list]) => [nameOf(name), listOf(list).map(transitionOf)]));

export const deadlines: { readonly [duration: string]: number } = { PT10S: 10_000, PT1M: 60_000 };

const stateOf = (state: Json, path: string, log: string[]): Json => {
  const { type, initial, history, states = {}, on, after, always, onDone, entry, exit } = state;
  if (type === 'history') return { type, history };
  const children = Object.entries(states as { [name: string]: Json });
  const mark = (text: string) => (path === '' ? [] : [() => log.push(`${text} ${path}`)]);
  return {
    ...(type === undefined ? {} : { type }),
    ...(initial === undefined ? {} : { initial }),
    ...(children.length === 0 ? {} : { states: Object.fromEntries(children.map(([name, child]) => [name, stateOf(child, path === '' ? name : `${path}.${name}`, log)])) }),
    on: byName(on),
    after: byName(after, (name) => known(deadlines, name)),
    always: listOf(always).map(transitionOf),
    ...(onDone === undefined ? {} : { onDone: listOf(onDone).map(transitionOf) }),
    entry: [...mark('entered'), ...listOf(entry).map(actionOf)],
    exit: [...listOf(exit).map(actionOf), ...mark('left')],
  };
};

/** The chart as one that XState itself can run: without work, and with deadlines that both know. */
export const withoutWork = (chart: Json): Json => {
  const plain = (state: Json): Json => {
    const { invoke: _invoke, after, states, ...rest } = state;
    const [deadline] = Object.values((after ?? {}) as Json);
    const long = 'byVariable' in ((after ?? {}) as Json) || 'PT1M' in ((after ?? {}) as Json);
    return {
      ...rest,
      ...(deadline === undefined ? {} : { after: { [long ? 'PT1M' : 'PT10S']: deadline } }),
      ...(states === undefined ? {} : { states: Object.fromEntries(Object.entries(states as { [name: string]: Json }).map(([name, child]) => [name, plain(child)])) }),
    };
  };
  const { delays: _delays, ...rest } = plain(chart);
  return rest;
};

/** A running XState actor of the chart, with its own clock. */
export class LiveChart {
  readonly actor: AnyActor;
  readonly clock = new SimulatedClock();
  /** What was left and entered, in order. */
  log: string[] = [];
  failed = false;

  constructor(chart: Json) {
    const entries: string[] = this.log;
    const context: Context = { x: 0, y: 1, flag: false };
    const config = { id: 'random', context, ...stateOf(chart, '', entries), options: { maxIterations: limits.statechartIterations } };
    this.actor = createActor(createMachine(config as never), { clock: this.clock });
    this.actor.subscribe({
      error: () => {
        this.failed = true;
      },
    });
    this.actor.start();
  }

  send(type: string, data: Event['data']): void {
    const event: Event = { type, ...(data === undefined ? {} : { data }) };
    this.actor.send(event);
  }

  /** Whether the event itself makes a transition. */
  takes(type: string): boolean {
    return (this.actor.getSnapshot() as AnyMachineSnapshot).can({ type });
  }

  /** Paths of the active states, sorted. */
  get active(): readonly string[] {
    const { _nodes } = this.actor.getSnapshot() as { _nodes: readonly { id: string }[] };
    return _nodes.flatMap(({ id }) => (id === 'random' ? [] : [id.slice('random.'.length)])).toSorted();
  }

  get context(): Context {
    const { context } = this.actor.getSnapshot() as { context: Context };
    return context;
  }

  get done(): boolean {
    return this.actor.getSnapshot().status === 'done';
  }
}
