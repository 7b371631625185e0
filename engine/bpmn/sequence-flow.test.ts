import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, exclusive, flows, inclusive, manual, mapping, node, parallel, script, service, start, subProcess, timer, user } from '../../test/case/bpmn-xml.ts';

describe('a case', () => {
  it('runs from start to end, one event after the other', async () => {
    const driver = await caseOf(start() + service('pay') + user('check') + end() + flows('start -> pay -> check -> end'));

    driver.start({ amount: 5 });
    expect(driver.active).toEqual(['pay']);
    driver.complete('pay', { paid: true });
    expect(driver.active).toEqual(['check']);
    driver.complete('check', { amount: 6 });

    expect(driver.state.status).toBe('completed');
    expect(driver.variables()).toEqual({ amount: 6, paid: true });
    expect(driver.steps[1]!.events.map(({ type }) => type)).toEqual([
      'JobCompleted',
      'VariableSet',
      'ElementCompleted',
      'SequenceFlowTaken',
      'ElementActivated',
      'UserTaskCreated',
    ]);
  });

  it('ends when no flow leaves an element, without an end event', async () => {
    const driver = await caseOf(start() + manual('do') + node('task', 'done') + flows('start -> do -> done'));
    expect(driver.start().state.status).toBe('completed');
  });

  it('is terminated as a whole when it is canceled', async () => {
    const driver = await caseOf(start() + parallel('fork') + service('a') + user('b') + flows('start -> fork -> a', 'fork -> b'));
    driver.start().accept({ type: 'CancelCase' });
    expect(driver.state.status).toBe('terminated');
    expect(driver.eventsOf('JobCanceled')).toHaveLength(1);
    expect(driver.eventsOf('UserTaskCanceled')).toHaveLength(1);
    expect(driver.reject({ type: 'CancelCase' }).code).toBe('NOT_FOUND');
  });

  it('drops the tokens that wait at a join when it is canceled', async () => {
    const driver = await caseOf(
      start() + parallel('fork') + service('a') + parallel('join') + end() + flows('start -> fork -> a -> join -> end', 'fork -> join'),
    );
    driver.start();
    expect(driver.state.scopes[0]!.tokens).toEqual({ fork_join: 1 });
    driver.accept({ type: 'CancelCase' });
    expect(driver.eventsOf('TokensDropped')).toEqual([{ type: 'TokensDropped', scope: 0 }]);
  });

  it('starts where it is told to', async () => {
    const driver = await caseOf(start() + service('a') + user('b') + end() + flows('start -> a -> b -> end'));
    driver.start({}, { startInstructions: ['b'] });
    expect(driver.active).toEqual(['b']);
  });

  it('starts at several elements at once, and ends only when all have', async () => {
    const driver = await caseOf(start() + end() + user('a') + flows('start -> a -> end'));
    driver.start({}, { startInstructions: ['end', 'a'] });
    expect(driver.active).toEqual(['a']);
    driver.complete('a');
    expect(driver.events.map(({ type }) => type).filter((type) => type.startsWith('Case'))).toEqual(['CaseCreated', 'CaseCompleted']);
  });

  it.each(['nowhere', 'start'])('refuses to start at %s', async (id) => {
    const driver = await caseOf(start() + user('a') + flows('start -> a'));
    const definition = { key: '1', id: 'p', version: 1, hash: 'h', dialect: 'bpmn' } as const;
    expect(driver.reject({ type: 'CreateCase', definition, variables: {}, startInstructions: [id] }).code).toBe('INVALID_ARGUMENT');
  });

  it('refuses events of the statechart kind', async () => {
    const driver = await caseOf(start() + user('a') + flows('start -> a'));
    expect(driver.start().reject({ type: 'SendEvent', event: 'GO', data: {} }).code).toBe('INVALID_STATE');
  });
});

