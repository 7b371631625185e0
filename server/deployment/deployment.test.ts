import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { door, taskOnly } from '../../test/server/models.ts';
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
