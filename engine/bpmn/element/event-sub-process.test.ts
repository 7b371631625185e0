import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, errors, flows, message, messages, node, nonInterrupting, service, start, subProcess, timer, user } from '../../../test/case/bpmn-xml.ts';

const eventSub = (id: string, definition: string, content: string, { interrupting = true } = {}): string =>
  node('subProcess', id, {
    attributes: 'triggeredByEvent="true"',
    content: node('startEvent', `${id}Start`, { attributes: `isInterrupting="${interrupting}"`, content: definition }) + content,
  });
const stops = (id: string): string => user(`${id}Task`) + flows(`${id}Start -> ${id}Task`);
const signal = '<bpmn:signalEventDefinition signalRef="S"/>';
const escalation = (ref = 'X'): string => `<bpmn:escalationEventDefinition escalationRef="${ref}"/>`;
const roots = messages('m') + errors('E') + '<bpmn:signal id="S" name="alarm"/><bpmn:escalation id="X" escalationCode="X1"/>';
const throwing = (id: string, definition: string): string => node('intermediateThrowEvent', id, { content: definition });

describe('an event sub-process', () => {
  it('that interrupts ends what is in its scope, which then completes with it', async () => {
    const driver = (await caseOf(start() + user('a') + user('b') + flows('start -> a', 'a -> b') + eventSub('late', timer('timeDuration', 'PT1H'), stops('late')))).start();
    driver.advance(3_600_000);
    expect(driver.active).toEqual(['late', 'lateTask']);
    driver.complete('lateTask');
    expect(driver.state.status).toBe('completed');
  });

  it('that does not interrupt runs beside it, as often as its event happens', async () => {
    const driver = (await caseOf(start() + user('a') + flows('start -> a') + eventSub('more', message('m'), stops('more'), { interrupting: false }), roots)).start({ key: '1' });
    driver.message('m', '1').message('m', '1');
    expect(driver.active).toEqual(['a', 'more', 'more', 'moreTask', 'moreTask']);
    driver.complete('a');
    expect(driver.state.status).toBe('active');
    driver.complete('moreTask').complete('moreTask');
    expect(driver.state.status).toBe('completed');
    expect(driver.state.subscriptions.size).toBe(0);
  });

  it('goes before a boundary event of its scope, and its own error goes outward', async () => {
    const inner = start('s') + service('job') + flows('s -> job')
      + eventSub('mend', '<bpmn:errorEventDefinition errorRef="E"/>', service('again') + flows('mendStart -> again'));
    const driver = (await caseOf(start() + subProcess('sub', inner) + boundary('caught', 'sub', '<bpmn:errorEventDefinition errorRef="E"/>') + user('outside') + flows('start -> sub', 'caught -> outside'), roots)).start();
    driver.throwError('job', 'E');
    expect(driver.active).toEqual(['again', 'mend', 'sub']);
    driver.throwError('again', 'E');
    expect(driver.active).toEqual(['outside']);
  });

  it('of an escalation hears what is thrown in its scope before the token goes on', async () => {
    const driver = (await caseOf(start() + throwing('t', escalation()) + user('a') + flows('start -> t -> a') + eventSub('esc', escalation(), stops('esc'), { interrupting: false }), roots)).start();
    expect(driver.active).toEqual(['a', 'esc', 'escTask']);
    expect(driver.eventsOf('EscalationThrown')).toMatchObject([{ escalationCode: 'X1', caught: 'escStart' }]);
  });

  it('that interrupts more than one command may end goes on when all is gone', async () => {
    const many = node('subProcess', 'many', {
      content: '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=for i in 1..1500 return i"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>'
        + start('s') + user('one') + flows('s -> one'),
    });
    const driver = (await caseOf(start() + many + flows('start -> many') + eventSub('stop', message('m'), stops('stop')), roots)).start({ key: '1' });
    expect(driver.instancesOf('one')).toHaveLength(1_500);
    driver.message('m', '1');
    expect(driver.active).toEqual(['stop', 'stopTask']);
    driver.complete('stopTask');
    expect(driver.state.status).toBe('completed');
  }, 120_000);
});

