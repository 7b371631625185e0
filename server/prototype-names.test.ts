import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, literalXml } from '../test/harness/decision-xml.ts';
import { createTestPglite } from '../test/harness/pglite.ts';
import { definitions } from '../test/case/bpmn-xml.ts';
import { openTestApp, succeeded, type TestApp } from '../test/server/test-app.ts';

/**
 * Definitions, decisions, messages, jobs and tags have the name, the service task has the other one: ids
 * stand once in a file. Variables may not be called `__proto__`.
 */
const process = (name: string, other: string): string => {
  const variable = name === '__proto__' ? 'result' : name;
  const extended = (type: string, id: string, content: string): string =>
    `<bpmn:${type} id="${id}"><bpmn:extensionElements>${content}</bpmn:extensionElements></bpmn:${type}>`;
  return definitions(`<bpmn:message id="m" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="=&quot;${name}&quot;"/></bpmn:extensionElements></bpmn:message>
    <bpmn:process id="${name}" isExecutable="true"><bpmn:startEvent id="start"/>
    ${extended('businessRuleTask', 'rule', `<zeebe:calledDecision decisionId="${name}" resultVariable="${variable}"/>`)}
    ${extended('serviceTask', other, `<zeebe:taskDefinition type="${name}"/>`)}
    <bpmn:receiveTask id="wait" messageRef="m"/><bpmn:endEvent id="end"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="rule"/><bpmn:sequenceFlow id="f2" sourceRef="rule" targetRef="${other}"/>
    <bpmn:sequenceFlow id="f3" sourceRef="${other}" targetRef="wait"/><bpmn:sequenceFlow id="f4" sourceRef="wait" targetRef="end"/></bpmn:process>`);
};

describe('names that every JavaScript object knows', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await createTestPglite());
  });
  afterAll(() => app.close());

  it.each([
    ['constructor', '__proto__'], ['__proto__', 'constructor'], ['toString', 'valueOf'], ['hasOwnProperty', 'toString'], ['valueOf', 'hasOwnProperty'],
  ])('%s is an ordinary name from the deployment to the search', async (name, other) => {
    const decision = definitionsXml(decisionXml(name, literalXml('{constructor: 7}.constructor')));
    succeeded(await app.deploy({ [`${name}.bpmn`]: process(name, other), [`${name}.dmn`]: decision }));
    const tag = name === '__proto__' ? 'proto' : name; // a tag begins with a letter
    const key = await app.start(name, { tags: [tag] });

    expect(await app.searchCase('element-instances', key, { elementId: other })).toMatchObject([{ type: 'SERVICE_TASK', processDefinitionId: name }]);
    const jobs = succeeded(await app.post('/v2/jobs/activation', { type: name, timeout: 5_000, maxJobsToActivate: 2, worker: name })).body['jobs'];
    expect(jobs).toMatchObject([{ type: name, elementId: other, processDefinitionId: name, tags: [tag] }]);
    succeeded(await app.post(`/v2/jobs/${jobs?.[0]?.['jobKey']}/completion`, { variables: {} }));
    succeeded(await app.post('/v2/messages/publication', { name, correlationKey: name, timeToLive: 0, variables: name === '__proto__' ? {} : { [name]: 8 } }));

    const done = async (): Promise<string> => succeeded(await app.get(`/v2/process-instances/${key}`)).body['state'] as string;
    for (let left = 50; left > 0 && (await done()) !== 'COMPLETED'; left -= 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await done()).toBe('COMPLETED');
    const variables = await app.searchCase('variables', key);
    expect(variables.map((variable) => [variable['name'], variable['value']])).toEqual(name === '__proto__' ? [['result', '7']] : [[name, '8']]);
    expect(succeeded(await app.get(`/api/cases/${key}/verdict`)).body).toMatchObject({ verified: true });
  });
});
