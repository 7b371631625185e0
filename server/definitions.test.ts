import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { discountDecision, errand, errandForm, taskOnly } from '../test/server/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../test/server/test-app.ts';

describe.each(databases)('definitions on $kind', ({ open }) => {
  let app: TestApp;
  let deployments: readonly Body[];
  beforeAll(async () => {
    app = await openTestApp(await open());
    const { body } = succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm, 'discount.dmn': discountDecision }, { tenantId: '<default>' }));
    deployments = body['deployments'] as readonly Body[];
  });
  afterAll(() => app.close());

  const processKey = (): string => deployments[0]!['processDefinition']!['processDefinitionKey'] as string;
  const search = async (what: string, body: object = {}): Promise<readonly Body[]> =>
    succeeded(await app.post(`/v2/${what}/search`, body)).body['items'] as readonly Body[];

  test('a deployment says what stands, one thing in each entry', () => {
    expect(deployments).toMatchObject([
      { processDefinition: { processDefinitionId: 'errand', processDefinitionVersion: 1, resourceName: 'errand.bpmn', tenantId: '<default>' } },
      { form: { formId: 'errand-form', version: 1, resourceName: 'errand.form' } },
      { decisionDefinition: { decisionDefinitionId: 'discount', name: 'Discount', version: 1, decisionRequirementsId: 'discounts' } },
      { decisionRequirements: { decisionRequirementsId: 'discounts', decisionRequirementsName: 'Discounts', version: 1, resourceName: 'discount.dmn' } },
    ]);
    for (const entry of deployments) expect(Object.values(entry).filter((value) => value !== null)).toHaveLength(1);
  });

  test('the same again makes no new version, another content does', async () => {
    const again = succeeded(await app.deploy({ 'errand.bpmn': errand })).body['deployments']![0]!['processDefinition'];
    expect(again).toMatchObject({ processDefinitionKey: processKey(), processDefinitionVersion: 1 });
    succeeded(await app.deploy({ 'task.bpmn': taskOnly('versioned') }));
    const second = succeeded(await app.deploy({ 'task.bpmn': taskOnly('versioned').replace('<?xml', ' <?xml').trimStart() + '\n' })).body['deployments']![0]!['processDefinition'];
    expect(second).toMatchObject({ processDefinitionVersion: 2 });
    expect(await search('process-definitions', { filter: { processDefinitionId: 'versioned', isLatestVersion: true } })).toMatchObject([{ version: 2 }]);
    expect(await search('process-definitions', { filter: { processDefinitionId: 'versioned' }, sort: [{ field: 'version', order: 'desc' }] })).toMatchObject([{ version: 2 }, { version: 1 }]);
  });

  test('a form is read by its id; one that is not deployed is not found', async () => {
    expect(succeeded(await app.get('/api/forms/errand-form')).body).toMatchObject({ formId: 'errand-form', version: 1, schema: errandForm });
    expect((await app.get('/api/forms/none')).status).toBe(404);
  });

  test('a process definition is read, with its source and its start form', async () => {
    const path = `/v2/process-definitions/${processKey()}`;
    expect(succeeded(await app.get(path)).body).toEqual({
      name: 'Errand', resourceName: 'errand.bpmn', version: 1, versionTag: 'v1.0', processDefinitionId: 'errand', tenantId: '<default>',
      processDefinitionKey: processKey(), hasStartForm: true, state: 'ACTIVE',
    });
    expect(await app.get(`${path}/xml`)).toMatchObject({ status: 200, text: errand, type: 'text/xml; charset=utf-8' });
    expect(succeeded(await app.get(`${path}/form`)).body).toMatchObject({ formId: 'errand-form', schema: errandForm });
    const [formless] = await search('process-definitions', { filter: { processDefinitionId: { $in: ['versioned'] }, hasStartForm: false } });
    expect((await app.get(`/v2/process-definitions/${formless!['processDefinitionKey']}/form`)).status).toBe(204);
    for (const part of ['', '/xml', '/form']) expect((await app.get(`/v2/process-definitions/5${part}`)).status).toBe(404);
  });

  test('a decision is read, with its source', async () => {
    const [decision] = await search('decision-definitions', { filter: { decisionDefinitionId: 'discount', isLatestVersion: true } });
    expect(decision).toMatchObject({ name: 'Discount', version: 1, decisionRequirementsName: 'Discounts', decisionRequirementsVersion: 1 });
    const path = `/v2/decision-definitions/${decision!['decisionDefinitionKey']}`;
    expect(succeeded(await app.get(path)).body).toEqual(decision);
    expect(await app.get(`${path}/xml`)).toMatchObject({ status: 200, text: discountDecision });
    expect((await app.get('/v2/decision-definitions/5/xml')).status).toBe(404);
  });
});
