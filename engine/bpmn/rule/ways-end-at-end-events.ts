/** A way ends at an end event: one that just stops is legal, and mostly a flow that was forgotten. */
import { describe } from '../source/bpmn-element.ts';
import { incomingOf, outgoingOf, type FlowNodeRule } from './rule.ts';

export const waysEndAtEndEvents: FlowNodeRule = (element, report) => {
  if (element.$type === 'bpmn:EndEvent' || outgoingOf(element).length > 0) return;
  if (element.isForCompensation === true || element.$parent?.$type === 'bpmn:AdHocSubProcess') return;
  if ((element.eventDefinitions ?? []).some(({ $type }) => $type === 'bpmn:CompensateEventDefinition') && element.$type === 'bpmn:BoundaryEvent') return;
  const isEntered = incomingOf(element).length > 0 || element.$type === 'bpmn:StartEvent' || element.$type === 'bpmn:BoundaryEvent';
  if (isEntered) report.warning(element, `Expected a sequence flow out of ${describe(element)}, but there is none: the way ends here`);
};
