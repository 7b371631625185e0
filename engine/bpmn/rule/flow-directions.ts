/** No flow leads into a start or boundary event, and none out of an end event. */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import { incomingOf, outgoingOf, type FlowNodeRule } from './rule.ts';

const isCompensation = ({ $type, eventDefinitions = [] }: BpmnElement): boolean =>
  $type === 'bpmn:BoundaryEvent' && eventDefinitions.some((definition) => definition.$type === 'bpmn:CompensateEventDefinition');

export const flowDirections: FlowNodeRule = (element, report) => {
  const entered = element.$type === 'bpmn:StartEvent' || element.$type === 'bpmn:BoundaryEvent' || element.isForCompensation === true;
  if (entered && incomingOf(element).length > 0)
    report.error(element, `Expected no sequence flow into ${describe(element)}, but there is one`);
  if (element.$type === 'bpmn:EndEvent' && outgoingOf(element).length > 0)
    report.error(element, `Expected no sequence flow out of ${describe(element)}, but there is one`);
  if ((element.isForCompensation === true || isCompensation(element)) && outgoingOf(element).length > 0)
    report.error(element, `Expected no sequence flow out of ${describe(element)}, which undoes something, but there is one`);
};
