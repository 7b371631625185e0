/** Small executable models that need workers. */
const definitions = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://acta.test">
${body}
</bpmn:definitions>`;

const flow = (from: string, to: string): string => `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;

interface ServiceTask {
  readonly id: string;
  readonly type: string;
  readonly retries?: number;
  readonly headers?: { readonly [name: string]: string };
}

const serviceTask = ({ id, type, retries = 3, headers = {} }: ServiceTask): string => {
  const entries = Object.entries(headers).map(([key, value]) => `<zeebe:header key="${key}" value="${value}"/>`);
  return `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" retries="${retries}"/>
    ${entries.length === 0 ? '' : `<zeebe:taskHeaders>${entries.join('')}</zeebe:taskHeaders>`}</bpmn:extensionElements></bpmn:serviceTask>`;
};

/** Service tasks one after the other. */
export const servicesProcess = (id: string, tasks: readonly ServiceTask[]): string => {
  const chain = ['start', ...tasks.map((task) => task.id), 'end'];
  const flows = chain.slice(1).map((to, index) => flow(chain[index] ?? '', to));
  return definitions(`<bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="start"/>
    ${tasks.map(serviceTask).join('')}<bpmn:endEvent id="end"/>${flows.join('')}</bpmn:process>`);
};

/** A service task whose error `REFUSED` leads to the end event `refused`. */
export const refusableProcess = (id: string, type: string): string =>
  definitions(`<bpmn:error id="error" errorCode="REFUSED"/><bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"/>${serviceTask({ id: 'request', type })}<bpmn:endEvent id="end"/>
    <bpmn:boundaryEvent id="caught" attachedToRef="request"><bpmn:errorEventDefinition errorRef="error"/></bpmn:boundaryEvent>
    <bpmn:endEvent id="refused"/>${flow('start', 'request')}${flow('request', 'end')}${flow('caught', 'refused')}</bpmn:process>`);

/** Waits for the ISO 8601 duration in its variable `pause`. */
export const timerProcess = (id: string): string =>
  definitions(`<bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="start"/>
    <bpmn:intermediateCatchEvent id="catch"><bpmn:timerEventDefinition>
      <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">=duration(pause)</bpmn:timeDuration>
    </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="end"/>${flow('start', 'catch')}${flow('catch', 'end')}</bpmn:process>`);

/** Waits for the message `arrived` with its variable `order` as correlation key. */
export const messageProcess = (id: string): string =>
  definitions(`<bpmn:message id="m" name="arrived"><bpmn:extensionElements><zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>
    <bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="start"/>
    <bpmn:intermediateCatchEvent id="catch"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="end"/>${flow('start', 'catch')}${flow('catch', 'end')}</bpmn:process>`);
