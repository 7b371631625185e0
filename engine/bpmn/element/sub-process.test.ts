import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, error, errors, exclusive, flows, mapping, nonInterrupting, parallel, script, service, start, subProcess, timer, user } from '../../../test/case/bpmn-xml.ts';

const terminate = '<bpmn:terminateEventDefinition/>';

describe('a sub-process', () => {
  it('is done when nothing is left in it', async () => {
    const driver = await caseOf(
      start() + subProcess('sub', start('s') + parallel('fork') + user('a') + user('b') + end('e') + flows('s -> fork -> a -> e', 'fork -> b')) +
        user('after') + flows('start -> sub -> after'),
    );
    driver.start().complete('a');
    expect(driver.active).toEqual(['b', 'sub']);
    driver.complete('b');
    expect(driver.active).toEqual(['after']);
  });

  it('has variables of its own, and passes on only what its output mappings say', async () => {
    const driver = await caseOf(
      start() +
        subProcess('sub', start('s') + user('a') + flows('s -> a'), mapping({ x: '=amount * 2' }, { result: '=x + y' })) +
        user('after') + flows('start -> sub -> after'),
    );
    driver.start({ amount: 5 });
    const [sub = 0] = driver.instancesOf('sub');
    expect(driver.variables(sub)).toEqual({ x: 10 });
    driver.accept({ type: 'SetVariables', scope: sub, variables: { y: 1 }, local: true });
    driver.complete('a', { x: 20, z: 3 });
    expect(driver.variables()).toEqual({ amount: 5, z: 3, result: 21 });
  });

  it('completes through nested ones at once', async () => {
    const inner = subProcess('inner', start('s2') + user('a') + flows('s2 -> a'));
    const driver = await caseOf(start() + subProcess('outer', start('s1') + inner + flows('s1 -> inner')) + flows('start -> outer'));
    expect(driver.start().complete('a').state.status).toBe('completed');
  });

  it('ends with all in it when a boundary timer interrupts it', async () => {
    const inner = subProcess('inner', start('s2') + parallel('fork') + user('a') + service('b') + flows('s2 -> fork -> a', 'fork -> b'));
    const driver = await caseOf(
      start() + subProcess('outer', start('s1') + inner + flows('s1 -> inner')) + boundary('late', 'outer', timer('timeDuration', 'PT1H')) +
        user('after') + flows('start -> outer', 'late -> after'),
    );
    driver.start().advance(3_600_000);
    expect(driver.active).toEqual(['after']);
    expect(driver.eventsOf('ElementTerminated').map(({ ordinal }) => ordinal).length).toBe(4);
    expect(driver.eventsOf('UserTaskCanceled')).toHaveLength(1);
    expect(driver.eventsOf('JobCanceled')).toHaveLength(1);
  });

  it('goes on beside what a non-interrupting event starts', async () => {
    const driver = await caseOf(
      start() + subProcess('sub', start('s') + user('a') + flows('s -> a')) + boundary('remind', 'sub', timer('timeDuration', 'PT1H'), nonInterrupting) +
        user('reminder') + flows('start -> sub', 'remind -> reminder'),
    );
    driver.start().advance(3_600_000);
    expect(driver.active).toEqual(['a', 'reminder', 'sub']);
    driver.complete('a');
    expect(driver.active).toEqual(['reminder']);
  });

  it('drops tokens that wait in it when it is interrupted', async () => {
    const content = start('s') + parallel('fork') + user('a') + parallel('join') + flows('s -> fork -> a -> join', 'fork -> join');
    const driver = await caseOf(
      start() + subProcess('sub', content) + boundary('late', 'sub', timer('timeDuration', 'PT1S')) + user('after') +
        flows('start -> sub', 'late -> after'),
    );
    driver.start().advance(1_000).complete('after');
    expect(driver.state.status).toBe('completed');
  });
});

describe('end events', () => {
  it('of the terminate kind end their scope and nothing beyond', async () => {
    const content = start('s') + parallel('fork') + user('a') + user('b') + end('stop', terminate) + flows('s -> fork -> a -> stop', 'fork -> b');
    const driver = await caseOf(start() + subProcess('sub', content) + user('after') + flows('start -> sub -> after'));
    driver.start().complete('a');
    expect(driver.active).toEqual(['after']);
  });

  it('of the terminate kind drop tokens that wait at a join', async () => {
    const driver = await caseOf(
      start() + parallel('fork') + user('a') + end('stop', terminate) + parallel('join') + user('b') + user('never') +
        flows('start -> fork -> a -> stop', 'fork -> join -> never', 'fork -> b -> join'),
    );
    driver.start().complete('a');
    expect(driver.state.status).toBe('completed');
    expect(driver.eventsOf('TokensDropped')).toHaveLength(1);
  });

  it('of the terminate kind drop what else the same step would still do', async () => {
    const driver = await caseOf(
      start() + parallel('fork') + end('stop', terminate) + user('a') + flows('start -> fork -> stop', 'fork -> a'),
    );
    expect(driver.start().state.status).toBe('completed');
    expect(driver.eventsOf('UserTaskCreated')).toEqual([]);
  });

  it('of the error kind are caught at the sub-process around them', async () => {
    const driver = await caseOf(
      start() + subProcess('sub', start('s') + parallel('fork') + user('a') + end('bad', error('BAD')) + flows('s -> fork -> a', 'fork -> bad')) +
        boundary('caught', 'sub', error('BAD')) + user('after') + flows('start -> sub', 'caught -> after'),
      errors('BAD'),
    );
    expect(driver.start().active).toEqual(['after']);
  });

  it('of the error kind make an incident when nothing catches them', async () => {
    const driver = await caseOf(start() + end('bad', error('BAD')) + flows('start -> bad'), errors('BAD'));
    driver.start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'UNHANDLED_ERROR_EVENT', element: 'bad' }]);
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('bad') });
    expect(driver.eventsOf('IncidentCreated')).toHaveLength(2);
  });

  it('of the error kind may compute their code', async () => {
    const driver = await caseOf(
      start() + subProcess('sub', start('s') + end('bad', error('computed')) + flows('s -> bad')) + boundary('caught', 'sub', error('BAD')) +
        user('after') + flows('start -> sub', 'caught -> after'),
      errors('BAD') + '<bpmn:error id="computed" errorCode="=code"/>',
    );
    expect(driver.start({ code: 'BAD' }).active).toEqual(['after']);
  });
});

describe('a loop around a sub-process', () => {
  it('gives every round a scope of its own', async () => {
    const driver = await caseOf(
      start() + exclusive('again') + subProcess('sub', start('s') + user('a') + flows('s -> a'), mapping({ local: '=n' })) + script('count', 'n', '=n + 1') +
        exclusive('enough', 'again') + end() + flows('start -> again -> sub -> count -> enough', 'enough -> end if n >= 3', 'enough -> again'),
    );
    driver.start({ n: 0 }).complete('a').complete('a').complete('a');
    expect(driver.state.status).toBe('completed');
    expect(driver.eventsOf('VariableSet').filter(({ name }) => name === 'local').map(({ value }) => value)).toEqual([0, 1, 2]);
  });
});
