/**
 * Conditions stand on the flows out of activities, events and gateways that choose; behind an exclusive gateway on each
 * one, except the default, when there is a choice. Where all have one, a case can find none true. A gateway that does
 * not choose does not ask them.
 */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';
import { isActivity, outgoingOf, type FlowNodeRule } from './rule.ts';

const isChoice = ({ $type }: BpmnElement): boolean =>
  $type === 'bpmn:ExclusiveGateway' || $type === 'bpmn:InclusiveGateway';

const isGateway = ({ $type }: BpmnElement): boolean => $type.endsWith('Gateway');

const mayCondition = (element: BpmnElement): boolean => isChoice(element) || element.$type === 'bpmn:ComplexGateway' || !isGateway(element);

const mayDefault = (element: BpmnElement): boolean => isActivity(element) || (isGateway(element) && mayCondition(element));

export const conditionPlacement: FlowNodeRule = (element, report) => {
  const flows = outgoingOf(element);
  if (flows.length > 0 && mayCondition(element) && element.default === undefined && flows.every(({ conditionExpression }) => conditionExpression !== undefined))
    report.warning(element, `Expected a default flow out of ${describe(element)}, but each has a condition: a case for which none is true stops there with an incident`);
  if (element.default !== undefined) checkDefault(element, element.default, report);
  for (const flow of flows) {
    if (flow === element.default) continue;
    if (flow.conditionExpression !== undefined) checkCondition(element, flow, report);
    else if (isChoice(element) && flows.length > 1)
      report.warning(flow, `Expected ${describe(flow)} to have a condition or be the default flow, but it does not: ${unconditional(element)}`);
  }
};

const unconditional = ({ $type }: BpmnElement): string =>
  $type === 'bpmn:ExclusiveGateway' ? 'it is taken whenever none before it is, and none behind it ever' : 'it is always taken';

const checkDefault = (element: BpmnElement, flow: BpmnElement, report: Report): void => {
  if (!mayDefault(element))
    report.error(element, `Expected a default flow only out of an activity or an exclusive or inclusive gateway, but ${describe(element)} has one`);
  else if (flow.sourceRef !== element)
    report.error(element, `Expected the default flow of ${describe(element)} to be one of its outgoing flows, but it is ${describe(flow)}`);
  else if (flow.conditionExpression !== undefined)
    report.warning(flow, `Expected the default flow of ${describe(element)} to have no condition, but it has one, which is ignored (BPMN 2.0 §8.4.13)`);
};

const checkCondition = (element: BpmnElement, flow: BpmnElement, report: Report): void => {
  const body = flow.conditionExpression?.body?.trim() ?? '';
  if (!mayCondition(element))
    report.warning(flow, `Expected conditions only on flows out of an activity, an event or a gateway that chooses, but ${describe(flow)} leaves ${describe(element)}: its condition is ignored`);
  if (body !== '' && !body.startsWith('='))
    report.error(flow, `Expected the condition of ${describe(flow)} to be FEEL, beginning with '=', but it is '${body}'`);
};
