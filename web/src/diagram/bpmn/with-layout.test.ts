import { describe, expect, it } from 'vitest';
import { withLayout } from './with-layout.ts';

const bpmn = (diagram: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d" targetNamespace="t">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="t" name="Approve"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="e"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t" /><bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e" />
  </bpmn:process>${diagram}
</bpmn:definitions>`;

describe('the drawing of a BPMN file', () => {
  it('given none, it is laid out: every element and flow has its place', async () => {
    const { xml, isLaidOut } = await withLayout(bpmn(''));

    expect(isLaidOut).toBe(true);
    for (const id of ['s', 't', 'e', 'f1', 'f2']) expect(xml).toContain(`bpmnElement="${id}"`);
  });

  it('given one, it stays as its author drew it', async () => {
    const drawn = bpmn('<bpmndi:BPMNDiagram id="x"><bpmndi:BPMNPlane id="y" bpmnElement="p"><bpmndi:BPMNShape id="z" bpmnElement="s" /></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>');

    expect(await withLayout(drawn)).toEqual({ xml: drawn, isLaidOut: false });
  });
});
