/** Small executable models for tests of the runtime. */
const definitions = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://acta.test">
${body}
</bpmn:definitions>`;

const flow = (id: string, from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;

const serviceTask = (id: string, type: string): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}"/></bpmn:extensionElements></bpmn:serviceTask>`;

const userTask = (id: string): string =>
  `<bpmn:userTask id="${id}" name="${id}"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>`;

const chain = (process: string, elements: readonly (readonly [id: string, xml: string])[]): string => {
  const flows = elements.slice(1).map(([id], index) => flow(`f${index}`, elements[index]?.[0] ?? '', id));
  return `<bpmn:process id="${process}" isExecutable="true">${elements.map(([, xml]) => xml).join('')}${flows.join('')}</bpmn:process>`;
};

const start = ['start', '<bpmn:startEvent id="start"/>'] as const;
const end = ['end', '<bpmn:endEvent id="end"/>'] as const;

/** Two service tasks of one job type and a user task. */
export const workProcess = (process: string, jobType: string): string =>
  definitions(
    chain(process, [start, ['first', serviceTask('first', jobType)], ['second', serviceTask('second', jobType)], ['decide', userTask('decide')], end]),
  );

export const taskProcess = (id: string): string => definitions(chain(id, [start, ['work', userTask('work')], end]));

/** Waits for the message `arrived` with the case's variable `order` as correlation key. */
export const messageProcess = (id: string): string =>
  definitions(
    `<bpmn:message id="m" name="arrived"><bpmn:extensionElements><zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>` +
      chain(id, [
        start,
        ['wait', '<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>'],
        end,
      ]),
  );

/** Does `work` again and again, until `enough` (of `n`, the rounds so far). */
export const loopProcess = (id: string, work: string, enough = 'n &gt;= 2'): string => {
  const script = (name: string, variable: string, expression: string): string =>
    `<bpmn:scriptTask id="${name}"><bpmn:extensionElements><zeebe:script expression="${expression}" resultVariable="${variable}"/></bpmn:extensionElements></bpmn:scriptTask>`;
  const condition = `<bpmn:conditionExpression>=${enough}</bpmn:conditionExpression>`;
  return definitions(
    `<bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="start"/><bpmn:exclusiveGateway id="again"/>${script('step', 'result', work)}${script('count', 'n', '=n + 1')}` +
      `<bpmn:exclusiveGateway id="enough" default="back"/><bpmn:endEvent id="end"/>${flow('f1', 'start', 'again')}${flow('f2', 'again', 'step')}${flow('f3', 'step', 'count')}${flow('f4', 'count', 'enough')}` +
      `${flow('back', 'enough', 'again')}<bpmn:sequenceFlow id="out" sourceRef="enough" targetRef="end">${condition}</bpmn:sequenceFlow></bpmn:process>`,
  );
};
