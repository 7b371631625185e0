import { noOffsets } from '../time/zone.ts';
import { describe, expect, it } from 'vitest';
import { limits } from '../stream/limits.ts';
import { statechartOf, type Chart } from '../../test/statechart/drive.ts';
import type { Configuration } from './configuration.ts';
import { Effort } from '../stream/effort.ts';
import { engineVersions } from '../stream/versions.ts';
import { isFailure, type Failure } from '../work/failure.ts';
import type { MachineStep } from './machine.ts';
import type { StepReading } from './machine-config.ts';

const readingOf = (variables: { [name: string]: number | boolean | null } = {}): StepReading => ({
  ctx: { now: 0, zone: 'UTC', kernel: engineVersions.kernel, offsets: noOffsets, functions: { get: () => undefined }, ask: () => null, checkAnswered: () => undefined, warn: () => undefined, effort: new Effort() },
  variable: (name) => variables[name],
  parameters: {},
});

const made = (step: MachineStep | Failure): MachineStep => {
  if (isFailure(step)) throw new Error(step.message);
  return step;
};

/** Plays events; each step starts from the configuration alone, as after a reload. */
const play = async (chart: Chart, events: readonly string[], variables = {}) => {
  const { machine } = await statechartOf(chart);
  const steps = [made(machine.start(readingOf(variables)))];
  for (const type of events) {
    const from: Configuration = steps.at(-1) ?? { active: new Set(), history: {} };
    steps.push(made(machine.send(from, { type, feel: { type, data: {} } }, readingOf(variables))));
  }
  return steps;
};

const activeAfter = async (chart: Chart, events: readonly string[], variables = {}): Promise<string[]> => {
  const last = (await play(chart, events, variables)).at(-1);
  return [...(last?.active ?? [])].toSorted();
};

const nested: Chart = {
  initial: 'c',
  states: {
    c: {
      initial: 'a',
      on: { OUT: 'out', RESET: { target: 'c', reenter: true } },
      states: {
        a: { on: { NEXT: 'b' } },
        b: { initial: 'b1', states: { b1: { on: { NEXT: 'b2' } }, b2: {} } },
        shallow: { type: 'history' },
        deep: { type: 'history', history: 'deep', target: 'b' },
      },
    },
    out: { on: { SHALLOW: 'c.shallow', DEEP: 'c.deep' } },
  },
};

