/** Both procedures of the catalogue, played by the official client of the API's shapes, and its corners. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Camunda8 } from '@camunda8/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../runtime/package-root.ts';
import { scenarioFormat, type ScenarioStep } from '../catalogue/scenario.ts';
import { databases } from '../harness/databases.ts';
import { jobOnly } from '../server/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../server/test-app.ts';

type Client = ReturnType<InstanceType<typeof Camunda8>['getCamundaRestClient']>;

const folderOf = (procedure: string): string => join(packageRoot, 'definitions', procedure);

/** Everything of a procedure that is deployed: definitions, decisions and forms. */
const resourcesOf = (procedure: string): { name: string; content: string }[] => {
  const folder = folderOf(procedure);
  const files = [...readdirSync(folder), ...readdirSync(join(folder, 'forms')).map((name) => join('forms', name))];
  return files
    .filter((name) => /\.(bpmn|dmn|form|statechart\.json)$/.test(name))
    .map((name) => ({ name: name.replace('forms/', ''), content: readFileSync(join(folder, name), 'utf8') }));
};

const scenarioOf = (procedure: string, name: string) =>
  scenarioFormat.parse(JSON.parse(readFileSync(join(folderOf(procedure), 'scenarios', `${name}.json`), 'utf8')));

describe.each(databases)('@camunda8/sdk against the server on $kind', ({ open }) => {
  let app: TestApp;
  let client: Client;
  beforeAll(async () => {
    app = await openTestApp(await open());
    client = new Camunda8({ ZEEBE_REST_ADDRESS: await app.listen(), CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_LOG_LEVEL: 'none' }).getCamundaRestClient();
  });
  afterAll(async () => {
    client.stopWorkers();
    await app.close();
  });

  /** The open task of an element; a task that a message brings may take a moment. */
  const openTask = async (processInstanceKey: string, elementId: string): Promise<string> => {
    let found: string | undefined;
    await expect
      .poll(async () => {
        const { items } = await client.searchUserTasks({ filter: { processInstanceKey, elementId, state: 'CREATED' } });
        found = items[0]?.userTaskKey;
        return items.length;
      }, { timeout: 8_000 })
      .toBe(1);
    return found!;
  };

  const play = async (key: string, step: ScenarioStep): Promise<void> => {
    if ('complete' in step) await client.completeUserTask({ userTaskKey: await openTask(key, step.complete), variables: step.variables });
    else if ('key' in step)
      await client.publishMessage({ name: step.message, correlationKey: step.key, timeToLive: 60_000, variables: step.variables as never });
    // Jobs are done by the worker that the test has started.
    else if (!('job' in step)) throw new Error(`Expected a step that this client can take, but it is ${JSON.stringify(step)}`);
  };

  const endOf = (key: string): Promise<unknown> => client.searchProcessInstances({ filter: { processInstanceKey: key } }).then(({ items }) => items[0]?.state);

  test.each([
    ['procurement', 'small-purchase', 'procurement'],
    ['procurement', 'early-delivery', 'procurement'],
    ['contract', 'small-contract', 'contract'],
  ])('%s: %s runs from start to end', async (procedure, name, id) => {
    const deployed = await client.deployResources(resourcesOf(procedure));
    expect(deployed.processes).toMatchObject([{ processDefinitionId: id }]);
    const scenario = scenarioOf(procedure, name);
    const number = `PO-${name}`;
    const worker = client.createJobWorker({
      type: 'acta.number', worker: 'sdk', timeout: 10_000, maxJobsToActivate: 3, pollIntervalMs: 50,
      jobHandler: (job) => job.complete({ number }),
    });
    const { processInstanceKey: key } = await client.createProcessInstance({ processDefinitionId: id, variables: scenario.start.variables as never });
    for (const step of scenario.steps) await play(key, 'key' in step && procedure === 'procurement' ? { ...step, key: number } : step);
    await expect.poll(() => endOf(key), { timeout: 8_000 }).toBe('COMPLETED');
    await worker.stop();
    expect(succeeded(await app.get(`/api/cases/${key}/verdict`)).body).toMatchObject({ verified: true, redecide: { verdict: 'equal' } });
  });

  test('a task is assigned, changed, given back', async () => {
    await client.deployResources(resourcesOf('procurement'));
    const { processInstanceKey } = await client.createProcessInstance({ processDefinitionId: 'procurement', variables: { requester: 'li' } as never });
    const userTaskKey = await openTask(processInstanceKey, 'write-requisition');
    await client.assignUserTask({ userTaskKey, assignee: 'wang' });
    await client.updateUserTask({ userTaskKey, changeset: { dueDate: '2027-12-31T23:59:59.000Z', candidateUsers: ['a', 'b'] } });
    expect(await client.getUserTask(userTaskKey)).toMatchObject({ assignee: 'wang', dueDate: '2027-12-31T23:59:59.000Z', candidateUsers: ['a', 'b'] });
    await client.unassignUserTask({ userTaskKey });
    expect(await client.getUserTask(userTaskKey)).toMatchObject({ assignee: null });
    expect((await client.searchVariables({ filter: { processInstanceKey, name: 'requester' } })).items).toMatchObject([{ value: '"li"' }]);
    await client.cancelProcessInstance({ processInstanceKey });
    expect(await endOf(processInstanceKey)).toBe('TERMINATED');
  });

  test('a worker that fails, throws and succeeds; the result is awaited', async () => {
    await client.deployResources([{ name: 'awaited.bpmn', content: jobOnly('awaited', 'sdk.job') }]);
    const seen: number[] = [];
    const worker = client.createJobWorker({
      type: 'sdk.job', worker: 'sdk', timeout: 10_000, maxJobsToActivate: 2, pollIntervalMs: 50,
      jobHandler: async (job) => {
        seen.push(job.retries);
        if (job.retries === 3) return job.fail({ errorMessage: 'first', retries: 2, retryBackOff: 1 });
        if (job.retries === 2) throw new Error('second');
        return job.complete({ answer: 42 });
      },
    });
    const result = await client.createProcessInstanceWithResult({ processDefinitionId: 'awaited', variables: { x: 1 } as never, requestTimeout: 15_000 });
    expect(seen).toEqual([3, 2, 1]);
    expect(result.variables).toMatchObject({ x: 1, answer: 42 });
    await worker.stop();
  });

  test('an incident is made, found and resolved', async () => {
    await client.deployResources([{ name: 'broken.bpmn', content: jobOnly('broken', 'sdk.broken') }]);
    const { processInstanceKey } = await client.createProcessInstance({ processDefinitionId: 'broken', variables: {} as never });
    const [job] = await client.activateJobs({ type: 'sdk.broken', worker: 'w', timeout: 10_000, maxJobsToActivate: 1, requestTimeout: 1_000 });
    await job!.fail({ errorMessage: 'out of paper', retries: 0 });
    const [incident] = (await client.searchIncidents({ filter: { processInstanceKey } })).items;
    expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'out of paper', state: 'ACTIVE' });
    await client.updateJob({ jobKey: job!.jobKey, retries: 1 });
    await client.resolveIncident(incident!.incidentKey);
    const [again] = await client.activateJobs({ type: 'sdk.broken', worker: 'w', timeout: 10_000, maxJobsToActivate: 1, requestTimeout: 1_000 });
    await client.completeJob({ jobKey: again!.jobKey, variables: {} });
    expect(await endOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('a problem is an error with its title and detail', async () => {
    await expect(client.createProcessInstance({ processDefinitionId: 'nothing', variables: {} as never })).rejects.toThrow(/Expected to find process definition with process ID 'nothing'/);
    expect(await client.getTopology()).toMatchObject({ gatewayVersion: '8.9.0' });
    expect((await client.getLicenseStatus()) as unknown as Body).toMatchObject({ validLicense: true });
  });
});