describe('parallel gateways', () => {
  it('wait for one token on every incoming flow', async () => {
    const driver = await caseOf(
      start() + parallel('fork') + user('a') + user('b') + parallel('join') + user('c') +
        flows('start -> fork -> a -> join -> c', 'fork -> b -> join'),
    );
    driver.start().complete('a');
    expect(driver.active).toEqual(['b']);
    driver.complete('b');
    expect(driver.active).toEqual(['c']);
    expect(driver.eventsOf('ElementActivated').find(({ element }) => element === 'join')?.consumes).toEqual(['a_join', 'b_join']);
  });

  it('do not count two tokens on one flow for two flows', async () => {
    const driver = await caseOf(
      start() + parallel('twice') + exclusive('merge') + user('a') + parallel('join') + user('b') + user('c') +
        flows('start -> twice -> merge -> a -> join -> c', 'start -> b -> join') +
        '<bpmn:sequenceFlow id="again" sourceRef="twice" targetRef="merge"/>',
    );
    driver.start().complete('a').complete('a');
    expect(driver.active).toEqual(['b']);
    driver.complete('b');
    expect(driver.active).toEqual(['c']);
    expect(driver.state.scopes[0]!.tokens).toEqual({ a_join: 1 });
    driver.complete('c');
    expect(driver.state.status).toBe('active');
  });
});

describe('exclusive gateways', () => {
  const choice = () =>
    caseOf(
      start() + exclusive('which', 'c') + user('a') + user('b') + user('c') +
        flows('start -> which', 'which -> c', 'which -> a if x > 10', 'which -> b if x > 5'),
    );

  it.each([[20, 'a'], [7, 'b'], [1, 'c']])('with x = %i take the first true condition, else the default: %s', async (x, active) => {
    expect((await choice()).start({ x }).active).toEqual([active]);
  });

  it('stop with an incident when a condition is not a boolean, and go on when it is resolved', async () => {
    const driver = await choice();
    driver.start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'EXTRACT_VALUE_ERROR', element: 'which', phase: 'complete' }]);
    expect(driver.eventsOf('IncidentCreated')[0]!.message).toMatch(/Expected the condition of sequence flow 'which_a' to be true or false, but '=x > 10' gave null/);
    const incident = driver.incident('which');
    driver.accept({ type: 'SetVariables', scope: 0, variables: { x: 7 }, local: false });
    driver.accept({ type: 'ResolveIncident', incident });
    expect(driver.active).toEqual(['b']);
  });

  it('stop with an incident when nothing is true and there is no default', async () => {
    const driver = await caseOf(
      start() + exclusive('which') + user('a') + user('b') + flows('start -> which', 'which -> a if x = 1', 'which -> b if x = 2'),
    );
    driver.start({ x: 3 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'CONDITION_ERROR' }]);
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('which') });
    expect(driver.eventsOf('IncidentCreated')).toHaveLength(2);
  });
});

describe('long runs', () => {
  const loop = () =>
    caseOf(
      start() + exclusive('again') + script('count', 'n', '=n + 1') + exclusive('enough', 'again') + user('done') +
        flows('start -> again -> count -> enough', 'enough -> done if n >= limit', 'enough -> again'),
    );

  it('continue in further steps and pass a legitimate loop of 10,000 rounds', { timeout: 60_000 }, async () => {
    const driver = await loop();
    driver.start({ n: 0, limit: 10_000 });
    expect(driver.active).toEqual(['done']);
    expect(driver.variables()['n']).toBe(10_000);
    expect(driver.eventsOf('ContinuationRequested').length).toBe(30);
    for (const { events } of driver.steps)
      expect(events.filter(({ type }) => type === 'ElementActivated').length).toBeLessThanOrEqual(1_000);
  });

  it('leave the rest as tokens, so that other commands come between', async () => {
    const driver = await caseOf(
      start() + parallel('fork') + user('person') + exclusive('again') + script('count', 'n', '=n + 1') + exclusive('enough', 'again') + end() +
        flows('start -> fork -> person', 'fork -> again -> count -> enough', 'enough -> end if n >= 2000', 'enough -> again'),
      '',
      { continues: false },
    );
    driver.start({ n: 0 });
    expect(driver.state.scopes[0]!.tokens).not.toEqual({});
    driver.complete('person');
    expect(driver.state.status).toBe('active');
    for (let round = 0; round < 6; round += 1) driver.accept({ type: 'Continue' });
    expect(driver.state.status).toBe('completed');
  });

  it('take up many waiting tokens in one order, however the state was loaded', async () => {
    const branches = ['c', 'a', 'b'].map((name) => {
      const round = `again_${name} -> count_${name} -> enough_${name}`;
      return (
        exclusive(`again_${name}`) + script(`count_${name}`, name, `=${name} + 1`) + exclusive(`enough_${name}`, `again_${name}`) +
        flows(`fork -> ${round}`, `enough_${name} -> join if ${name} >= 300`, `enough_${name} -> again_${name}`)
      );
    });
    const driver = await caseOf(start() + parallel('fork') + branches.join('') + parallel('join') + user('done') + flows('start -> fork', 'join -> done'), '', { continues: false });
    driver.start({ a: 0, b: 0, c: 0 });
    expect(Object.values(driver.state.scopes[0]!.tokens)).toEqual([1, 1, 1]);
    driver.accept({ type: 'Continue' });
    driver.accept({ type: 'Continue' });
    expect(driver.active).toEqual(['done']);
  });
});

