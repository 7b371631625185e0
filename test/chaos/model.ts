/** A procedure that waits in every way: for a service, for a person, for the clock, for a message. */
export const chaosProcessId = 'chaos';
export const chaosJobType = 'chaos.work';
export const chaosMessage = 'arrived';

const serviceTask = (id: string): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${chaosJobType}" retries="5"/>
    <zeebe:taskHeaders><zeebe:header key="retryBackoff" value="PT0.2S"/></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>`;

const flow = (from: string, to: string): string => `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;

const chain = ['start', 'prepare', 'approve', 'book', 'rest', 'arrival', 'end'];

export const chaosModel = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://acta.test">
<bpmn:message id="message" name="${chaosMessage}"><bpmn:extensionElements><zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>
<bpmn:process id="${chaosProcessId}" isExecutable="true">
<bpmn:startEvent id="start"/>${serviceTask('prepare')}
<bpmn:userTask id="approve" name="Approve"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>
${serviceTask('book')}
<bpmn:intermediateCatchEvent id="rest"><bpmn:timerEventDefinition>
  <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT0.4S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:intermediateCatchEvent id="arrival"><bpmn:messageEventDefinition messageRef="message"/></bpmn:intermediateCatchEvent>
<bpmn:endEvent id="end"/>
${chain.slice(1).map((to, index) => flow(chain[index] ?? '', to)).join('')}
</bpmn:process></bpmn:definitions>`;

/**
 * A module for `--handlers`: writes down every run outside of Acta, fails now and then, and answers
 * with the key that the job has at every try.
 */
export const chaosHandlers = (effects: string): string => `
import { appendFile } from 'node:fs/promises';
const work = async ({ idempotencyKey, elementId }) => {
  await appendFile(${JSON.stringify(effects)}, idempotencyKey + '\\n');
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
  if (Math.random() < 0.05) throw new Error('the service did not answer');
  return { [elementId]: idempotencyKey };
};
export { handlers as default };
const handlers = { ${JSON.stringify(chaosJobType)}: work };
`;
