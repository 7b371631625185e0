/** Decision files of one deployment and of several: each decision has its id to itself, and files import each other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { decisionXml, definitionsXml, literalXml } from '../../test/harness/decision-xml.ts';
import { deciding } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../../test/server/test-app.ts';

const file = (id: string, content: string): string => definitionsXml(content).replace('id="drg"', `id="${id}"`).replace('urn:fixture', `urn:${id}?a=1&amp;b`);
const knowledge = (id: string, text: string): string =>
  `<businessKnowledgeModel id="${id}" name="${id}"><variable name="${id}"/><encapsulatedLogic><formalParameter name="n"/>${literalXml(text)}</encapsulatedLogic></businessKnowledgeModel>`;
const importing = (from: string): string =>
  `<import name="lib" namespace="urn:${from}?a=1&amp;b" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>`;
const requiring = (href: string, kind: 'Knowledge' | 'Decision'): string =>
  kind === 'Knowledge' ? `<knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement>` : `<informationRequirement><requiredDecision href="${href}"/></informationRequirement>`;

const library = (id: string, factor: number): string => file(id, knowledge(`${id}Times`, `n * ${factor}`) + decisionXml(`${id}Base`, literalXml('20')));
const importer = (id: string, from: string): string =>
  file(id, importing(from) + decisionXml(`${id}Top`, literalXml(`lib.${from}Times(lib.${from}Base)`), {
    requires: requiring(`urn:${from}?a=1&amp;b#${from}Times`, 'Knowledge') + requiring(`urn:${from}?a=1&amp;b#${from}Base`, 'Decision'),
  }));

describe.each(databases)('decision files on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
  });
  afterAll(() => app.close());

  const decided = async (id: string): Promise<unknown> => {
    const key = await app.start(id);
    const [variable] = await app.searchCase('variables', key, { name: 'result' });
    expect((succeeded(await app.get(`/api/cases/${key}/verdict`)).body)).toMatchObject({ verified: true, redecide: { verdict: 'equal' } });
    return JSON.parse(variable!['value']!);
  };
  const versions = (body: Body): unknown[] =>
    (body['deployments'] as readonly Body[]).flatMap((entry) => (entry['decisionRequirements'] === null ? [] : [[entry['decisionRequirements']!['decisionRequirementsId'], entry['decisionRequirements']!['version']]]));

  test('import each other in one deployment, whatever their order', async () => {
    succeeded(await app.deploy({ 'main.dmn': importer('oneMain', 'one'), 'lib.dmn': library('one', 2), 'p.bpmn': deciding('oneProcess', 'oneMainTop') }));
    expect(await decided('oneProcess')).toBe(40);
  });

  test('import what was deployed before, and keep it until they are deployed again', async () => {
    succeeded(await app.deploy({ 'lib.dmn': library('two', 2) }));
    const files = { 'main.dmn': importer('twoMain', 'two') };
    succeeded(await app.deploy({ ...files, 'p.bpmn': deciding('twoProcess', 'twoMainTop') }));
    const before = await app.start('twoProcess');
    expect(succeeded(await app.deploy(files)).body['unchanged']).toEqual(['main.dmn']);

    succeeded(await app.deploy({ 'lib.dmn': library('two', 3) }));
    expect(await decided('twoProcess')).toBe(40);
    expect(versions(succeeded(await app.deploy(files)).body)).toEqual([['twoMain', 2]]);
    expect(await decided('twoProcess')).toBe(60);
    expect(succeeded(await app.get(`/api/cases/${before}/verdict`)).body).toMatchObject({ verified: true, redecide: { verdict: 'equal' } });
  });

  test('show their own XML', async () => {
    const main = importer('xmlMain', 'xml');
    const { body } = succeeded(await app.deploy({ 'lib.dmn': library('xml', 2), 'main.dmn': main }));
    const key = (body['deployments'] as readonly Body[]).map((entry) => entry['decisionDefinition']).find((one) => one?.['decisionDefinitionId'] === 'xmlMainTop')!['decisionDefinitionKey']!;
    expect((await app.get(`/v2/decision-definitions/${key}/xml`)).text).toBe(main);
  });

  test('are refused when what they import is nowhere, and when it is broken, with its place', async () => {
    const nowhere = await app.deploy({ 'main.dmn': importer('noMain', 'nowhere') });
    expect([nowhere.status, nowhere.body['detail']]).toEqual([400, expect.stringMatching(/Expected the imported file 'lib' with namespace 'urn:nowhere\?a=1&b', but it cannot be found/) as string]);
    const broken = await app.deploy({ 'main.dmn': importer('badMain', 'bad'), 'lib.dmn': library('bad', 2).replace('n * 2', 'n *') });
    expect([broken.status, broken.body['detail']]).toEqual([400, expect.stringMatching(/'main\.dmn'.*In the imported file 'lib\.dmn', line 1, column \d+: /) as string]);
  });

  test('must not define the same decision in one deployment; in two it is the next version', async () => {
    const one = (id: string): string => file(id, decisionXml('shared', literalXml('1')));
    const both = await app.deploy({ 'a.dmn': one('a'), 'b.dmn': one('b') });
    expect([both.status, (both.body['detail']!.match(/'shared' stands in 'a\.dmn' as well/g) ?? []).length]).toEqual([400, 1]);
    succeeded(await app.deploy({ 'a.dmn': one('a') }));
    const { body } = succeeded(await app.deploy({ 'b.dmn': one('b') }));
    expect((body['deployments'] as readonly Body[])[0]!['decisionDefinition']).toMatchObject({ decisionDefinitionId: 'shared', version: 2 });
  });

  test('warn of a file once, not of what it imports again', async () => {
    const doubtful = library('warned', 2).replace('n * 2', 'nobody(n)');
    const { body } = succeeded(await app.deploy({ 'lib.dmn': doubtful, 'main.dmn': importer('warnedMain', 'warned') }));
    expect(body['warnings']).toMatchObject([{ resourceName: 'lib.dmn', message: expect.stringContaining('nobody') as string }]);
  });
});
