import { describe, expect, it } from 'vitest';
import { boundary, caseOf, catching, flows, message, messages, node, nonInterrupting, problemsOf, processXml, start, timer, user } from '../../../test/case/bpmn-xml.ts';

describe('a message', () => {
  it('is waited for under its name and the key as it is on entering', async () => {
    const driver = await caseOf(start() + catching('wait', message('paid')) + user('after') + flows('start -> wait -> after'), messages('paid'));
    driver.start({ key: 42 });
    expect(driver.eventsOf('MessageSubscriptionOpened')).toMatchObject([{ messageName: 'paid', correlationKey: '42', once: true, target: 'wait' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { key: 43 }, local: true });
    driver.message('paid', '42', { amount: 9 });
    expect(driver.active).toEqual(['after']);
    expect(driver.variables()).toEqual({ key: 43, amount: 9 });
    expect(driver.state.subscriptions.size).toBe(0);
  });

  it('goes through the output mappings of its event', async () => {
    const driver = await caseOf(
      start() + catching('wait', message('paid'), { extension: '<zeebe:ioMapping><zeebe:output source="=amount" target="paid.amount"/></zeebe:ioMapping>' }) +
        user('after') + flows('start -> wait -> after'),
      messages('paid'),
    );
    driver.start({ key: 'k', paid: { by: 'card' } }).message('paid', 'k', { amount: 9 });
    expect(driver.variables()).toEqual({ key: 'k', paid: { by: 'card', amount: 9 } });
  });

  it.each([[null, 'null'], [true, 'the boolean true'], [{}, 'a context'], ['', 'the string ""']])('with the key %j stops with an incident', async (key, told) => {
    const driver = await caseOf(start() + catching('wait', message('paid')) + flows('start -> wait'), messages('paid'));
    driver.start({ key });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'extractValue' }]);
    expect(driver.eventsOf('IncidentCreated')[0]!.message).toContain(`but '=key' gave ${told}`);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { key: 'k' }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('wait') });
    expect(driver.message('paid', 'k').state.status).toBe('completed');
  });

  it('completes a receive task, whose boundary timer is then canceled', async () => {
    const xml = start() + node('receiveTask', 'wait', { attributes: 'messageRef="paid"' }) + boundary('late', 'wait', timer('timeDuration', 'PT1S')) + user('dun') + flows('start -> wait', 'late -> dun');
    const driver = await caseOf(xml, messages('paid'));
    driver.start({ key: 'k' }).message('paid', 'k');
    expect(driver.state.status).toBe('completed');
    expect(driver.eventsOf('TimerCanceled')).toHaveLength(1);
  });

  it('interrupts an activity at its boundary', async () => {
    const driver = await caseOf(start() + user('work') + boundary('stopped', 'work', message('stop')) + user('after') + flows('start -> work', 'stopped -> after'), messages('stop'));
    driver.start({ key: 'k' }).message('stop', 'k');
    expect(driver.active).toEqual(['after']);
  });

  it('comes again and again at a boundary that does not interrupt, until the activity ends', async () => {
    const driver = await caseOf(start() + user('work') + boundary('came', 'work', message('more'), nonInterrupting) + user('extra') + flows('start -> work', 'came -> extra'), messages('more'));
    driver.start({ key: 'k' }).message('more', 'k').message('more', 'k');
    expect(driver.active).toEqual(['extra', 'extra', 'work']);
    driver.complete('work');
    expect(driver.state.subscriptions.size).toBe(0);
    expect(driver.eventsOf('MessageSubscriptionClosed')).toHaveLength(1);
  });

  it.each([
    ['that is not there', catching('wait', '<bpmn:messageEventDefinition/>'), '', /to refer to a message, but it refers to none/],
    ['without a key', catching('wait', message('m')), '<bpmn:message id="m" name="m"/>', /to have a correlation key on its message, but it has none/],
    ['without a name', catching('wait', message('m')), '<bpmn:message id="m"><bpmn:extensionElements><zeebe:subscription correlationKey="=k"/></bpmn:extensionElements></bpmn:message>', /to have a message name/],
  ])('%s is refused', async (_what, xml, roots, expected) => {
    const problems = await problemsOf(processXml(start() + xml + flows('start -> wait'), roots));
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(expected);
  });
});

describe('an event-based gateway', () => {
  const race = () =>
    caseOf(
      start() + node('eventBasedGateway', 'race') + catching('got', message('paid')) + catching('late', timer('timeDuration', 'PT1H')) + user('ship') + user('dun') +
        flows('start -> race -> got -> ship', 'race -> late -> dun'),
      messages('paid'),
    );

  it('waits as itself', async () => {
    expect((await race()).start({ key: 'k' }).active).toEqual(['race']);
  });

  it('goes on at the message when that comes first', async () => {
    const driver = (await race()).start({ key: 'k' }).message('paid', 'k', { amount: 1 });
    expect(driver.active).toEqual(['ship']);
    expect(driver.variables()).toEqual({ key: 'k', amount: 1 });
    expect(driver.state.timers.size).toBe(0);
  });

  it('goes on at the timer when that comes first', async () => {
    const driver = (await race()).start({ key: 'k' }).advance(3_600_000);
    expect(driver.active).toEqual(['dun']);
    expect(driver.state.subscriptions.size).toBe(0);
  });

  it('opens nothing when one of its events cannot be evaluated', async () => {
    const driver = (await race()).start({});
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ element: 'race' }]);
    expect(driver.eventsOf('TimerScheduled')).toEqual([]);
  });
});
