import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, flows, mapping, node, service, start, subProcess, user } from '../../../test/case/bpmn-xml.ts';

const compensation = (activity?: string): string => `<bpmn:compensateEventDefinition ${activity === undefined ? '' : `activityRef="${activity}"`}/>`;
const undo = (id: string): string => node('serviceTask', id, { attributes: 'isForCompensation="true"', extension: '<zeebe:taskDefinition type="undo"/>' });
/** A service task, and what undoes it. */
const undoable = (id: string, more = ''): string =>
  service(id, more) + boundary(`${id}C`, id, compensation()) + undo(`undo${id}`)
  + `<bpmn:association id="${id}A" associationDirection="One" sourceRef="${id}C" targetRef="undo${id}"/>`;
const throwing = (id: string, activity?: string): string => node('intermediateThrowEvent', id, { content: compensation(activity) });

describe('compensation', () => {
  it('undoes what was completed, newest first, and the token waits for all of it', async () => {
    const driver = (await caseOf(start() + undoable('a') + undoable('b') + undoable('c') + throwing('t') + user('next') + flows('start -> a -> b -> t -> next'))).start();
    driver.complete('a').complete('b');
    expect(driver.active).toEqual(['t', 'undoa', 'undob']);
    expect(driver.eventsOf('CompensationTriggered').map(({ instance }) => driver.state.elements.get(instance)?.element)).toEqual(['undob', 'undoa']);
    driver.complete('undoa');
    expect(driver.active).toEqual(['t', 'undob']);
    driver.complete('undob');
    expect(driver.active).toEqual(['next']);
    expect(driver.state.compensables.size).toBe(0);
  });

  it('undoes only what it names, once', async () => {
    const driver = (await caseOf(start() + undoable('a') + undoable('b') + throwing('t', 'a') + throwing('u', 'a') + user('next') + flows('start -> a -> b -> t -> u -> next'))).start();
    driver.complete('a').complete('b').complete('undoa');
    expect(driver.active).toEqual(['next']);
  });

  it('sees the variables that the activity had', async () => {
    const driver = (await caseOf(start() + undoable('a', mapping({ seat: '=free' })) + throwing('t') + flows('start -> a -> t'))).start({ free: '12A' });
    driver.complete('a');
    driver.accept({ type: 'SetVariables', scope: 0, variables: { free: 'none' }, local: false });
    expect(driver.variables(driver.instancesOf('undoa')[0])).toEqual({ seat: '12A' });
  });

  it('reaches into a sub-process that was completed, in a scope of its own with its variables', async () => {
    const inner = start('s') + undoable('a') + flows('s -> a');
    const driver = (await caseOf(start() + subProcess('sub', inner, mapping({ trip: '=id' })) + throwing('t') + user('next') + flows('start -> sub -> t -> next'))).start({ id: 7 });
    driver.complete('a');
    expect(driver.active).toEqual(['sub', 't', 'undoa']);
    expect(driver.variables(driver.instancesOf('sub')[0])).toEqual({ trip: 7 });
    driver.complete('undoa');
    expect(driver.active).toEqual(['next']);
  });

  it('of nothing goes on at once, and what was not completed is not undone', async () => {
    const driver = (await caseOf(start() + node('parallelGateway', 'p') + undoable('a') + throwing('t') + user('next') + flows('start -> p -> a', 'p -> t -> next'))).start();
    expect(driver.active).toEqual(['a', 'next']);
  });
});

describe('a transaction', () => {
  it('that is cancelled ends what is in it, undoes what was completed, and is left at its cancel event', async () => {
    const inner = start('s') + node('parallelGateway', 'p') + undoable('a') + user('wait') + user('decide')
      + end('cancel', '<bpmn:cancelEventDefinition/>') + flows('s -> p', 'p -> a -> decide -> cancel', 'p -> wait');
    const driver = (await caseOf(start() + node('transaction', 'tx', { content: inner }) + boundary('off', 'tx', '<bpmn:cancelEventDefinition/>') + user('sorry') + flows('start -> tx', 'off -> sorry'))).start();
    driver.complete('a').complete('decide');
    expect(driver.active).toEqual(['cancel', 'tx', 'undoa']);
    driver.complete('undoa');
    expect(driver.active).toEqual(['sorry']);
  });
});
