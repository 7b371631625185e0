import { describe, expect, it } from 'vitest';
import { caseOf, flows, mapping, problemsOf, processXml, script, service, start, subProcess, user } from '../../../test/case/bpmn-xml.ts';
import type { CaseDriver } from '../../../test/case/case-driver.ts';

const withMapping = (inputs: Record<string, string>, outputs: Record<string, string> = {}) =>
  caseOf(start() + service('work', mapping(inputs, outputs)) + user('after') + flows('start -> work -> after'));

const local = (driver: CaseDriver) => driver.variables(driver.instancesOf('work')[0]);

describe('input mappings', () => {
  it('create local variables in order, each seeing the earlier ones', async () => {
    const driver = (await withMapping({ a: '=x + 1', b: '=a * 10', 'c.d': '=b', 'c.e': 'text' })).start({ x: 1 });
    expect(local(driver)).toEqual({ a: 2, b: 20, c: { d: 20, e: 'text' } });
    expect(driver.variables()).toEqual({ x: 1 });
  });

  it('build a fresh context for a dotted target', async () => {
    const driver = (await withMapping({ 'order.id': '=1' })).start({ order: { total: 5 } });
    expect(local(driver)).toEqual({ order: { id: 1 } });
  });

  it('give null for a source that is missing', async () => {
    expect(local((await withMapping({ a: '=nothing' })).start())).toEqual({ a: null });
  });

  it('may leave the source out', async () => {
    const driver = await caseOf(start() + service('work', '<zeebe:ioMapping><zeebe:input target="a"/></zeebe:ioMapping>') + flows('start -> work'));
    expect(local(driver.start())).toEqual({ a: null });
  });

  it('that fail set nothing and stop with an incident', async () => {
    const driver = (await withMapping({ a: '=1', b: '=assert(x, x != null)' })).start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'ioMapping', phase: 'activate' }]);
    expect(local(driver)).toEqual({});
    driver.accept({ type: 'SetVariables', scope: 0, variables: { x: 1 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('work') });
    expect(local(driver)).toEqual({ a: 1, b: 1 });
    expect(driver.job('work')).toBeGreaterThan(0);
  });
});

describe('input mappings that run again after an incident', () => {
  it('do not see what they made before', async () => {
    const driver = await caseOf(start() + service('work', mapping({ n: '=n + 1', kind: '=wanted' }), 'type="=kind"') + flows('start -> work'));
    driver.start({ n: 1, wanted: null });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'extractValue', phase: 'activate' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { wanted: 'pay' }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('work') });
    expect(local(driver)).toEqual({ n: 2, kind: 'pay' });
    expect(driver.eventsOf('JobCreated')).toMatchObject([{ jobType: 'pay' }]);
  });

  it('see what a person has given the element meanwhile', async () => {
    const driver = (await withMapping({ a: '=assert(x, x != null)' })).start();
    const [work = 0] = driver.instancesOf('work');
    driver.accept({ type: 'SetVariables', scope: work, variables: { x: 1 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('work') });
    expect(local(driver)).toEqual({ x: 1, a: 1 });
  });
});

describe('output mappings', () => {
  it('are all that leaves the element', async () => {
    const driver = (await withMapping({}, { total: '=price * 2' })).start().complete('work', { price: 4, secret: true });
    expect(driver.variables()).toEqual({ total: 8 });
  });

  it('merge a dotted target into what is there', async () => {
    const driver = (await withMapping({}, { 'order.paid': '=ok', 'order.at.day': '=1' })).start({ order: { id: 7, at: { hour: 2 } } });
    expect(driver.complete('work', { ok: true }).variables()).toEqual({ order: { id: 7, paid: true, at: { hour: 2, day: 1 } } });
  });

  it('replace what is no context on the way of a dotted target', async () => {
    const driver = (await withMapping({}, { 'order.paid': '=true' })).start({ order: 5 }).complete('work');
    expect(driver.variables()).toEqual({ order: { paid: true } });
  });

  it('that fail stop with an incident after the job is done, and run again when it is resolved', async () => {
    const driver = (await withMapping({}, { total: '=assert(price, price != null)' })).start().complete('work');
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'ioMapping', phase: 'complete' }]);
    expect(driver.state.jobs.size).toBe(0);
    const [work = 0] = driver.instancesOf('work');
    driver.accept({ type: 'SetVariables', scope: work, variables: { price: 3 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('work') });
    expect(driver.active).toEqual(['after']);
    expect(driver.variables()).toEqual({ total: 3 });
  });
});

describe('a result without output mappings', () => {
  it('goes to the nearest scope that has the name, else to the case', async () => {
    const inner = start('s') + service('work') + user('after') + flows('s -> work -> after');
    const driver = await caseOf(start() + subProcess('sub', inner, mapping({ x: '=5' })) + flows('start -> sub'));
    driver.start({ x: 1, y: 1 }).complete('work', { x: 2, y: 3, z: 4 });
    expect(driver.variables(driver.instancesOf('sub')[0])).toEqual({ x: 2 });
    expect(driver.variables()).toEqual({ x: 1, y: 3, z: 4 });
  });

  it('stays inside the element where an input mapping made a variable of the name', async () => {
    const driver = (await withMapping({ x: '=5' })).start({ x: 1 }).complete('work', { x: 2, y: 3 });
    expect(driver.variables()).toEqual({ x: 1, y: 3 });
  });
});

describe('a script task', () => {
  it('puts its value into its result variable', async () => {
    const driver = await caseOf(start() + script('add', 'sum', '=a + b') + user('after') + flows('start -> add -> after'));
    expect(driver.start({ a: 1, b: 2 }).variables()).toEqual({ a: 1, b: 2, sum: 3 });
  });

  it('maps its value out', async () => {
    const driver = await caseOf(start() + script('add', 'sum', '=1 + 2', mapping({}, { total: '=sum * 10' })) + flows('start -> add'));
    expect(driver.start().variables()).toEqual({ total: 30 });
  });

  it('that fails stops with an incident', async () => {
    const driver = await caseOf(start() + script('add', 'sum', '=assert(a, a != null)') + flows('start -> add'));
    driver.start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'extractValue', phase: 'activate' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { a: 1 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('add') });
    expect(driver.variables()).toEqual({ a: 1, sum: 1 });
  });

  it.each([
    ['no result variable', '<bpmn:scriptTask id="add"><bpmn:extensionElements><zeebe:script expression="=1"/></bpmn:extensionElements></bpmn:scriptTask>', /to have a result variable that is a name, but it has none/],
    ['neither script nor job', '<bpmn:scriptTask id="add"/>', /to have a FEEL expression \(zeebe:script\) or a job type, but it has none/],
    ['a bad target', service('add', mapping({ 'a b': '=1' })), /the target of each input of service task 'add' to be a name, but one is 'a b'/],
    ['a prototype as target', service('add', mapping({}, { 'a.__proto__': '=1' })), /to be a name, but one is 'a.__proto__'/],
    ['no source of an output', service('add', '<zeebe:ioMapping><zeebe:output target="a"/></zeebe:ioMapping>'), /to have the source of output 'a', but it has none/],
  ])('or mapping with %s is refused', async (_what, xml, expected) => {
    const problems = await problemsOf(processXml(start() + xml + flows('start -> add')));
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(expected);
  });
});
