/** However much is to be ended: it is ended in bounded steps, what is inside is gone at once, and all else goes on meanwhile. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../engine/case/index.ts';
import { limits } from '../../engine/stream/index.ts';
import type { BareCase } from './bare-case.ts';
import { crowdInCase, crowdInSubProcess, items, startCrowd } from './crowd.ts';

const size = 10_000;
const most = limits.terminationsPerCommand;

/** An element ends with at most its job, two boundary events and an incident; the rest of a step does not depend on how much there is. */
const mostEvents = most * 5 + 50;

const terminated = (events: readonly Event[]): number => events.filter(({ type }) => type === 'ElementTerminated').length;

/** Steps with their events and the CPU time that they took, ms. */
const timed = (run: () => readonly Event[]) => {
  const before = process.cpuUsage();
  const events = run();
  const { user, system } = process.cpuUsage(before);
  return { events, cpuMs: (user + system) / 1_000 };
};

/** The first step by the command, the others by `Continue`. */
const stepsOf = (growing: BareCase, command: Parameters<BareCase['accept']>[0]) => {
  const steps = [timed(() => growing.accept(command).events)];
  while (growing.state.continuation !== null) steps.push(timed(() => growing.accept({ type: 'Continue' }).events));
  return steps;
};

describe('a case that is cancelled', () => {
  it.each(['elements', 'subProcesses', 'timers and messages'] as const)(`with ${size} %s ends in bounded steps, each cheap`, { timeout: 120_000 }, async (name) => {
    const executable = await crowdInCase(items[name]);
    // Three times: garbage of what was before and the compiler's own work do not belong to a step.
    const runs = [1, 2, 3].map(() => {
      const growing = startCrowd(executable, size);
      const alive = growing.state.elements.size - 1;
      const steps = stepsOf(growing, { type: 'CancelCase' });
      expect([growing.state.status, growing.state.elements.size, growing.state.jobs.size, growing.state.timers.size]).toEqual(['terminated', 0, 0, 0]);
      expect(steps.length).toBeLessThanOrEqual(Math.ceil(alive / most) + 1);
      expect(steps.reduce((sum, { events }) => sum + terminated(events), 0)).toBe(alive);
      return steps;
    });
    const [steps = []] = runs;
    expect(Math.max(...steps.map(({ events }) => events.length))).toBeLessThanOrEqual(mostEvents);
    expect(Math.max(...steps.map((_step, index) => Math.min(...runs.map((run) => run[index]!.cpuMs))))).toBeLessThan(50);
  });

  it('is gone for everybody while it ends, and ends once', async () => {
    const growing = startCrowd(await crowdInCase(items.subProcesses), 2_000);
    const [job = 0] = growing.of('jobs', 'inner').slice(-1);
    growing.accept({ type: 'CancelCase' });
    expect(growing.reject({ type: 'CompleteJob', job, variables: {} })).toBe('NOT_FOUND Expected to complete job, but the case is being terminated');
    expect(growing.reject({ type: 'CancelCase' })).toBe('NOT_FOUND Expected to cancel case, but the case is being terminated');
    expect(growing.acceptAll({ type: 'Continue' }).flat().filter(({ type }) => type === 'CaseTerminated')).toHaveLength(1);
  });
});

const interrupt = (growing: BareCase) => ({ type: 'CorrelateMessage', subscription: growing.of('subscriptions', 'outer')[0]!, message: '7', variables: { why: 'told' } }) as const;
const stop = (growing: BareCase) => ({ type: 'CompleteUserTask', task: growing.of('userTasks', 'stop')[0]!, variables: { why: 'told' } }) as const;
const terminateEnd = '<bpmn:terminateEventDefinition/>';

describe.each([
  ['an interrupting boundary event', '', interrupt, 'interrupted'],
  ['a terminate end event', terminateEnd, stop, 'after'],
] as const)(`%s with ${size} elements in its sub-process`, (_what, ending, command, next) => {
  const nested = items.subProcesses;

  it('goes on only when all is gone, in bounded steps', { timeout: 120_000 }, async () => {
    const growing = startCrowd(await crowdInSubProcess(nested, ending), size);
    const alive = growing.state.elements.size;
    const steps = [growing.accept(command(growing)).events];
    while (growing.state.continuation !== null) {
      expect(growing.of('userTasks', next)).toEqual([]);
      steps.push(growing.accept({ type: 'Continue' }).events);
    }
    expect(growing.of('userTasks', next)).toHaveLength(1);
    expect(steps.length).toBeLessThanOrEqual(Math.ceil(alive / most) + 1);
    expect(Math.max(...steps.map((events) => events.length))).toBeLessThanOrEqual(mostEvents);
    expect(growing.state.elements.size).toBe(3);
    expect(growing.state.variables.get(0, 'why')?.value).toBe('told');
  });

  it('leaves nothing inside to be worked at meanwhile, and lets other branches work', async () => {
    const growing = startCrowd(await crowdInSubProcess(nested, ending), 2_000);
    const [job = 0] = growing.of('jobs', 'inner').slice(-1);
    const [failed = 0] = growing.of('jobs', 'inner').slice(-2);
    growing.accept({ type: 'FailJob', job: failed, retries: 0, retryBackOffMs: 0, errorMessage: 'no' });
    const incident = growing.state.incidents.first(growing.state.jobs.get(failed)!.instance)!;
    const [idle = 0] = growing.of('userTasks', 'idle').slice(-1);
    const scope = growing.state.jobs.get(job)!.instance;
    growing.accept({ type: 'UpdateJob', job: failed, retries: 1 });
    growing.accept(command(growing));

    expect(growing.reject({ type: 'CompleteJob', job, variables: {} })).toBe(`NOT_FOUND Expected to complete job with key '${job}', but no such job was found`);
    expect(growing.reject({ type: 'ThrowJobError', job, errorCode: 'E', errorMessage: '', variables: {} })).toMatch(/^NOT_FOUND /);
    expect(growing.reject({ type: 'CompleteUserTask', task: idle, variables: {} })).toMatch(/^NOT_FOUND /);
    expect(growing.reject({ type: 'ResolveIncident', incident })).toBe(`NOT_FOUND Expected to resolve incident with key '${incident}', but no such incident was found`);
    expect(growing.reject({ type: 'SetVariables', scope, variables: { x: 1 }, local: true })).toBe(
      `NOT_FOUND Expected to update variables of element instance with key '${scope}', but no such element instance was found`,
    );

    const [first = 0] = growing.of('userTasks', 'first');
    growing.accept({ type: 'CompleteUserTask', task: first, variables: { done: true } });
    expect(growing.of('userTasks', 'second')).toHaveLength(1);
    expect(growing.of('userTasks', next)).toEqual([]);
    growing.acceptAll({ type: 'Continue' });
    expect([growing.of('userTasks', next).length, growing.of('userTasks', 'second').length, growing.state.incidents.size]).toEqual([1, 1, 0]);
  });

  it('ends with the case when that is cancelled meanwhile', async () => {
    const growing = startCrowd(await crowdInSubProcess(nested, ending), 2_000);
    growing.accept(command(growing));
    const steps = growing.acceptAll({ type: 'CancelCase' });
    expect([growing.state.status, growing.state.elements.size, growing.state.continuation]).toEqual(['terminated', 0, null]);
    expect(steps.flat().filter(({ type }) => type === 'UserTaskCreated' || type === 'ElementActivated' || type === 'SequenceFlowTaken')).toEqual([]);
  });
});
