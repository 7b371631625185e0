/** What a modeler declared of a gateway, and what is drawn; and gateways that neither part nor join anything. */
import { describe, withArticle, kindName } from '../source/bpmn-element.ts';
import { incomingOf, outgoingOf, type FlowNodeRule } from './rule.ts';

const declared: { readonly [direction: string]: readonly [joins: boolean, parts: boolean] } = {
  Diverging: [false, true],
  Converging: [true, false],
  Mixed: [true, true],
};

export const gatewayDirection: FlowNodeRule = (element, report) => {
  if (!element.$type.endsWith('Gateway')) return;
  const [entering, leaving] = [incomingOf(element).length, outgoingOf(element).length];
  if (entering <= 1 && leaving <= 1 && outgoingOf(element)[0]?.conditionExpression === undefined)
    return report.hint(element, `Expected ${describe(element)} to join or to part flows, but it has ${entering} in and ${leaving} out: it does nothing`);
  const [joins, parts] = declared[element.gatewayDirection ?? ''] ?? [entering > 1, leaving > 1];
  if (joins === entering > 1 && parts === leaving > 1) return;
  report.hint(element, `Expected ${withArticle(kindName(element.$type))} that is ${element.gatewayDirection?.toLowerCase()}, as ${describe(element)} says of itself, but it has ${entering} in and ${leaving} out`);
};
