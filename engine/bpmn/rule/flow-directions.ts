/** No flow leads into a start or boundary event, and none out of an end event. */
import { describe } from '../source/bpmn-element.ts';
import { incomingOf, outgoingOf, type FlowNodeRule } from './rule.ts';

export const flowDirections: FlowNodeRule = (element, report) => {
  const entered = element.$type === 'bpmn:StartEvent' || element.$type === 'bpmn:BoundaryEvent';
  if (entered && incomingOf(element).length > 0)
    report.error(element, `Expected no sequence flow into ${describe(element)}, but there is one`);
  if (element.$type === 'bpmn:EndEvent' && outgoingOf(element).length > 0)
    report.error(element, `Expected no sequence flow out of ${describe(element)}, but there is one`);
};
