/** An event sub-process (BPMN 2.0.2 §10.3.5) stands apart from the flow and begins at one start event with a trigger. */
import { describe } from '../source/bpmn-element.ts';
import { incomingOf, outgoingOf, type FlowNodeRule } from './rule.ts';

export const eventSubProcess: FlowNodeRule = (element, report) => {
  if (element.triggeredByEvent !== true) return;
  const [flow] = [...incomingOf(element), ...outgoingOf(element)];
  if (flow !== undefined) report.error(element, `Expected no sequence flow into or out of event ${describe(element)}, but there is ${describe(flow)}`);
  const starts = (element.flowElements ?? []).filter(({ $type }) => $type === 'bpmn:StartEvent');
  if (starts.length !== 1) report.error(starts[1] ?? element, `Expected event ${describe(element)} to have one start event, but it has ${starts.length}`);
};
