/** What the tests of the server deploy. */
import { boundary, catching, definitions, end, error, errors, flows, mapping, message, messages, node, parallel, script, service, start, subProcess, timer, user } from '../case/bpmn-xml.ts';

const startWithForm = node('startEvent', 'start', { extension: '<zeebe:formDefinition formId="errand-form"/>' });

const check = node('userTask', 'check', {
  attributes: 'name="Check it"',
  extension: `<zeebe:userTask/><zeebe:formDefinition formId="errand-form"/>
    <zeebe:assignmentDefinition candidateGroups="clerks, managers" candidateUsers="ann"/>
    <zeebe:taskSchedule dueDate="2027-12-31T23:59:59.000Z" followUpDate="2027-06-01T08:00:00+08:00"/>
    <zeebe:priorityDefinition priority="70"/>
    <zeebe:taskHeaders><zeebe:header key="colour" value="blue"/></zeebe:taskHeaders>${mapping({ hint: '=total * 2', total: '="hides it"' })}`,
});

const charge = service('charge', `<zeebe:taskHeaders><zeebe:header key="path" value="/pay"/></zeebe:taskHeaders>${mapping({ doubled: '=total * 2' })}`, 'type="errand.charge" retries="2"');

/**
 * A user task `check` (form, candidates, dates; a timer of an hour on it), a sub-process `paying`
 * with the service task `charge` (its error NO_FUNDS is caught), then the message `arrived`.
 */
export const errand = definitions(
  `<bpmn:process id="errand" name="Errand" isExecutable="true">
    <bpmn:extensionElements><zeebe:versionTag value="v1.0"/></bpmn:extensionElements>
    ${startWithForm}${check}${boundary('late', 'check', timer('timeDuration', 'PT1H'))}
    ${subProcess('paying', `${start('paying-start')}${charge}${end('paying-end')}${flows('paying-start -> charge -> paying-end')}`)}
    ${boundary('broke', 'paying', error('NO_FUNDS'))}
    ${catching('wait', message('arrived'))}${end()}${end('too-late')}${end('given-up')}
    ${flows('start -> check -> paying -> wait -> end', 'late -> too-late', 'broke -> given-up')}
  </bpmn:process>${messages('arrived')}${errors('NO_FUNDS')}`,
);

/** A form with the id that the errand uses. */
export const errandForm = JSON.stringify({ id: 'errand-form', type: 'default', components: [{ key: 'ok', type: 'checkbox', label: 'OK' }] });

/** One user task `work`, and nothing else. */
export const taskOnly = (id: string): string =>
  definitions(`<bpmn:process id="${id}" isExecutable="true">${start()}${user('work')}${end()}${flows('start -> work -> end')}</bpmn:process>`);

/** Waits at once for a person, a worker, an hour and the message `arrived`; a script without its number is an incident. */
export const everythingOpen = definitions(
  `<bpmn:process id="everything" isExecutable="true">${start()}${parallel('fork')}${user('work')}${service('serve', '', 'type="everything.serve"')}
    ${catching('rest', timer('timeDuration', 'PT1H'))}${catching('wait', message('arrived'))}${script('compute', 'sum', '=assert(amount, amount != null, "no amount") + 1')}${parallel('join')}${end()}
    ${flows('start -> fork -> work -> join -> end', 'fork -> serve -> join', 'fork -> rest -> join', 'fork -> wait -> join', 'fork -> compute -> join')}
  </bpmn:process>${messages('arrived')}`,
);

/** A user task that is due when the variable `due` says. */
export const datedTask = definitions(
  `<bpmn:process id="dated" isExecutable="true">${start()}${node('userTask', 'work', { extension: '<zeebe:userTask/><zeebe:taskSchedule dueDate="=due"/>' })}${end()}${flows('start -> work -> end')}</bpmn:process>`,
);

/** One service task of the type; ends when the job is done. */
export const jobOnly = (id: string, type: string): string =>
  definitions(`<bpmn:process id="${id}" isExecutable="true">${start()}${service('serve', '', `type="${type}"`)}${end()}${flows('start -> serve -> end')}</bpmn:process>`);

/** A script that needs a number: without one it is an incident. */
export const fragile = definitions(
  `<bpmn:process id="fragile" isExecutable="true">${start()}${service('compute', mapping({ sum: '=assert(amount, amount != null, "no amount") + 1' }), 'type="fragile.compute"')}${end()}${flows('start -> compute -> end')}</bpmn:process>`,
);

export const discountDecision = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="discounts" name="Discounts" namespace="http://example.test">
  <decision id="discount" name="Discount"><variable id="v" name="discount"/><literalExpression id="e"><text>if amount &gt; 100 then 10 else 0</text></literalExpression></decision>
</definitions>`;

export const door = JSON.stringify({
  id: 'door',
  initial: 'open',
  context: { turns: 0 },
  states: {
    open: { on: { CLOSE: { target: 'closed' } } },
    closed: { on: { OPEN: { target: 'open' }, LOCK: { target: 'locked' } } },
    locked: { type: 'final' },
  },
});

/** Ends with what the decision gives in `result`. */
export const deciding = (id: string, decision: string): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:test">
  <process id="${id}" isExecutable="true">
    <startEvent id="start"><outgoing>in</outgoing></startEvent>
    <sequenceFlow id="in" sourceRef="start" targetRef="decide"/>
    <businessRuleTask id="decide"><extensionElements><zeebe:calledDecision decisionId="${decision}" resultVariable="result"/></extensionElements><incoming>in</incoming><outgoing>out</outgoing></businessRuleTask>
    <sequenceFlow id="out" sourceRef="decide" targetRef="end"/>
    <endEvent id="end"><incoming>out</incoming></endEvent>
  </process>
</definitions>`;
