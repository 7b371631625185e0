import { describe, expect, it } from 'vitest';
import { definitions, flows, problemsOf, processXml, start, user } from '../../../test/case/bpmn-xml.ts';
import { feelEngine } from '../../feel/index.ts';
import { compileBpmn } from '../index.ts';

const good = processXml(start() + user('a') + flows('start -> a'));

describe('XML is refused', () => {
  it.each([
    ['with a DOCTYPE', good.replace('?>', '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), /Expected XML without a DOCTYPE, but found one/, 2],
    ['that is not well-formed', good.replace('</bpmn:process>', ''), /Expected well-formed XML, but unexpected close tag/, 4],
    ['with an unknown BPMN element', good.replace('<bpmn:userTask', '<bpmn:robotTask/>\n<bpmn:userTask'), /unknown type <bpmn:RobotTask>/, 3],
    ['with an unknown zeebe element', good.replace('<zeebe:userTask/>', '<zeebe:robot/>'), /unknown type <zeebe:Robot>/, 3],
    ['with an unknown attribute of no namespace', good.replace('id="a"', 'id="a" colour="red"'), /unknown attribute <colour>/, 3],
    ['of another kind', '<a/>', /Expected BPMN XML|root element/, 1],
    ['that is empty', '', /Expected well-formed XML/, 1],
    ['that is no XML', 'hello', /Expected well-formed XML/, 1],
  ])('%s, with its line', async (_what, xml, message, line) => {
    const problems = await problemsOf(xml);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.line).toBe(line);
  });

  it('naming the element that an unknown property of an extension belongs to', async () => {
    const problems = await problemsOf(good.replace('<zeebe:userTask/>', '<zeebe:userTask colour="red"/>'));
    expect(problems).toEqual([{ severity: 'error', message: 'Expected readable BPMN, but unknown attribute <colour>', element: 'a', line: 3 }]);
  });

  it('naming the element that a broken reference is in', async () => {
    const problems = await problemsOf(good.replace('targetRef="a"', 'targetRef="b"'));
    expect(problems).toContainEqual({ severity: 'error', message: 'Expected readable BPMN, but unresolved reference <b>', element: 'start_a', line: 3 });
  });
});

describe('XML that would take long is refused before it does', () => {
  /** Extensions of other vendors are accepted whatever they hold: here is where a file can hide anything. */
  const withExtension = (extension: string): string => good.replace('<zeebe:userTask/>', `<zeebe:userTask/>${extension}`);
  const nested = (count: number, tag: (number: number) => string): string =>
    Array.from({ length: count }, (_, number) => `<${tag(number)}>`).join('') + Array.from({ length: count }, (_, number) => `</${tag(count - 1 - number).split(' ', 1)[0]}>`).join('');
  const prefixed = (number: number): string => `n${number}:e xmlns:n${number}="urn:n"`;

  it.each([
    ['nested elements', `<v:e xmlns:v="urn:v">${nested(20_000, () => 'v:e')}</v:e>`, 'Expected at most 256 elements within each other, but found more'],
    ['a namespace for each of many elements within each other', nested(20_000, prefixed), 'Expected at most 64 namespaces declared on an element and those around it, but found more'],
    ['attributes', `<v:e xmlns:v="urn:v" ${Array.from({ length: 20_000 }, (_, number) => `a${number}=""`).join(' ')}/>`, 'Expected at most 500 attributes of an element, but found more'],
    ['namespaces', `<v:e xmlns:v="urn:v" ${Array.from({ length: 400 }, (_, number) => `xmlns:p${number}="urn:p"`).join(' ')}/>`, 'Expected at most 64 namespaces declared on an element and those around it, but found more'],
    ['elements', `<v:e xmlns:v="urn:v">${'<v:f/>'.repeat(150_000)}</v:e>`, 'Expected at most 100000 elements, but found more'],
  ])('for its %s', async (_what, extension, message) => {
    expect((await problemsOf(withExtension(extension))).map((problem) => problem.message)).toEqual([message]);
  });

  it('and not when it has many elements side by side, each with a namespace of its own', async () => {
    const side = Array.from({ length: 2_000 }, (_, number) => `<${prefixed(number)}/>`).join('');

    expect((await compileBpmn(withExtension(`<v:e xmlns:v="urn:v">${side}</v:e>`), feelEngine)).ok).toBe(true);
  });
});

describe('what a modeler adds is accepted', () => {
  it('such as template attributes, its own attributes, vendor extensions and the diagram', async () => {
    const xml = definitions(`
      <bpmn:process id="p" name="Order" isExecutable="true" zeebe:modelerTemplate="t" xmlns:vendor="http://vendor.test" vendor:colour="red">
        <bpmn:extensionElements><zeebe:versionTag value="v7"/><vendor:thing><vendor:part/></vendor:thing></bpmn:extensionElements>
        <bpmn:startEvent id="s"><bpmn:extensionElements><zeebe:formDefinition formId="order-form"/><zeebe:properties><zeebe:property name="a" value="b"/></zeebe:properties></bpmn:extensionElements></bpmn:startEvent>
        <bpmn:serviceTask id="a" zeebe:modelerTemplate="io.x" zeebe:modelerTemplateVersion="2" zeebe:modelerTemplateIcon="data:,">
          <bpmn:documentation>said</bpmn:documentation>
          <bpmn:extensionElements><zeebe:taskDefinition type="send" retries="5"/></bpmn:extensionElements>
        </bpmn:serviceTask>
        <bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a"/><bpmn:sequenceFlow id="g" sourceRef="a" targetRef="e"/>
      </bpmn:process>
      <bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d">
        <bpmndi:BPMNPlane id="pl" bpmnElement="p"><bpmndi:BPMNShape id="sh" bpmnElement="s"><dc:Bounds x="0" y="0" width="36" height="36"/></bpmndi:BPMNShape></bpmndi:BPMNPlane>
      </bpmndi:BPMNDiagram>`).replace('id="definitions"', 'id="definitions" xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.7.0"');
    const compilation = await compileBpmn(xml, feelEngine);
    expect(compilation).toMatchObject({
      ok: true,
      warnings: [],
      definitions: [
        { id: 'p', name: 'Order', versionTag: 'v7', startFormId: 'order-form', uses: { jobTypes: ['send'], forms: ['order-form'], decisions: [] } },
      ],
    });
  });

  it('but not a start form that is chosen by variables, of which there are none yet', async () => {
    const problems = await problemsOf(good.replace('<bpmn:startEvent id="start" >', '<bpmn:startEvent id="start"><bpmn:extensionElements><zeebe:formDefinition formId="=kind"/></bpmn:extensionElements>'));
    expect(problems).toEqual([{ severity: 'error', message: "Expected the form id of start event 'start' to be static, but it is '=kind'", element: 'start', line: 3 }]);
  });

  it('and a user task without its marker is taken as one of the engine, with a warning', async () => {
    const compilation = await compileBpmn(good.replace('<zeebe:userTask/>', ''), feelEngine);
    expect(compilation.ok && compilation.warnings[0]).toMatchObject({ severity: 'warning', message: expect.stringContaining('It is treated as one') as string, element: 'a', line: 3 });
  });

  it('several executable processes of a file, each with the questions it asks', async () => {
    const rule = '<bpmn:businessRuleTask id="r"><bpmn:extensionElements><zeebe:calledDecision decisionId="d" resultVariable="x"/></bpmn:extensionElements></bpmn:businessRuleTask>';
    const xml = definitions(`<bpmn:process id="p" isExecutable="true">${start('s1')}</bpmn:process><bpmn:process id="q" isExecutable="true">${start('s2') + rule + flows('s2 -> r')}</bpmn:process>`);
    const compilation = await compileBpmn(xml, feelEngine);
    expect(compilation).toMatchObject({ definitions: [{ id: 'p', executable: { questions: [] } }, { id: 'q', executable: { questions: [{ type: 'decision', id: 'd' }] } }] });
  });
});
