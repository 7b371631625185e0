/** The procedure that is measured: two service tasks (registered handlers) and one user task. */
export const benchJobType = 'bench.work';
export const benchProcessId = 'bench';

const task = (id: string): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${benchJobType}"/></bpmn:extensionElements></bpmn:serviceTask>`;

const flow = (id: string, from: string, to: string): string => `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;

export const benchModel = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://acta.bench">
<bpmn:process id="${benchProcessId}" isExecutable="true">
<bpmn:startEvent id="start"/>${task('first')}${task('second')}
<bpmn:userTask id="decide" name="Decide"><bpmn:extensionElements><zeebe:userTask/>
<zeebe:assignmentDefinition candidateGroups="clerks"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:endEvent id="end"/>
${flow('f1', 'start', 'first')}${flow('f2', 'first', 'second')}${flow('f3', 'second', 'decide')}${flow('f4', 'decide', 'end')}
</bpmn:process></bpmn:definitions>`;
