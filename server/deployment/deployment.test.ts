import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { decisionXml, definitionsXml, literalXml } from '../../test/harness/decision-xml.ts';
import { deciding, door, errand, errandForm, taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../../test/server/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite());
});
afterAll(() => app.close());

/** Nothing leads to the state `cellar`. */
const withCellar = (id: string): string => {
  const chart = JSON.parse(door) as { id: string; states: Record<string, unknown> };
  return JSON.stringify({ ...chart, id, states: { ...chart.states, cellar: { type: 'final' } } }, null, 2);
};

describe('the answer to a deployment', () => {
  it('has the warnings, with their places', async () => {
    const { body } = succeeded(await app.deploy({ 'cellar.statechart.json': withCellar('cellar'), 'fine.bpmn': taskOnly('fine') }));

    expect(body['warnings']).toEqual([
      { resourceName: 'cellar.statechart.json', element: 'states.cellar', line: expect.any(Number) as number, message: expect.stringMatching(/^Expected a way into state 'cellar', but/) as string },
    ]);
    expect(body).not.toHaveProperty('unchanged');
  });

  it('has the place in the expression that a warning is about, of all kinds of files', async () => {
    const bpmn = deciding('placed', 'placed-decision').replace('<zeebe:calledDecision', '<zeebe:ioMapping>\n<zeebe:input source="=1 &lt; nope(2)" target="x"/></zeebe:ioMapping><zeebe:calledDecision');
    const chart = JSON.stringify({ ...JSON.parse(door) as object, id: 'placed-chart', context: { x: '="a" + nope(2)' } }, null, 1);
    const dmn = definitionsXml(decisionXml('placed-decision', `\n${literalXml('"&" + nope(2)')}`)).replace('id="drg"', 'id="placed-file"');
    const { body } = succeeded(await app.deploy({ 'p.bpmn': bpmn, 'p.statechart.json': chart, 'p.dmn': dmn }));

    const sources = { 'p.bpmn': bpmn, 'p.statechart.json': chart, 'p.dmn': dmn };
    const there = (body['warnings'] as unknown as readonly { resourceName: keyof typeof sources; line: number; column: number; message: string }[])
      .filter(({ message }) => message.includes("no 'nope'"))
      .map(({ resourceName, line, column }) => [resourceName, sources[resourceName].split('\n')[line - 1]!.slice(column - 1, column + 6)]);
    expect(there).toEqual([['p.bpmn', 'nope(2)'], ['p.statechart.json', 'nope(2)'], ['p.dmn', 'nope(2)']]);
  });

  it('has the place of what is refused in an expression', async () => {
    const bpmn = deciding('broken', 'd').replace('<zeebe:calledDecision', '<zeebe:ioMapping>\n<zeebe:input source="=1 +* 2" target="x"/></zeebe:ioMapping><zeebe:calledDecision');
    const { status, body } = await app.deploy({ 'p.bpmn': bpmn });
    const line = bpmn.slice(0, bpmn.indexOf('1 +* 2')).split('\n').length;
    expect([status, body['detail']]).toEqual([400, expect.stringContaining(`'p.bpmn' (element 'decide', line ${line}, column 26): `) as string]);
    expect(body['findings']).toEqual([{ resourceName: 'p.bpmn', element: 'decide', line, column: 26, message: expect.stringMatching(/^Expected .+ to be readable FEEL/) as string }]);
  });

  it('has forms and decisions that are used and not deployed, until they are', async () => {
    const files = { 'errand.bpmn': errand.replaceAll('errand-form', 'missing-form'), 'p.bpmn': deciding('missing', 'missing-decision') };
    const warningsOf = async (more: Readonly<Record<string, string>>): Promise<unknown[]> =>
      ((succeeded(await app.deploy({ ...files, ...more })).body['warnings'] ?? []) as unknown as readonly { line: number; column: number; message: string }[])
        .map(({ line, column, message }) => [message, line > 0 && column > 0]).filter(([message]) => String(message).includes('to be deployed'));
    const form = ["Expected form 'missing-form' to be deployed, but it is not; until it is, a case is worked on without it", true];
    const decision = ["Expected decision 'missing-decision' to be deployed, but it is not; until it is, a case stops there with an incident", true];

    expect(await warningsOf({})).toEqual([form, decision]);
    expect(await warningsOf({ 'd.dmn': definitionsXml(decisionXml('missing-decision', literalXml('1'))).replace('id="drg"', 'id="missing-file"') })).toEqual([form]);
    succeeded(await app.deploy({ 'f.form': errandForm.replace('errand-form', 'missing-form') }));
    expect(await warningsOf({})).toEqual([]);
  });

  it('says what stood deployed as it is', async () => {
    succeeded(await app.deploy({ 'one.bpmn': taskOnly('one') }));

    const { body } = succeeded(await app.deploy({ 'one.bpmn': taskOnly('one'), 'two.bpmn': taskOnly('two') }));

    expect(body['unchanged']).toEqual(['one.bpmn']);
    expect(body).not.toHaveProperty('warnings');
  });

  it('names files by their path in the folder, and not by one that leads out of it', async () => {
    const names = ['a/b/within.bpmn', '../../outside.bpmn', '/etc/root.bpmn', 'C:\\work\\drive.bpmn', 'x\\y\\back.bpmn', './here.bpmn'];
    const { body } = succeeded(await app.deploy(Object.fromEntries(names.map((name, number) => [name, taskOnly(`path${number}`)]))));

    const named = (body['deployments'] as readonly Body[]).map((entry) => entry['processDefinition']!['resourceName']);
    expect(named).toEqual(['a/b/within.bpmn', 'outside.bpmn', 'root.bpmn', 'drive.bpmn', 'x/y/back.bpmn', 'here.bpmn']);
  });
});
