import { describe, expect, it } from 'vitest';
import { feelEngine } from '../feel/index.ts';
import { StatechartDriver, compiled, problemsOf } from '../../test/statechart/drive.ts';
import { Statechart, compileStatechart, type StatechartModel } from './index.ts';

const done = { type: 'final' };
/** One state with the given properties, and a way to the end. */
const stateWith = (properties: object) => ({
  initial: 's',
  states: { s: { on: { END: 'end' }, ...properties }, end: done },
});

describe('compiling a statechart', () => {
  it('gives one definition with its names, forms and job types', async () => {
    const chart = {
      id: 'loan', name: 'Loan', versionTag: '1.2', startFormId: 'apply', initial: 'check',
      events: { STOP: { formId: 'stop' } },
      states: {
        check: { on: { STOP: 'end' }, invoke: { job: { type: 'check' }, onDone: 'ask' } },
        ask: { invoke: { userTask: { formId: 'ask' }, onDone: 'end' } },
        end: done,
      },
    };
    const compilation = await compileStatechart(JSON.stringify(chart), feelEngine);
    expect(compilation).toMatchObject({
      ok: true,
      warnings: [],
      definitions: [{
        id: 'loan', name: 'Loan', versionTag: '1.2', startFormId: 'apply',
        uses: { jobTypes: ['check'], forms: ['apply', 'ask', 'stop'], decisions: [] },
        executable: { dialect: { name: 'statechart' } },
      }],
    });
  });

  it('gives a model that is frozen data, and that runs the same when it comes from its data', async () => {
    const chart = {
      name: 'Loan', title: { en: 'A loan' }, initial: 'check',
      states: { check: { title: 'Check', on: { GO: { guard: '=x > 1', target: 'end', actions: { assign: { y: '=x + 1' } } } } }, end: done },
    };
    const { model, executable } = await compiled(chart);
    const data = JSON.parse(JSON.stringify(model)) as StatechartModel;
    expect(data).toEqual(model);
    expect((await compiled(chart)).model).toEqual(model);
    expect(data.states.map(({ path, name, kind }) => [path, name, kind])).toEqual([['', 'Loan', 'compound'], ['check', 'Check', 'atomic'], ['end', null, 'final']]);
    const [, check] = (model as StatechartModel).states;
    expect([model, check, check?.transitions, check?.transitions[0]?.guard].map((part) => Object.isFrozen(part))).toEqual([true, true, true, true]);
    const driver = new StatechartDriver({ ...executable, model: new Statechart(data) }).start({ x: 2 });
    expect(driver.event('GO').variables()).toEqual({ x: 2, y: 3 });
  });

  it('says where the problem stands', async () => {
    const text = '{\n  "id": "x",\n  "initial": "a",\n  "states": {\n    "a": {\n      "on": { "GO": "b" }\n    }\n  }\n}';
    expect(await problemsOf(text)).toEqual([
      { severity: 'error', element: 'states.a.on.GO', line: 6, message: "Expected a state for target 'b', but there is no state 'b' (from state 'a')" },
    ]);
  });

  it.each<[string, object | string, string]>([
    ['text that is not JSON', '{"id"', 'Expected a statechart as JSON, but it is not: expected'],
    ['a list', '[]', 'Expected the statechart to be of type object, but it is a list'],
    ['a duplicate name', '{"id":"x","initial":"a","states":{"a":{"type":"final"},"a":{"type":"final"}}}', "'a' stands there twice"],
    ['no states', {}, "Expected 'states' to be of type record, but it is missing"],
    ['an unknown property', { ...stateWith({}), state: {} }, "Expected only known properties in the statechart, but 'state' is not one"],
    ['an unknown property of a transition', stateWith({ on: { X: { targets: 'end' } } }), "Expected only known properties in 'states.s.on.X', but 'targets' is not one"],
    ['a wildcard', stateWith({ on: { '*': 'end' } }), "Expected the name of 'states.s.on.*' to be valid, but it is not: it must be an event name"],
    ['an event of XState', stateWith({ on: { 'xstate.init': 'end' } }), 'it must be an event name'],
    ['a state name with a dot', { initial: 'a.b', states: { 'a.b': done } }, "it must start with a letter or _"],
    ['several targets', stateWith({ on: { X: { target: ['a', 'b'] } } }), "Expected 'states.s.on.X.target' to be of type string, but it is a list"],
    ['an inline function name', stateWith({ entry: 'notify' }), "Expected 'states.s.entry' to be of type object, but it is the string \"notify\""],
    ['spawn', stateWith({ entry: { spawn: 'x' } }), "'spawn' is not one"],
    ['a guard that is no FEEL', stateWith({ on: { X: { guard: 'x > 1', target: 'end' } } }), 'must be a FEEL expression that starts with ='],
    ['a FEEL guard with a syntax error', stateWith({ on: { X: { guard: '=x >', target: 'end' } } }), "Failed to parse expression '=x >'"],
    ['an assignment with a syntax error', stateWith({ entry: { assign: { x: '=1 +' } } }), "Failed to parse expression '=1 +'"],
    ['a reserved variable', stateWith({ entry: { assign: { event: 1 } } }), "'event' is a name that the statechart itself gives to FEEL"],
    ['no initial state', { states: { a: done } }, "Expected the statechart to name its initial state, but it has no 'initial' (states: a)"],
    ['an unknown initial state', { initial: 'b', states: { a: done } }, "Expected the statechart to start in 'b', but it has no such state"],
    ['a history state as initial', { initial: 'h', states: { h: { type: 'history' }, a: done } }, 'but that is a history state'],
    ['initial in a parallel state', stateWith({ type: 'parallel', initial: 'a', states: { a: {}, b: {} } }), "Expected no 'initial' here, but it is given: a state of type parallel cannot have it"],
    ['a final state with transitions', { initial: 'a', states: { a: { type: 'final', on: { X: 'a' } } } }, "Expected no 'on' here, but it is given: a state of type final cannot have it"],
    ['onDone of an atomic state', stateWith({ onDone: 'end' }), "Expected no 'onDone' here"],
    ['history of a parallel state', stateWith({ type: 'parallel', states: { a: {}, b: {}, h: { type: 'history' } } }), 'Expected a history state inside a compound state'],
    ['a target of the root without a dot', { ...stateWith({}), on: { X: 's' } }, "write '.s'"],
    ['an unknown id', stateWith({ on: { X: '#nowhere' } }), "no state has the id 'nowhere' (known: #test)"],
    ['an id that stands twice', { initial: 'a', states: { a: { id: 'i', on: { X: 'b' } }, b: { id: 'i', type: 'final' } } }, "Expected each id once, but 'i' is the id of two states"],
    ['a transition without target and actions', stateWith({ on: { X: {} } }), 'Expected a transition to have a target or actions, but it has neither'],
    ['an unknown delay', stateWith({ after: { soon: 'end' } }), "Expected an ISO 8601 duration, =FEEL or a name of 'delays', but 'soon' is neither (known: none)"],
    ['a delay that is none', { delays: { soon: '3 days' }, ...stateWith({ after: { soon: 'end' } }) }, "but '3 days' is none of these"],
    ['in() of an unknown state', stateWith({ on: { X: { guard: { in: 'q' }, target: 'end' } } }), "Expected the path of a state, but there is no state 'q'"],
    ['a date that is none', stateWith({ invoke: { userTask: { dueDate: 'soon' } } }), "Expected the due date to be a date and time, but it is 'soon'"],
    ['an invocation of nothing', stateWith({ invoke: { onDone: 'end' } }), 'Expected exactly one of userTask, job, message and decision, but there is none'],
    ['an invocation of two things', stateWith({ invoke: { job: { type: 'j' }, userTask: {} } }), 'but there are userTask and job'],
    ['two invocations with the same id', stateWith({ invoke: [{ job: { type: 'j' } }, { job: { type: 'k' } }] }), "Expected each invocation of a state to have its own id, but 'job' stands there twice"],
    ['onError of a user task', stateWith({ invoke: { userTask: {}, onError: 'end' } }), 'a userTask throws no errors'],
    ['an unknown parameter', { parameters: { limit: { value: 1 } }, ...stateWith({ on: { X: { guard: '=parameters.limt > 1 and parameters.limit > 0', target: 'end' } } }) }, "Expected a parameter 'limt', but there are only: limit"],
    ['always in circles', { initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' }, end: done } }, 'Expected the statechart to come to rest'],
    ['always without a target', stateWith({ always: { actions: { assign: { x: 1 } } } }), 'Expected the statechart to come to rest'],
  ])('refuses %s', async (_what, chart, message) => {
    const problems = await problemsOf(chart as never);
    const errors = problems.filter(({ severity }) => severity === 'error').map((problem) => problem.message);
    expect(errors.join('\n')).toContain(message);
  });
});
