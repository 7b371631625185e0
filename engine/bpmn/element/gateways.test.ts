import { describe, expect, it } from 'vitest';
import { caseOf, catching, end, exclusive, flows, inclusive, message, messages, node, parallel, start, subProcess, timer, user } from '../../../test/case/bpmn-xml.ts';

describe('an exclusive gateway', () => {
  const choosing = () =>
    caseOf(
      start() + exclusive('g', 'other') + user('large') + user('huge') + user('other') +
        flows('start -> g', 'g -> huge if x > 100', 'g -> large if x > 10', 'g -> other'),
    );

  it.each([[5, 'other'], [50, 'large'], [500, 'huge']])('with %i takes the first flow whose condition is true, else the default: %s', async (x, taken) => {
    expect((await choosing()).start({ x }).active).toEqual([taken]);
  });

  it('passes every token on that comes to it', async () => {
    const driver = await caseOf(start() + parallel('f') + user('a') + user('b') + exclusive('m') + user('c') + flows('start -> f -> a -> m -> c', 'f -> b -> m'));
    expect(driver.start().complete('a').complete('b').active).toEqual(['c', 'c']);
  });

  it('without a flow to take has an incident, and chooses again when that is resolved', async () => {
    const driver = (await caseOf(start() + exclusive('g') + user('a') + user('b') + flows('start -> g', 'g -> a if x > 10', 'g -> b if x < 0'))).start({ x: 5 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ element: 'g', errorType: 'condition', phase: 'complete' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { x: 11 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('g') });
    expect(driver.active).toEqual(['a']);
  });
});

describe('a parallel gateway', () => {
  const joining = () =>
    caseOf(start() + parallel('f') + user('a') + user('b') + user('c') + parallel('j') + user('after') + flows('start -> f -> a -> j -> after', 'f -> b -> j', 'f -> c -> j'));

  it.each([['a', 'b', 'c'], ['c', 'a', 'b'], ['b', 'c', 'a']])('joins when a token has come on every flow, in whatever order: %s, %s, %s', async (...order) => {
    const driver = (await joining()).start();
    for (const [index, task] of order.entries()) {
      expect(Object.keys(driver.tokens())).toHaveLength(index);
      driver.complete(task);
    }
    expect([driver.active, driver.tokens()]).toEqual([['after'], {}]);
  });

  it('joins sets of tokens one after the other, and lets none pass for another', async () => {
    const driver = await caseOf(
      start() + parallel('f') + exclusive('m') + user('a') + user('b') + parallel('j') + user('after') +
        flows('start -> f -> m -> a -> j -> after', 'f -> b -> j') + node('manualTask', 'again') + flows('f -> again -> m'),
    );
    driver.start().complete('a').complete('a');
    expect([driver.active, driver.tokens()]).toEqual([['b'], { a_j: 2 }]);
    driver.complete('b');
    expect([driver.active, driver.tokens()]).toEqual([['after'], { a_j: 1 }]);
  });

  it('joins by scope: tokens of two instances of a sub-process do not meet', async () => {
    const inner = subProcess('sub', start('s') + parallel('f') + user('a') + user('b') + parallel('j') + user('c') + flows('s -> f -> a -> j -> c', 'f -> b -> j'));
    const driver = await caseOf(start() + parallel('twice') + exclusive('m') + inner + flows('start -> twice -> m -> sub') + node('manualTask', 'more') + flows('twice -> more -> m'));
    driver.start();
    const [one = 0, other = 0] = driver.instancesOf('sub');
    const taskIn = (element: string, scope: number) =>
      driver.state.userTasks.entries().find(([, { instance }]) => driver.state.elements.get(instance)?.element === element && driver.state.elements.get(instance)?.scope === scope)![0];
    driver.accept({ type: 'CompleteUserTask', task: taskIn('a', one), variables: {} });
    driver.accept({ type: 'CompleteUserTask', task: taskIn('b', other), variables: {} });
    expect([driver.tokens(one), driver.tokens(other), driver.instancesOf('c')]).toEqual([{ a_j: 1 }, { b_j: 1 }, []]);
    driver.accept({ type: 'CompleteUserTask', task: taskIn('b', one), variables: {} });
    expect(driver.instancesOf('c')).toHaveLength(1);
  });
});

describe('an inclusive gateway', () => {
  const diamond = () =>
    caseOf(
      start() + inclusive('g', 'c') + user('a') + user('b') + user('c') + inclusive('j') + user('after') +
        flows('start -> g', 'g -> a if x > 0', 'g -> b if x > 10', 'g -> c', 'a -> j -> after', 'b -> j', 'c -> j'),
    );

  it.each([[0, ['c']], [5, ['a']], [50, ['a', 'b']]])('with %i takes every flow whose condition is true, else the default', async (x, taken) => {
    const driver = (await diamond()).start({ x });
    expect(driver.active).toEqual(taken);
    for (const task of taken) {
      expect(driver.active).not.toContain('after');
      driver.complete(task);
    }
    expect(driver.active).toEqual(['after']);
  });

  it('does not wait for a token that has gone another way', async () => {
    const driver = await caseOf(
      start() + parallel('f') + user('a') + user('b') + exclusive('leave', 'j') + inclusive('j') + user('after') + user('away') +
        flows('start -> f -> a -> j -> after', 'f -> b -> leave', 'leave -> away if x = 1', 'leave -> j'),
    );
    driver.start({ x: 1 }).complete('a');
    expect(driver.active).toEqual(['b']);
    driver.complete('b');
    expect(driver.active).toEqual(['after', 'away']);
  });

  it('does not wait for a token that could only come where one waits already', async () => {
    const driver = await caseOf(
      start() + parallel('f') + exclusive('m') + user('a') + user('b') + inclusive('j') + user('after') +
        flows('start -> f -> m -> a -> j -> after', 'f -> b -> j') + node('manualTask', 'again') + flows('f -> again -> m'),
    );
    driver.start().complete('a').complete('b');
    expect([driver.active, driver.tokens()]).toEqual([['a', 'after'], {}]);
  });
});

describe('an event-based gateway', () => {
  const racing = () =>
    caseOf(
      start() + node('eventBasedGateway', 'g') + catching('got', message('paid')) + catching('late', timer('timeDuration', 'PT1H')) + user('ship') + user('dun') +
        flows('start -> g', 'g -> got -> ship', 'g -> late -> dun'),
      messages('paid'),
    );

  it('goes on at the message that came first, and waits for nothing else', async () => {
    const driver = (await racing()).start({ key: 'k' });
    expect(driver.active).toEqual(['g']);
    driver.message('paid', 'k', { amount: 9 });
    expect([driver.active, driver.variables(), driver.timers]).toEqual([['ship'], { key: 'k', amount: 9 }, []]);
  });

  it('goes on at the timer that came first, and waits for nothing else', async () => {
    const driver = (await racing()).start({ key: 'k' }).advance(3_600_000);
    expect([driver.active, driver.state.subscriptions.size]).toEqual([['dun'], 0]);
  });

  it('leaves the gateway and enters the event in one go', async () => {
    const driver = (await racing()).start({ key: 'k' }).message('paid', 'k');
    const steps = driver.steps.at(-1)!.events.map(({ type }) => type);
    expect(steps.slice(steps.indexOf('ElementCompleted'), steps.indexOf('ElementCompleted') + 3)).toEqual(['ElementCompleted', 'SequenceFlowTaken', 'ElementActivated']);
  });

  it('arms nothing when one of its events cannot be waited for', async () => {
    const driver = (await racing()).start({ key: null });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ element: 'g', phase: 'activate' }]);
    expect([driver.state.subscriptions.size, driver.timers]).toEqual([0, []]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { key: 'k' }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('g') });
    expect(driver.message('paid', 'k').active).toEqual(['ship']);
  });

  it('with an end behind both events is done with either', async () => {
    const driver = await caseOf(
      start() + node('eventBasedGateway', 'g') + catching('got', message('paid')) + catching('late', timer('timeDuration', 'PT1H')) + exclusive('m') + end() +
        flows('start -> g -> got -> m -> end', 'g -> late -> m'),
      messages('paid'),
    );
    expect(driver.start({ key: 'k' }).message('paid', 'k').state.status).toBe('completed');
  });
});
