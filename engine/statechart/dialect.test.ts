import { describe, expect, it } from 'vitest';
import { drive, driverOf } from '../../test/statechart/drive.ts';

const done = { type: 'final' };

describe('a statechart case', () => {
  const door = {
    initial: 'closed',
    states: {
      closed: { on: { OPEN: 'open', LOCK: { guard: '=hasKey', target: 'locked' } } },
      open: { on: { CLOSE: { target: 'closed', actions: { assign: { times: '=times + 1', who: '=event.data.who' } } } } },
      locked: { type: 'final' },
    },
    context: { times: 0, hasKey: false, lower: '=times + 10' },
  };

  it('starts in its initial state, with the first values that it was not given', async () => {
    const given = await drive(door, { times: 5 });
    expect(given.variables()).toEqual({ times: 5, hasKey: false, lower: 15 });
    expect(given.active).toEqual(['closed']);
    expect(given.events.map(({ type }) => type)).toEqual([
      'CaseCreated', 'VariableSet', 'VariableSet', 'VariableSet', 'ElementActivated', 'StatechartMoved',
    ]);
  });

  it('moves by events, and writes what is assigned as variables of the case', async () => {
    const driver = await drive(door);
    driver.event('OPEN').event('CLOSE', { who: 'ann' });
    expect(driver.variables()).toMatchObject({ times: 1, who: 'ann' });
    expect(driver.steps.at(-1)?.events).toMatchObject([
      { type: 'VariableSet', scope: 0, name: 'times', value: 1 },
      { type: 'VariableSet', scope: 0, name: 'who', value: 'ann' },
      { type: 'ElementCompleted' },
      { type: 'ElementActivated', element: 'closed', kind: 'state', scope: 0 },
      { type: 'StatechartMoved', snapshot: { v: 2, last: { event: 'CLOSE', transitions: ['states.open.on.CLOSE'] } } },
    ]);
  });

  it('ends in a final state at the top', async () => {
    const driver = await drive(door, { hasKey: true });
    driver.event('LOCK');
    expect(driver.state.status).toBe('completed');
    expect(driver.steps.at(-1)?.events.map(({ type }) => type)).toEqual([
      'ElementCompleted', 'ElementActivated', 'ElementCompleted', 'StatechartMoved', 'CaseCompleted',
    ]);
  });

  it('rejects an event that no active state takes, and says which it takes', async () => {
    const driver = await drive(door);
    expect(driver.rejectsEvent('CLOSE')).toBe("Expected to send event 'CLOSE' to the case, but it accepts only these now: OPEN, LOCK");
    expect(driver.rejectsEvent('LOCK')).toBe("Expected to send event 'LOCK' to the case, but this does not hold now: hasKey");
    driver.accept({ type: 'SetVariables', scope: 0, variables: { hasKey: 'yes' }, local: true });
    expect(driver.rejectsEvent('LOCK')).toContain("the statechart cannot take it. Expected guard 'hasKey' to be true or false, but it is \"yes\"");
    expect(driver.active).toEqual(['closed']);
  });

  it('rejects events when it takes none, and events that only it raises itself', async () => {
    const silent = await drive({ initial: 'a', states: { a: { after: { P1D: 'b' } }, b: done } });
    expect(silent.rejectsEvent('X')).toBe("Expected to send event 'X' to the case, but it accepts no events now");
    const raising = await drive({ initial: 'a', states: { a: { on: { GO: { actions: { raise: 'INNER' } }, INNER: 'b' } }, b: done } });
    expect(raising.rejectsEvent('INNER')).toBe("Expected to send event 'INNER' to the case, but only the statechart itself raises it");
    expect(raising.event('GO').state.status).toBe('completed');
  });

  it('rejects a start that fails, and a start at chosen elements', async () => {
    const driver = await driverOf({ initial: 'a', states: { a: { always: { guard: '=amount > 5', target: 'b' } }, b: done } });
    const create = { type: 'CreateCase', definition: { key: '1', id: 'a', version: 1, hash: '0', dialect: 'statechart' }, variables: {} } as const;
    expect(driver.reject(create).message).toContain("the statechart cannot start. Expected guard 'amount > 5' to be true or false, but it is null");
    expect(driver.reject({ ...create, startInstructions: ['b'] })).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(driver.state.status).toBe('new');
    expect(driver.accept({ ...create, variables: { amount: 6 } }).at(-1)).toEqual({ type: 'CaseCompleted' });
  });

  it('keeps inner states inside the instance of the state around them', async () => {
    const region = { initial: 'x', states: { x: { on: { GO: 'y' } }, y: done } };
    const driver = await drive({ initial: 'p', states: { p: { type: 'parallel', onDone: 'end', on: { STOP: 'end' }, states: { a: region, b: { initial: 'z', states: { z: {} } } } }, end: done } });
    const scopeOf = (element: string) => driver.state.elements.get(driver.instancesOf(element)[0] ?? 0)?.scope;
    expect(scopeOf('p.a.x')).toBe(driver.instancesOf('p.a')[0]);
    expect(scopeOf('p.a')).toBe(driver.instancesOf('p')[0]);
    const kindOf = (element: string) => driver.eventsOf('ElementActivated').find((event) => event.element === element)?.kind;
    expect(['p', 'p.a', 'p.a.x'].map(kindOf)).toEqual(['compoundState', 'compoundState', 'state']);

    driver.event('GO');
    expect(kindOf('p.a.y')).toBe('finalState');
    driver.event('STOP');
    const ended = driver.steps.at(-1)?.events.flatMap((event) => {
      if (event.type !== 'ElementCompleted' && event.type !== 'ElementTerminated') return [];
      const activated = driver.eventsOf('ElementActivated').find(({ ordinal }) => ordinal === event.ordinal);
      return [`${event.type} ${activated?.element}`];
    });
    expect(ended).toEqual([
      'ElementTerminated p.b.z', 'ElementTerminated p.b', 'ElementCompleted p.a.y', 'ElementCompleted p.a', 'ElementCompleted p', 'ElementCompleted end',
    ]);
  });

  it('reports states that it only passes through', async () => {
    const driver = await drive({ initial: 'a', states: { a: { on: { GO: 'b' } }, b: { always: 'c', invoke: { userTask: {} } }, c: { on: { END: 'end' } }, end: done } });
    driver.event('GO');
    const { events } = driver.steps.at(-1) ?? { events: [] };
    expect(events.flatMap((event) => (event.type === 'ElementActivated' ? [event.element] : []))).toEqual(['b', 'c']);
    expect(events.some(({ type }) => type === 'UserTaskCreated')).toBe(false);
    expect(driver.active).toEqual(['c']);
  });

  it('terminates everything when the case is cancelled, the innermost first', async () => {
    const driver = await drive({ initial: 'a', states: { a: { initial: 'b', on: { END: 'end' }, after: { P1D: 'end' }, states: { b: { invoke: [{ id: 'u', userTask: {} }, { id: 'j', job: { type: 'j' } }] } } }, end: done } });
    const events = driver.accept({ type: 'CancelCase' });
    expect(events.map(({ type }) => type)).toEqual([
      'JobCanceled', 'ElementTerminated', 'UserTaskCanceled', 'ElementTerminated', 'ElementTerminated',
      'TimerCanceled', 'ElementTerminated', 'CaseTerminated',
    ]);
  });

  it('does not see what was set from outside before the next event', async () => {
    const driver = await drive({ context: { ready: false }, initial: 'a', states: { a: { always: { guard: '=ready', target: 'end' }, on: { LOOK: { actions: { assign: { looked: true } } } } }, end: done } });
    driver.accept({ type: 'SetVariables', scope: 0, variables: { ready: true }, local: true });
    expect(driver.state.status).toBe('active');
    driver.event('LOOK');
    expect(driver.state.status).toBe('completed');
  });

  it('puts what expressions warn of on the record, with the element and the place', async () => {
    const driver = await drive(
      {
        initial: 'a',
        context: { first: '=nowhere' },
        on: { TOP: { guard: '=if missing = null then true else false', actions: { assign: { seen: 1 } } } },
        states: { a: { on: { GO: { guard: '=(gone = null) = true', target: 'b', actions: { assign: { x: '=lost' } } } } }, b: { invoke: { userTask: { assignee: '=nobody' } } } },
      },
    );
    expect(driver.steps[0]?.warnings).toMatchObject([{ element: 'test', attribute: "the first value of 'first'" }]);
    driver.event('TOP');
    expect(driver.steps[1]?.warnings).toMatchObject([{ element: 'test', attribute: "the guard of 'on.TOP'" }]);
    driver.event('GO');
    expect(driver.steps[2]?.warnings.map(({ element, attribute }) => `${element}: ${attribute}`)).toEqual([
      "a: the guard of 'states.a.on.GO'", "a: the assignment to 'x'", "b: the assignee of 'b'",
    ]);
    expect(driver.steps.flatMap(({ warnings }) => warnings).every(({ code }) => /^[A-Z_]+$/.test(code))).toBe(true);
  });

  it('repeats in StatechartMoved nothing that the elements say', async () => {
    const driver = await drive({ initial: 'test', states: { test: { on: { GO: 'b' } }, b: { on: { BACK: 'test' } } } });
    expect(driver.event('GO').eventsOf('StatechartMoved').at(-1)?.snapshot).toEqual({
      v: 2, history: {}, waiting: [], last: { event: 'GO', transitions: ['states.test.on.GO'] },
    });
    expect(driver.event('BACK').accepted().map(({ event, states }) => [event, states])).toEqual([['GO', ['test']]]);
  });

  it('takes names of the prototype for names', async () => {
    const driver = await drive({
      context: { constructor: 1 },
      initial: 'constructor',
      states: {
        constructor: { initial: 'valueOf', on: { toString: { target: 'end', actions: { assign: { hasOwnProperty: '=constructor + 1' } } } }, states: { valueOf: {} } },
        end: done,
      },
    });
    expect(driver.rejectsEvent('valueOf')).toContain('it accepts only these now: toString');
    driver.event('toString');
    expect(driver.state.status).toBe('completed');
    expect(driver.variables()).toEqual({ constructor: 1, hasOwnProperty: 2 });
  });
});
