/**
 * A compensation event on the boundary leads to its handler by an association, and a handler stands apart from the flow
 * (BPMN 2.0.2 §10.7.1): it runs when its activity is undone, and never before.
 */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import { incomingOf, isActivity, outgoingOf, type FlowNodeRule } from './rule.ts';

const isCompensation = ({ eventDefinitions = [] }: BpmnElement): boolean =>
  eventDefinitions.some(({ $type }) => $type === 'bpmn:CompensateEventDefinition');

/** What the event is associated with. */
const handlersOf = (event: BpmnElement): readonly BpmnElement[] =>
  artifactsAround(event.$parent).flatMap(({ $type, sourceRef, targetRef }) =>
    $type === 'bpmn:Association' && sourceRef === event && targetRef !== undefined && isActivity(targetRef) ? [targetRef] : [],
  );

/** Modelers write an association also further out than what it connects. */
const artifactsAround = (container: BpmnElement | undefined): readonly BpmnElement[] =>
  container === undefined ? [] : [...(container.artifacts ?? []), ...artifactsAround(container.$parent)];

export const compensationHandlers: FlowNodeRule = (element, report) => {
  if (element.isForCompensation === true) {
    const [flow] = [...incomingOf(element), ...outgoingOf(element)];
    if (flow !== undefined) report.error(element, `Expected no sequence flow into or out of the compensation handler ${describe(element)}, but there is ${describe(flow)}`);
  }
  if (element.$type !== 'bpmn:BoundaryEvent' || !isCompensation(element)) return;
  const [flow] = outgoingOf(element);
  if (flow !== undefined) report.error(element, `Expected compensation ${describe(element)} to lead to its handler by an association, but there is ${describe(flow)}`);
  const handlers = handlersOf(element);
  const [handler] = handlers;
  if (handlers.length !== 1 || handler === undefined)
    report.error(element, `Expected compensation ${describe(element)} to be associated with one activity that undoes what was done, but it is with ${handlers.length}`);
  else if (handler.isForCompensation !== true)
    report.error(handler, `Expected ${describe(handler)}, which ${describe(element)} leads to, to be marked as for compensation, but it is not`);
};