describe('inclusive gateways', () => {
  const fork = (after = '') =>
    caseOf(
      start() + inclusive('fork', 'c') + user('a') + user('b') + user('c') + inclusive('join') + user('after') +
        flows('start -> fork', 'fork -> a if x > 1', 'fork -> b if x > 2', 'fork -> c', 'a -> join -> after', 'b -> join', 'c -> join') + after,
    );

  it('take every flow whose condition is true and join them', async () => {
    const driver = (await fork()).start({ x: 3 });
    expect(driver.active).toEqual(['a', 'b']);
    expect(driver.complete('a').active).toEqual(['b']);
    expect(driver.complete('b').active).toEqual(['after']);
    expect(driver.eventsOf('ElementActivated').find(({ element }) => element === 'join')?.consumes).toEqual(['a_join', 'b_join']);
  });

  it.each([[2, ['a']], [1, ['c']]])('with x = %i take %j and do not wait for the others', async (x, active) => {
    const driver = (await fork()).start({ x });
    expect(driver.active).toEqual(active);
    expect(driver.complete(active[0]!).active).toEqual(['after']);
  });

  it('make an incident when nothing is true and there is no default', async () => {
    const driver = await caseOf(start() + inclusive('fork') + user('a') + user('b') + flows('start -> fork', 'fork -> a if x > 1', 'fork -> b if x > 2'));
    driver.start({ x: 0 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'CONDITION_ERROR', phase: 'complete' }]);
  });

  it('join when the last token that could come goes another way', async () => {
    const driver = await caseOf(
      start() + parallel('fork') + user('a') + user('b') + exclusive('which', 'other') + user('other') + inclusive('join') + user('after') +
        flows('start -> fork -> a -> join -> after', 'fork -> b -> which', 'which -> join if go', 'which -> other'),
    );
    driver.start().complete('a');
    expect(driver.active).toEqual(['b']);
    driver.complete('b', { go: false });
    expect(driver.active).toEqual(['after', 'other']);
  });

  it('wait for a token that may still come from a boundary event', async () => {
    const driver = await caseOf(
      start() + parallel('fork') + user('a') + user('b') + boundary('late', 'b', timer('timeDuration', 'PT1S')) + inclusive('join') + user('after') + end() +
        flows('start -> fork -> a -> join -> after', 'fork -> b -> end', 'late -> join'),
    );
    driver.start().complete('a');
    expect(driver.active).toEqual(['b']);
    expect(driver.complete('b').active).toEqual(['after']);
  });

  it('do not wait for a token that loops back through them', async () => {
    const driver = await caseOf(
      start() + inclusive('join') + user('a') + exclusive('again', 'join') + end() +
        flows('start -> join -> a -> again', 'again -> end if done', 'again -> join'),
    );
    driver.start().complete('a', { done: false });
    expect(driver.active).toEqual(['a']);
    expect(driver.complete('a', { done: true }).state.status).toBe('completed');
  });
});

