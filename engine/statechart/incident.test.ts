/** What nobody can be told of is never lost: it waits at an incident. */
import { describe, expect, it } from 'vitest';
import { drive } from '../../test/statechart/drive.ts';
import { snapshotOf } from './index.ts';

const done = { type: 'final' };
const chartWith = (state: object) => ({ initial: 's', states: { s: { on: { END: 'end' }, ...state }, end: done } });
const DAY = 86_400_000;

describe('an incident of a statechart', () => {
  it('keeps the result of a job whose guards fail, and goes on with it when the variables are corrected', async () => {
    const driver = await drive(chartWith({ invoke: { job: { type: 'j' }, onDone: { guard: '=limit > event.data.sum', target: 'end', actions: { assign: { kept: '=event.data.sum' } } } } }));
    driver.complete('s', { sum: 5 });
    expect(driver.active).toEqual(['s']);
    expect(driver.eventsOf('JobCompleted')).toHaveLength(1);
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([
      { errorType: 'condition', phase: 'complete', element: 's', message: expect.stringContaining("Expected guard 'limit > event.data.sum'") as string },
    ]);

    driver.accept({ type: 'ResolveIncident', incident: driver.incident('s') });
    expect(driver.eventsOf('IncidentCreated')).toHaveLength(2);

    driver.accept({ type: 'SetVariables', scope: 0, variables: { limit: 9 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('s') });
    expect(driver.state.status).toBe('completed');
    expect(driver.variables()).toMatchObject({ sum: 5, kept: 5 });
  });

  it('keeps a result that no guard lets on, which an operator can correct', async () => {
    const driver = await drive(chartWith({ invoke: [{ id: 'a', job: { type: 'a' }, onDone: { guard: '=event.data.ok = true', target: 'end' } }, { id: 'b', userTask: {} }] }));
    driver.complete('s/a', { ok: false });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ message: "Expected onDone of 's/a' to lead on, but none of its guards holds" }]);
    const [instance = 0] = driver.instancesOf('s/a');
    expect(driver.variables(instance)).toEqual({ event: { type: 'done/s/a', data: { ok: false } } });
    driver.accept({ type: 'SetVariables', scope: instance, variables: { event: { type: 'done/s/a', data: { ok: true } } }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('s/a') });
    expect(driver.state.status).toBe('completed');
  });

  it('keeps messages, errors and timers', async () => {
    const go = { guard: '=open', target: 'end' };
    const message = await drive(chartWith({ invoke: { message: { name: 'm', correlationKey: 'k' }, onDone: go } }));
    message.message('m', 'k', { text: 'hello' });
    const error = await drive(chartWith({ invoke: { job: { type: 'j' }, onDone: 'end', onError: { code: 'E', ...go } } }));
    error.throwError('s', 'E');
    const timer = await drive(chartWith({ after: { P1D: go } }));
    timer.advance(DAY);
    for (const driver of [message, error, timer]) {
      expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'condition', phase: 'complete', element: 's' }]);
      driver.accept({ type: 'SetVariables', scope: 0, variables: { open: true }, local: true });
      driver.accept({ type: 'ResolveIncident', incident: driver.incident('s') });
      expect(driver.state.status).toBe('completed');
    }
    expect(message.variables()).toMatchObject({ text: 'hello' });
  });

  it('of a deadline is over when no guard of it holds any more, also beside work', async () => {
    const driver = await drive(chartWith({ invoke: { userTask: {}, onDone: 'end' }, after: { P1D: { guard: '=late', target: 'end' } } }));
    driver.advance(DAY);
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'condition' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { late: false }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('s') });
    expect(driver.state.incidents.size).toBe(0);
    expect(snapshotOf(driver.state).waiting).toEqual([]);
    expect(driver.complete('s').state.status).toBe('completed');
  });

  it.each([
    ['the assignee', { invoke: { userTask: { assignee: '=who' }, onDone: 'end' } }, "Expected the assignee of 's' to be a text, but '=who' gave the number 5"],
    ['the job type', { invoke: { job: { type: '=kind' }, onDone: 'end' } }, "Expected the job type of 's' to be a text that is not empty, but '=kind' gave null"],
    ['the correlation key', { invoke: { message: { name: 'm', correlationKey: '=key' }, onDone: 'end' } }, "Expected the correlation key of 's' to be a text that is not empty or a number"],
    ['a delay', { after: { '=soon': 'end' } }, "Expected the deadline of 's' to be an ISO 8601 duration or a date and time, but '=soon' gave null"],
  ])('stands where %s cannot be made, and makes it when it is resolved', async (_what, state, message) => {
    const driver = await drive(chartWith(state), { who: 5 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'extractValue', phase: 'activate', message: expect.stringContaining(message) as string }]);
    expect(snapshotOf(driver.state).waiting).toHaveLength(1);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { who: 'ann', kind: 'j', key: 1, soon: 'P1D' }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('s') });
    expect(snapshotOf(driver.state).waiting).toEqual([]);
    const { userTasks, jobs, subscriptions, timers } = driver.state;
    expect(userTasks.size + jobs.size + subscriptions.size + timers.size).toBe(1);
  });

  it('is gone when its state is left', async () => {
    const driver = await drive({ initial: 's', states: { s: { on: { NEXT: 't' }, invoke: { userTask: { assignee: '=1' } } }, t: { on: { END: 'end' } }, end: done } });
    driver.event('NEXT');
    expect(driver.eventsOf('IncidentResolved')).toHaveLength(1);
    expect(snapshotOf(driver.state).waiting).toEqual([]);
  });
});
