/** What an event throws or waits for is said by what it refers to: a code, a name, a condition. */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';
import type { FlowNodeRule } from './rule.ts';

const isThrowing = ({ $type }: BpmnElement): boolean => $type === 'bpmn:EndEvent' || $type === 'bpmn:IntermediateThrowEvent';

const checks: { readonly [$type: string]: (event: BpmnElement, definition: BpmnElement, report: Report) => void } = {
  'bpmn:EscalationEventDefinition': (event, { escalationRef }, report) => {
    if (isThrowing(event) && (escalationRef?.escalationCode ?? '') === '')
      report.error(event, `Expected ${describe(event)} to throw an escalation with a code, but ${escalationRef === undefined ? 'it refers to none' : 'its escalation has none'}`);
  },
  'bpmn:ConditionalEventDefinition': (event, { condition }, report) => {
    const body = condition?.body?.trim() ?? '';
    if (body === '') report.error(event, `Expected ${describe(event)} to have a condition, but it has none`);
    else if (!body.startsWith('=')) report.error(event, `Expected the condition of ${describe(event)} to be FEEL, beginning with '=', but it is '${body}'`);
  },
  'bpmn:SignalEventDefinition': (event, { signalRef }, report) => {
    if ((signalRef?.name ?? '') === '') report.error(event, `Expected ${describe(event)} to be of a signal with a name, but ${signalRef === undefined ? 'it refers to none' : 'its signal has none'}`);
  },
  'bpmn:MessageEventDefinition': (event, { messageRef }, report) => {
    if (event.$type === 'bpmn:StartEvent' && messageRef === undefined) report.error(event, `Expected ${describe(event)} to refer to a message, but it refers to none`);
  },
};

export const eventReferences: FlowNodeRule = (event, report) => {
  for (const definition of [...(event.eventDefinitions ?? []), ...(event.eventDefinitionRef ?? [])]) checks[definition.$type]?.(event, definition, report);
};