describe('flows with conditions out of an activity', () => {
  const withChoice = (more = '', fallback = '') =>
    caseOf(
      start() +
        node('userTask', 'decide', { extension: `<zeebe:userTask/>${more}`, attributes: fallback === '' ? '' : `default="decide_${fallback}"` }) +
        user('always') + user('a') + user('b') + user('c') +
        flows('start -> decide', 'decide -> a if x > 1', 'decide -> b if x > 2', ...(fallback === '' ? [] : [`decide -> ${fallback}`])),
    );

  it('are taken where they hold, beside those without one', async () => {
    const content = start() + user('decide') + user('always') + user('a') + user('b') +
      flows('start -> decide -> always', 'decide -> a if x > 1', 'decide -> b if x > 2');
    expect((await caseOf(content)).start().complete('decide', { x: 2 }).active).toEqual(['a', 'always']);
    expect((await caseOf(content)).start().complete('decide', { x: 0 }).active).toEqual(['always']);
  });

  it('lead to the default flow when none holds', async () => {
    expect((await withChoice('', 'c')).start().complete('decide', { x: 3 }).active).toEqual(['a', 'b']);
    expect((await withChoice('', 'c')).start().complete('decide', { x: 1 }).active).toEqual(['c']);
  });

  it('see what the output mappings write, and not what stays inside', async () => {
    const driver = await withChoice(mapping({ x: '=9' }, { x: '=given' }), 'c');
    expect(driver.start({ x: 0 }).complete('decide', { given: 2 }).active).toEqual(['a']);
    expect(driver.variables()).toEqual({ x: 2 });
  });

  it('make an incident when none holds, which leaves the outputs to be written once', async () => {
    const driver = await withChoice(mapping({}, { n: '=n + 1' }));
    driver.start({ n: 1, x: 0 }).complete('decide');
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([
      { errorType: 'CONDITION_ERROR', phase: 'complete', message: "Expected at least one condition of 'decide' to be true or a default flow, but there is none" },
    ]);
    expect(driver.variables()).toEqual({ n: 1, x: 0 });
    driver.accept({ type: 'SetVariables', scope: 0, variables: { x: 3 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('decide') });
    expect(driver.active).toEqual(['a', 'b']);
    expect(driver.variables()).toEqual({ n: 2, x: 3 });
  });

  it('stand behind sub-processes too', async () => {
    const sub = subProcess('sub', start('s') + user('inner') + flows('s -> inner'));
    const driver = await caseOf(start() + sub + user('a') + user('b') + flows('start -> sub', 'sub -> a if ok', 'sub -> b if not(ok)'));
    expect(driver.start().complete('inner', { ok: false }).active).toEqual(['b']);
  });
});

describe('links', () => {
  const link = (type: string, id: string): string => node(type, id, { content: '<bpmn:linkEventDefinition name="onward"/>' });

  it('lead from each throw event to the catch event of the name', async () => {
    const driver = await caseOf(
      start() + exclusive('g', 'y') + link('intermediateThrowEvent', 'x') + link('intermediateThrowEvent', 'y') + link('intermediateCatchEvent', 'here') + user('a') +
        flows('start -> g', 'g -> x if long', 'g -> y', 'here -> a'),
    );
    expect(driver.start({ long: false }).active).toEqual(['a']);
    expect(driver.events.flatMap((event) => (event.type === 'ElementCompleted' ? [event.ordinal] : []))).toHaveLength(4);
    expect(driver.complete('a').state.status).toBe('completed');
  });

  it('are ways that an inclusive join waits for', async () => {
    const driver = await caseOf(
      start() + inclusive('fork') + user('a') + user('b') + link('intermediateThrowEvent', 'x') + link('intermediateCatchEvent', 'here') + inclusive('join') + user('z') +
        flows('start -> fork', 'fork -> a if true', 'fork -> b if true', 'a -> join', 'b -> x', 'here -> join', 'join -> z'),
    );
    expect(driver.start().complete('a').active).toEqual(['b']);
    expect(driver.complete('b').active).toEqual(['z']);
  });
});
