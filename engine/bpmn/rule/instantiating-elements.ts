/** What starts a case is not led to by anything that stands in one (BPMN 2.0.2 §10.3.3, §10.6.6). */
import { describe } from '../source/bpmn-element.ts';
import { incomingOf, type FlowNodeRule } from './rule.ts';

export const instantiatingElements: FlowNodeRule = (element, report) => {
  if (element.instantiate !== true) return;
  const [flow] = incomingOf(element);
  if (flow !== undefined) report.error(element, `Expected no sequence flow into ${describe(element)}, which starts cases, but there is ${describe(flow)}`);
};
