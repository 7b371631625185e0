import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../test/statechart/drive.ts';

const done = { type: 'final' };
const end = { on: { END: 'end' } };

describe('the rules about a whole statechart', () => {
  it('find nothing wrong with what is right', async () => {
    const chart = {
      initial: 'p',
      states: {
        p: {
          type: 'parallel',
          onDone: 'end',
          on: { PAUSE: 'paused' },
          states: {
            a: { initial: 'x', states: { x: { on: { NEXT: 'y' } }, y: done } },
            b: { initial: 'x', states: { x: { on: { NEXT: 'y' } }, y: done } },
          },
        },
        paused: { on: { RESUME: 'p' } },
        end: done,
      },
    };
    expect(await problemsOf(chart)).toEqual([]);
  });

  it.each<[string, 'error' | 'warning', object, string, string]>([
    [
      'a state that nothing leads to', 'warning',
      { initial: 'a', states: { a: end, lost: end, end: done } },
      'states.lost', "Expected a way into state 'lost', but no transition leads to it",
    ],
    [
      'a state that nothing leads out of', 'warning',
      { initial: 'a', states: { a: { on: { X: 'stuck', ...end.on } }, stuck: { entry: { assign: { x: 1 } } }, end: done } },
      'states.stuck', "Expected a way out of state 'stuck'",
    ],
    [
      'a statechart that cannot end', 'warning',
      { initial: 'a', states: { a: { on: { X: 'b' } }, b: { on: { X: 'a' } } } },
      'states', 'Expected a final state at the top that can be reached, but there is none',
    ],
    [
      'work that is done without a way out', 'warning',
      { initial: 'a', states: { a: { on: { X: 'b' } }, b: { invoke: { userTask: {} } }, end: done } },
      'states.b', "Expected a way out of state 'b'",
    ],
    [
      'a transition from one region into another', 'error',
      { initial: 'p', states: { p: { type: 'parallel', on: { END: 'end' }, states: { a: { initial: 'x', states: { x: { on: { GO: '#test.p.b.y' } } } }, b: { initial: 'x', states: { x: {}, y: {} } } } }, end: done } },
      'states.p.states.a.states.x.on.GO', "Expected the regions of 'p' to be independent, but a transition leads from 'p.a.x' to 'p.b.y'",
    ],
    [
      'history of a state around the source', 'error',
      { initial: 'c', states: { c: { initial: 'x', on: { END: 'end' }, states: { x: { on: { BACK: 'h' } }, h: { type: 'history' } } }, end: done } },
      'states.c.states.x.on.BACK', "Expected history state 'c.h' to be entered from outside of 'c', but the transition starts inside it",
    ],
    [
      'regions that compete for an event', 'warning',
      { initial: 'p', states: { p: { type: 'parallel', states: { a: { on: { GO: '#test.end' } }, b: { on: { GO: { actions: { assign: { x: 1 } } } } } } }, end: done } },
      'states.p.states.a.on.GO', "'p.b' takes it too and may win",
    ],
    [
      'a parallel state of one region', 'warning',
      { initial: 'p', states: { p: { type: 'parallel', states: { a: { on: { GO: '#test.end' } } } }, end: done } },
      'states.p', 'at least two regions',
    ],
    [
      'a transition behind one without a guard', 'warning',
      { initial: 'a', states: { a: { on: { X: [{ target: 'end' }, { guard: '=x', target: 'a' }] } }, end: done } },
      'states.a.on.X[1]', "'states.a.on.X[0]' before it has no guard and is always taken",
    ],
    [
      'an error code that is caught before', 'warning',
      { initial: 'a', states: { a: { invoke: { job: { type: 'j' }, onDone: 'end', onError: [{ target: 'end' }, { code: 'E', target: 'end' }] } }, end: done } },
      'states.a.invoke.onError[1]', 'is always taken',
    ],
    [
      'onDone of a state that cannot be done', 'warning',
      { initial: 'c', states: { c: { initial: 'x', onDone: 'end', states: { x: { on: { X: '#test.end' } } } }, end: done } },
      'states.c.onDone', 'Expected state \'c\' to have a final state inside',
    ],
    [
      'an event that is raised in vain', 'warning',
      { initial: 'a', states: { a: { ...end, entry: { raise: 'NOBODY' } }, end: done } },
      'states.a', "Expected a transition for 'NOBODY', which is raised here, but there is none",
    ],
    [
      'a declared event that nothing takes', 'warning',
      { events: { END: {}, OLD: {} }, initial: 'a', states: { a: end, end: done } },
      'events.OLD', "Expected a transition for event 'OLD', but there is none",
    ],
    [
      'an event that is not declared beside others that are', 'warning',
      { events: { END: {} }, initial: 'a', states: { a: { on: { ...end.on, NEW: 'end' } }, end: done } },
      'events', "Expected 'events' to declare 'NEW' too, but it does not",
    ],
    [
      'a parameter that nothing reads', 'warning',
      { parameters: { limit: { value: 1 } }, initial: 'a', states: { a: { ...end, entry: { assign: { x: '="parameters.limit"' } } }, end: done } },
      'parameters.limit', "Expected an expression to read parameter 'limit', but none does",
    ],
    [
      'a function that does not exist', 'warning',
      { initial: 'a', states: { a: { ...end, entry: { assign: { x: '=summ([1])' } } }, end: done } },
      'states.a.entry.assign.x', "Expected a function that exists, but there is no 'summ'; the call gives null",
    ],
    [
      'a name that is almost like one that is set', 'warning',
      { context: { decision: 'none' }, initial: 'a', states: { a: { ...end, entry: { assign: { x: '=decison' } } }, end: done } },
      'states.a.entry.assign.x', "Expected 'decison' to be a name that something sets, but nothing here does, and what the definition sets is 'decision'",
    ],
  ])('find %s', async (...[, severity, chart, element, message]) => {
    const problems = await problemsOf(chart as never);
    expect(problems).toContainEqual(expect.objectContaining({ severity, element, message: expect.stringContaining(message) as string }));
  });
});
