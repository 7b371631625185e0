/** Behind an event-based gateway stand two or more intermediate catch events, or receive tasks without boundary, that only it leads to. */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import { incomingOf, outgoingOf, type FlowNodeRule } from './rule.ts';

const isRaceable = (target: BpmnElement): boolean =>
  target.$type === 'bpmn:IntermediateCatchEvent' ||
  (target.$type === 'bpmn:ReceiveTask' && !(target.$parent?.flowElements ?? []).some(({ attachedToRef }) => attachedToRef === target));

export const eventBasedGatewayTargets: FlowNodeRule = (element, report) => {
  if (element.$type !== 'bpmn:EventBasedGateway') return;
  const targets = outgoingOf(element).flatMap(({ targetRef }) => targetRef ?? []);
  if (targets.length < 2)
    report.error(element, `Expected at least two events behind ${describe(element)}, but found ${targets.length}`);
  for (const target of targets) {
    if (!isRaceable(target))
      report.error(target, `Expected only intermediate catch events and receive tasks without boundary events behind ${describe(element)}, but found ${describe(target)}`);
    else if (incomingOf(target).length > 1)
      report.error(target, `Expected ${describe(target)} to be reached only from ${describe(element)}, but it has other incoming flows`);
  }
};
