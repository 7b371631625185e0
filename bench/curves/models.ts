/** The procedures of the curves beside that of the bench. */
import { benchJobType } from '../models.ts';

const definitions = (id: string, content: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions-${id}" targetNamespace="http://acta.bench">
<bpmn:process id="${id}" isExecutable="true">${content}</bpmn:process></bpmn:definitions>`;

/** One user task. */
export const taskModel = definitions('curve-task', `<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
<bpmn:userTask id="work"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="clerks"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end"/><bpmn:endEvent id="end"/>`);

/** A service task that is done as often as the case's \`rounds\` says. */
export const loopModel = definitions('curve-loop', `<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="again"/>
<bpmn:exclusiveGateway id="again"/><bpmn:sequenceFlow id="f2" sourceRef="again" targetRef="work"/>
<bpmn:serviceTask id="work"><bpmn:extensionElements><zeebe:taskDefinition type="${benchJobType}"/>
<zeebe:ioMapping><zeebe:output source="=round + 1" target="round"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:sequenceFlow id="f3" sourceRef="work" targetRef="enough"/>
<bpmn:exclusiveGateway id="enough" default="f5"/>
<bpmn:sequenceFlow id="f4" sourceRef="enough" targetRef="again"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=round &lt; rounds</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f5" sourceRef="enough" targetRef="end"/><bpmn:endEvent id="end"/>`);