describe('the machine', () => {
  it('leaves inner states first and enters outer states first', async () => {
    const steps = await play(nested, ['NEXT', 'OUT']);
    expect(steps[1]?.trace).toEqual([
      { kind: 'left', state: 'c.a' },
      { kind: 'took', transition: 'states.c.states.a.on.NEXT' },
      { kind: 'entered', state: 'c.b' },
      { kind: 'entered', state: 'c.b.b1' },
    ]);
    expect(steps[2]?.trace).toEqual([
      { kind: 'left', state: 'c.b.b1' },
      { kind: 'left', state: 'c.b' },
      { kind: 'left', state: 'c' },
      { kind: 'took', transition: 'states.c.on.OUT' },
      { kind: 'entered', state: 'out' },
    ]);
  });

  it('remembers what history states lead back to', async () => {
    expect(await activeAfter(nested, ['NEXT', 'NEXT', 'OUT', 'DEEP'])).toEqual(['c', 'c.b', 'c.b.b2']);
    expect(await activeAfter(nested, ['NEXT', 'NEXT', 'OUT', 'SHALLOW'])).toEqual(['c', 'c.b', 'c.b.b1']);
  });

  it('leads to the default of a history state that remembers nothing', async () => {
    const { states } = nested as { states: object };
    const chart = { initial: 'out', states };
    expect(await activeAfter(chart, ['DEEP'])).toEqual(['c', 'c.b', 'c.b.b1']);
    expect(await activeAfter(chart, ['SHALLOW'])).toEqual(['c', 'c.a']);
  });

  it('leaves and enters again only when told to', async () => {
    const [, , reset] = await play(nested, ['NEXT', 'RESET']);
    expect(reset?.trace.filter(({ kind }) => kind !== 'took').map((trace) => ('state' in trace ? `${trace.kind} ${trace.state}` : ''))).toEqual([
      'left c.b.b1', 'left c.b', 'left c', 'entered c', 'entered c.a',
    ]);
  });

  it('ends a parallel state when all its regions are done', async () => {
    const region = { initial: 'x', states: { x: { on: { GO: 'y' } }, y: { type: 'final' } } };
    const slow = { initial: 'x', states: { x: { on: { SLOW: 'y' } }, y: { type: 'final' } } };
    const chart = { initial: 'p', states: { p: { type: 'parallel', onDone: 'end', states: { a: region, b: slow } }, end: { type: 'final' } } };
    expect(await activeAfter(chart, ['GO'])).toEqual(['p', 'p.a', 'p.a.y', 'p.b', 'p.b.x']);
    const last = (await play(chart, ['GO', 'SLOW'])).at(-1);
    expect(last?.done).toBe(true);
    expect(last?.trace.at(-1)).toEqual({ kind: 'left', state: 'end' });
  });

  it('leaves all regions where a version of the kernel decides again that did', async () => {
    const region = { initial: 'x', states: { x: { on: { GO: 'y' } }, y: {} } };
    const { machine } = await statechartOf({ initial: 'p', states: { p: { type: 'parallel', on: { SET: '.a.y' }, states: { a: region, b: region } } } });
    const from = { active: new Set(['p', 'p.a', 'p.a.x', 'p.b', 'p.b.y']), history: {} };
    const reading = readingOf();
    const as = (kernel: number) => [...made(machine.send(from, { type: 'SET', feel: {} }, { ...reading, ctx: { ...reading.ctx, kernel } })).active].toSorted();
    expect(as(5)).toEqual(['p', 'p.a', 'p.a.y', 'p.b', 'p.b.x']);
    expect(as(6)).toEqual(['p', 'p.a', 'p.a.y', 'p.b', 'p.b.y']);
  });

  it('processes raised events before it comes to rest', async () => {
    const chart = { initial: 'a', states: { a: { on: { GO: { actions: { raise: 'INNER' } }, INNER: 'b' } }, b: {} } };
    expect(await activeAfter(chart, ['GO'])).toEqual(['b']);
  });

  it('gives guards the variables, what the step has assigned, and the active states', async () => {
    const region = { initial: 'off', states: { off: { on: { SWITCH: 'on' } }, on: {} } };
    const chart = {
      initial: 'p',
      states: {
        p: {
          type: 'parallel',
          on: { GO: [{ guard: { and: ['=x > 1', { in: 'p.a.on' }, { not: { in: 'p.b.on' } }] }, target: 'end', actions: { assign: { y: '=x + 1' } } }] },
          states: { a: region, b: { ...region, states: { off: { on: { OTHER: 'on' } }, on: {} } } },
        },
        end: { always: { guard: '=y = 3', target: 'sure' } },
        sure: {},
      },
    };
    expect(await activeAfter(chart, ['SWITCH', 'GO'], { x: 2 })).toEqual(['sure']);
    expect(await activeAfter(chart, ['GO'], { x: 2 })).toContain('p.a.off');
    expect(await activeAfter(chart, ['SWITCH', 'GO'], { x: 1 })).toContain('p.a.on');
    expect(await activeAfter(chart, ['SWITCH', 'OTHER', 'GO'], { x: 2 })).toContain('p.b.on');
  });

  it('assigns all at once from the values before', async () => {
    const chart = { initial: 'a', states: { a: { on: { SWAP: { actions: [{ assign: { x: '=y', y: '=x' } }, { assign: { z: '=x' } }] } } } } };
    const [, swapped] = await play(chart, ['SWAP'], { x: 1, y: 2 });
    expect(swapped?.assigned).toEqual({ x: 2, y: 1, z: 2 });
  });

  it('stops what does not come to rest', async () => {
    const chart = { initial: 'a', states: { a: { on: { GO: 'b' } }, b: { always: { guard: '=x > 0', target: 'c' } }, c: { always: { guard: '=x > 0', target: 'b' } } } };
    const { machine } = await statechartOf(chart);
    const from: Configuration = { active: new Set(['a']), history: {} };
    expect(machine.send(from, { type: 'GO', feel: {} }, readingOf({ x: 1 }))).toEqual({
      errorType: 'unknown',
      message: `Expected the statechart to come to rest, but it made more than ${limits.statechartIterations} microsteps`,
    });
  });

  it.each([
    ['a guard that is null', { guard: '=x > 1', target: 'b' }, 'condition', "Expected guard 'x > 1' to be true or false, but it is null. No variable found with name 'x'"],
    ['a guard that is no boolean', { guard: '=1 + 1', target: 'b' }, 'condition', "Expected guard '1 + 1' to be true or false, but it is 2"],
    ['an assignment that fails', { target: 'b', actions: { assign: { y: '=assert(null, false, "no")' } } }, 'ioMapping', 'no'],
  ])('fails by %s, also at the start', async (_what, transition, errorType, message) => {
    const states = { a: { on: { GO: transition } }, b: {} };
    const { machine } = await statechartOf({ initial: 'a', states });
    const failed = machine.send({ active: new Set(['a']), history: {} }, { type: 'GO', feel: {} }, readingOf());
    expect(failed).toEqual({ errorType, message: expect.stringContaining(message) as string });

    const atStart = await statechartOf({ initial: 'a', states: { a: { always: transition }, b: {} } });
    expect(atStart.machine.start(readingOf())).toEqual(failed);
  });
});
