/** What a step costs does not depend on what else lives in the case: its work is counted, with few things and with many. */
import { describe, expect, it } from 'vitest';
import type { Command, Executable } from '../../engine/case/index.ts';
import type { BareCase } from './bare-case.ts';
import { crowdInCase, items, startCrowd } from './crowd.ts';
import { countWork } from './work-counter.ts';

const [few, many] = [20, 10_000];

type Build = (growing: BareCase) => Command;

const onOtherBranch: { readonly [name: string]: Build } = {
  'a task of another branch is completed': (growing) => ({ type: 'CompleteUserTask', task: growing.of('userTasks', 'first')[0]!, variables: {} }),
  'the next one is completed, with variables': (growing) => ({ type: 'CompleteUserTask', task: growing.of('userTasks', 'second')[0]!, variables: { a: 1, b: [2] } }),
  'a task is assigned': (growing) => ({ type: 'AssignUserTask', task: growing.of('userTasks', 'first')[0]!, assignee: 'ann', allowOverride: false }),
  'a variable is set': () => ({ type: 'SetVariables', scope: 0, variables: { c: 3 }, local: true }),
  'something is asked that is not there': () => ({ type: 'CompleteJob', job: 9_999_999, variables: {} }),
};

/** A job that has not failed yet. */
const untried = (growing: BareCase, element: string, at: number): number => {
  const job = growing.of('jobs', element).filter((each) => growing.state.jobs.get(each)!.retries > 0).at(at);
  if (job === undefined) throw new Error(`Expected '${element}' to have a job at ${at}, but it has none`);
  return job;
};

/** One of the crowd, wherever it stands in it. */
const oneOf = (element: string, at: number): { readonly [name: string]: Build } => ({
  [`the job of ${element} is completed, at ${at} of the crowd`]: (growing) => ({ type: 'CompleteJob', job: untried(growing, element, at), variables: {} }),
  [`the job of ${element} fails, at ${at} of the crowd`]: (growing) => ({
    type: 'FailJob', job: untried(growing, element, at), retries: 0, retryBackOffMs: 0, errorMessage: 'no',
  }),
});

const all = (element: string) => ({ ...onOtherBranch, ...oneOf(element, 0), ...oneOf(element, 5), ...oneOf(element, -1) });

const steps: { readonly [item in keyof typeof items]: { readonly [name: string]: Build } } = {
  elements: all('item'),
  subProcesses: all('inner'),
  'tokens on a flow': onOtherBranch,
  'timers and messages': {
    ...all('item'),
    'a timer fires': (growing) => {
      growing.now += 9 * 86_400_000;
      return { type: 'FireTimer', timer: growing.of('timers', 'item').at(3)! };
    },
    'a message arrives': (growing) => ({ type: 'CorrelateMessage', subscription: growing.of('subscriptions', 'item').at(4)!, message: '7', variables: { m: 1 } }),
  },
  'scopes with inclusive joins that wait': { ...onOtherBranch, ...oneOf('inner', 5), ...oneOf('a', 5) },
};

/** Of every step its events by type and its work, after each has been done once before. */
const measured = (executable: Executable, size: number, builds: { readonly [name: string]: Build }) => {
  const growing = startCrowd(executable, size);
  const run = () =>
    Object.entries(builds).map(([name, build]) => {
      const command = build(growing);
      const { result, work } = countWork(() => growing.decide(command));
      return [name, result.kind === 'accepted' ? result.events.map(({ type }) => type) : result.kind, work] as const;
    });
  run();
  return { size: growing.state.elements.size, steps: run() };
};

describe('the work of a step', () => {
  it.each(Object.keys(steps) as (keyof typeof steps)[])(`is the same with ${few} and with ${many} %s`, { timeout: 120_000 }, async (name) => {
    const executable = await crowdInCase(items[name]);
    measured(executable, few, steps[name]);
    const [small, large] = [measured(executable, few, steps[name]), measured(executable, many, steps[name])];
    expect(large.steps).toEqual(small.steps);
    expect(small.steps.every(([, , work]) => work > 0)).toBe(true);
  });

  it('is counted: going through all that lives would be noticed', async () => {
    const executable = await crowdInCase(items.elements);
    const scan = (size: number): number => {
      const { state } = startCrowd(executable, size);
      return Math.min(countWork(() => state.elements.entries()).work, countWork(() => [...state.elements.in(0)]).work, countWork(() => state.jobs.entries()).work);
    };
    expect([scan(10) > 10, scan(200) > 200]).toEqual([true, true]);
  });
});
