/** Conditions stand on the flows out of an exclusive gateway: on each one, except the default, when there is a choice. */
import { describe } from '../source/bpmn-element.ts';
import { outgoingOf, type FlowNodeRule } from './rule.ts';

export const conditionsBehindGateways: FlowNodeRule = (element, report) => {
  const flows = outgoingOf(element);
  const fallback = element.default;
  if (fallback !== undefined && !flows.includes(fallback))
    report.error(element, `Expected the default flow of ${describe(element)} to be one of its outgoing flows, but it is ${describe(fallback)}`);
  if (fallback?.conditionExpression !== undefined)
    report.error(fallback, `Expected the default flow of ${describe(element)} to have no condition, but it has one`);
  const exclusive = element.$type === 'bpmn:ExclusiveGateway';
  if (!exclusive && fallback !== undefined)
    report.error(element, `Expected a default flow only out of an exclusive gateway, but ${describe(element)} has one`);
  for (const flow of flows) {
    const body = flow.conditionExpression?.body?.trim();
    if (!exclusive && flow.conditionExpression !== undefined)
      report.error(flow, `Expected conditions only on flows out of an exclusive gateway, but ${describe(flow)} leaves ${describe(element)}`);
    if (body !== undefined && body !== '' && !body.startsWith('='))
      report.error(flow, `Expected the condition of ${describe(flow)} to be FEEL, beginning with '=', but it is '${body}'`);
    if (exclusive && flows.length > 1 && flow !== fallback && flow.conditionExpression === undefined)
      report.error(flow, `Expected ${describe(flow)} to have a condition or be the default flow, but it does not`);
  }
};