describe('an escalation', () => {
  it('that nothing catches is no fault', async () => {
    const driver = (await caseOf(start() + throwing('t', escalation()) + user('a') + flows('start -> t -> a'), roots)).start();
    expect(driver.active).toEqual(['a']);
  });

  it('ends the activity at an interrupting boundary event, with the token that threw it', async () => {
    const inner = start('s') + throwing('t', escalation()) + user('a') + flows('s -> t -> a');
    const driver = (await caseOf(start() + subProcess('sub', inner) + boundary('b', 'sub', escalation()) + user('c') + flows('start -> sub', 'b -> c'), roots)).start();
    expect(driver.active).toEqual(['c']);
  });
});

describe('a signal', () => {
  it('reaches all that waits in the case before the token that threw it goes on', async () => {
    const wait = (id: string): string => node('intermediateCatchEvent', id, { content: signal });
    const driver = (await caseOf(
      start() + node('parallelGateway', 'p') + wait('w1') + wait('w2') + user('a') + user('b') + user('go') + throwing('t', signal) + user('c')
      + flows('start -> p -> w1 -> a', 'p -> w2 -> b', 'p -> go -> t -> c'), roots)).start();
    expect(driver.active).toEqual(['go', 'w1', 'w2']);
    driver.complete('go');
    expect(driver.active).toEqual(['a', 'b', 'c']);
    expect(driver.state.signals.size).toBe(0);
  });

  it('from outside triggers a boundary event, which may do so again when it does not interrupt', async () => {
    const driver = (await caseOf(start() + user('a') + boundary('b', 'a', signal, nonInterrupting) + user('x') + flows('start -> a', 'b -> x'), roots)).start();
    const [subscription] = driver.state.signals.entries().map(([ordinal]) => ordinal);
    for (const level of [1, 2]) driver.accept({ type: 'CatchSignal', subscription: subscription ?? 0, variables: { level } });
    expect(driver.active).toEqual(['a', 'x', 'x']);
    expect(driver.variables()).toEqual({ level: 2 });
    expect(driver.reject({ type: 'CatchSignal', subscription: 99, variables: {} }).code).toBe('NOT_FOUND');
  });
});

describe('a condition', () => {
  const condition = (text: string): string => `<bpmn:conditionalEventDefinition><bpmn:condition>=${text}</bpmn:condition></bpmn:conditionalEventDefinition>`;

  it('that is true when it begins to wait happens at once', async () => {
    const driver = (await caseOf(start() + node('intermediateCatchEvent', 'w', { content: condition('x = 1') }) + user('a') + flows('start -> w -> a'))).start({ x: 1 });
    expect(driver.active).toEqual(['a']);
  });

  it('is looked at when a variable that it reads has changed, and only then', async () => {
    const driver = (await caseOf(start() + user('a') + boundary('b', 'a', condition('x &gt; 1'), nonInterrupting) + user('c') + flows('start -> a', 'b -> c'))).start({ x: 1 });
    const set = (variables: { [name: string]: number }) => driver.accept({ type: 'SetVariables', scope: 0, variables, local: false });
    set({ y: 5 });
    expect(driver.active).toEqual(['a']);
    set({ x: 2 });
    expect(driver.active).toEqual(['a', 'c']);
    set({ y: 6 });
    expect(driver.active).toEqual(['a', 'c']);
    set({ x: 3 });
    expect(driver.active).toEqual(['a', 'c', 'c']);
  });
});

describe('an event with several definitions', () => {
  const two = message('m') + signal;

  it('happens with any of them', async () => {
    const driver = (await caseOf(start() + node('intermediateCatchEvent', 'w', { content: two }) + end() + flows('start -> w -> end'), roots)).start({ key: '1' });
    driver.message('m', '1');
    expect([driver.state.status, driver.state.signals.size]).toEqual(['completed', 0]);
  });

  it('happens with all of them when it is parallel', async () => {
    const driver = (await caseOf(start() + node('intermediateCatchEvent', 'w', { content: two, attributes: 'parallelMultiple="true"' }) + end() + flows('start -> w -> end'), roots)).start({ key: '1' });
    driver.message('m', '1');
    expect(driver.active).toEqual(['w']);
    driver.accept({ type: 'CatchSignal', subscription: driver.state.signals.entries()[0]?.[0] ?? 0, variables: {} });
    expect(driver.state.status).toBe('completed');
  });
});
