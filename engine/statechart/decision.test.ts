/** A decision that a state invokes: evaluated when the statechart has come to rest in it, its output is what happens next. */
import { describe, expect, it } from 'vitest';
import { known, model, ref } from '../../test/case/decisions.ts';
import { compiled, drive, driverOf, problemsOf } from '../../test/statechart/drive.ts';
import { limits } from '../stream/limits.ts';
import { snapshotOf } from './index.ts';

const done = { type: 'final' };
const chartWith = (decision: object, invocation: object = {}, more: object = {}) => ({
  parameters: { unit: { value: 100 } },
  initial: 'ask',
  states: {
    ask: { invoke: { userTask: {}, onDone: 'decide' } },
    decide: {
      invoke: {
        decision,
        onDone: [{ guard: '=level = "board"', target: 'board', actions: { assign: { said: '=event.data.level' } } }, { guard: '=level = "manager"', target: 'manager' }],
        ...invocation,
      },
    },
    board: { after: { P1D: 'end' } },
    manager: { after: { P1D: 'end' } },
    end: done,
  },
  ...more,
});
const path = { decisionId: 'path', resultVariable: 'level', input: { amount: '=pieces * parameters.unit' } };

describe('a decision that a state invokes', () => {
  it('is evaluated in the step that comes to it, and its output leads on', async () => {
    const driver = (await drive(chartWith(path), {}, known)).complete('ask', { pieces: 50 });
    expect(driver.active).toEqual(['board']);
    expect(driver.variables()).toEqual({ pieces: 50, level: 'board', said: 'board' });
    expect(driver.eventsOf('DecisionEvaluated')).toMatchObject([
      { element: 'decide', decisionId: 'path', decisionKey: '77', hash: 'abc', state: 'evaluated', output: 'board' },
    ]);
    expect(JSON.stringify(driver.eventsOf('DecisionEvaluated')[0]?.report)).toContain('"large"');
    expect(driver.eventsOf('ElementActivated').find(({ element }) => element === 'decide')).toMatchObject({ kind: 'businessRuleTask' });
    expect(driver.steps.at(-1)?.answers).toEqual({ 'decision:path': ref('path') });
  });

  it('keeps what it says about inputs to itself, and may compute its id', async () => {
    const driver = (await drive(chartWith({ ...path, decisionId: '="pa" + "th"' }), {}, known)).complete('ask', { pieces: 1 });
    expect(driver.active).toEqual(['manager']);
    expect(driver.variables()).toEqual({ pieces: 1, level: 'manager' });
  });

  it('says beforehand what it will ask, and which decisions it uses', async () => {
    const { executable, uses } = await compiled(chartWith(path));
    expect(uses?.decisions).toEqual(['path']);
    expect(executable.questions).toEqual([{ type: 'decision', id: 'path', binding: { type: 'latest' } }]);
  });

  it('asks which decision is meant when it is not told, and nothing is kept', async () => {
    const driver = await drive(chartWith(path), {}, { library: { decision: () => model } });
    const before = JSON.stringify(driver.state);
    expect(driver.send({ type: 'CompleteUserTask', task: driver.userTask('ask'), variables: { pieces: 1 } })).toEqual({
      kind: 'need',
      questions: [{ type: 'decision', id: 'path', binding: { type: 'latest' } }],
    });
    expect(JSON.stringify(driver.state)).toBe(before);
  });

  it('stops with an incident when there is no such decision', async () => {
    const driver = (await drive(chartWith({ ...path, decisionId: 'none' }), {}, known)).complete('ask', { pieces: 1 });
    expect(driver.active).toEqual(['decide']);
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([
      { errorType: 'calledDecision', phase: 'activate', element: 'decide', message: "Expected decision 'none' to be deployed, but no such decision was found" },
    ]);
  });

  it('stops with an incident when it fails, and is evaluated again when that is resolved', async () => {
    const driver = (await drive(chartWith({ ...path, decisionId: 'broken' }, { onDone: 'board' }), {}, known)).complete('ask', { pieces: 1 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'decisionEvaluation', phase: 'activate' }]);
    expect(driver.eventsOf('DecisionEvaluated')).toMatchObject([{ state: 'failed' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { pieces: 0 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('decide') });
    expect(driver.active).toEqual(['board']);
    expect(driver.variables()['level']).toBe(0);
    expect(snapshotOf(driver.state).waiting).toEqual([]);
  });

  it('whose inputs cannot be made stops with an incident before it is evaluated', async () => {
    const driver = (await drive(chartWith({ ...path, input: { amount: '=assert(pieces, pieces > 9, "too few")' } }), {}, known)).complete('ask', { pieces: 1 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'ioMapping', phase: 'activate' }]);
    expect(driver.eventsOf('DecisionEvaluated')).toEqual([]);
  });

  it('whose output no guard lets on waits at an incident, with the output as its event', async () => {
    const chart = chartWith(path, { onDone: { guard: '=level = "nobody"', target: 'board' } });
    const driver = (await drive(chart, {}, known)).complete('ask', { pieces: 1 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'condition', phase: 'complete', element: 'decide' }]);
    const [instance = 0] = driver.instancesOf('decide');
    expect(driver.variables(instance)).toMatchObject({ event: { type: 'done/decide', data: { level: 'manager' } } });
  });

  it('may stand beside other work, also where a case starts, and may end without a consequence', async () => {
    const chart = {
      initial: 's',
      states: { s: { invoke: [{ id: 'd', decision: { decisionId: 'path', resultVariable: 'level' } }, { id: 'u', userTask: {}, onDone: 'end' }] }, end: done },
    };
    const driver = await drive(chart, { amount: 5 }, known);
    expect(driver.active).toEqual(['s', 's/u']);
    expect(driver.variables()).toEqual({ amount: 5, level: 'manager' });
    expect(driver.complete('s/u').state.status).toBe('completed');
  });

  it('is not evaluated when the state was left before its turn', async () => {
    const region = (target: string) => ({ initial: 'd', states: { d: { invoke: { decision: { decisionId: 'path', resultVariable: 'level' }, onDone: target } } } });
    const chart = { initial: 'p', states: { p: { type: 'parallel', states: { a: region('#test.end'), b: region('#test.end') } }, end: done } };
    const driver = await drive(chart, { amount: 5 }, known);
    expect(driver.state.status).toBe('completed');
    expect(driver.eventsOf('DecisionEvaluated')).toHaveLength(1);
  });

  it('in a long loop is continued by further commands, and what comes between is not lost', async () => {
    const rounds = limits.activationsPerCommand + 5;
    const chart = {
      initial: 'count',
      on: { STOP: '.end' },
      states: {
        count: {
          invoke: {
            decision: { decisionId: 'next', resultVariable: 'count' },
            onDone: [{ guard: `=count < ${rounds}`, target: 'count', reenter: true }, { target: 'end' }],
          },
        },
        end: done,
      },
    };
    const driver = await driverOf(chart, { ...known, continues: false });
    driver.start({ count: 0 });
    expect(driver.variables()).toEqual({ count: limits.activationsPerCommand });
    expect(driver.events.at(-1)).toMatchObject({ type: 'ContinuationRequested', elements: driver.instancesOf('count') });
    const stopped = await driverOf(chart, { ...known, continues: false });
    stopped.start({ count: 0 }).accept({ type: 'SendEvent', event: 'STOP', data: {} });
    expect(stopped.state.status).toBe('completed');
    driver.accept({ type: 'Continue' });
    expect(driver.state.status).toBe('completed');
    expect(driver.variables()).toEqual({ count: rounds });
  });

  it.each([
    ['without a result variable', { decisionId: 'path' }, "Expected 'states.decide.invoke.decision.resultVariable' to be"],
    ['whose id is empty', { decisionId: '', resultVariable: 'x' }, "Expected 'states.decide.invoke.decision.decisionId' to be"],
    ['that has onError', path, 'Expected onError beside a job, but a decision throws no errors'],
  ])('%s is refused', async (_what, decision, message) => {
    const problems = await problemsOf(chartWith(decision, { onError: 'end' }));
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
  });
});
