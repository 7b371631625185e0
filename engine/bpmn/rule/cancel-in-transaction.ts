/** Only a transaction is cancelled: by an end event directly in it, and caught on its boundary (BPMN 2.0.2 §10.3.5). */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { FlowNodeRule } from './rule.ts';

const isCancel = ({ eventDefinitions = [] }: BpmnElement): boolean => eventDefinitions.some(({ $type }) => $type === 'bpmn:CancelEventDefinition');

export const cancelInTransaction: FlowNodeRule = (element, report) => {
  if (!isCancel(element)) return;
  if (element.$type === 'bpmn:EndEvent' && element.$parent?.$type !== 'bpmn:Transaction')
    report.error(element, `Expected cancel ${describe(element)} to stand in a transaction, but it stands in ${element.$parent === undefined ? 'nothing' : describe(element.$parent)}`);
  const activity = element.attachedToRef;
  if (activity === undefined) return;
  if (activity.$type !== 'bpmn:Transaction')
    report.error(element, `Expected cancel ${describe(element)} to be attached to a transaction, but it is attached to ${describe(activity)}`);
  const others = (element.$parent?.flowElements ?? []).filter((other) => other.attachedToRef === activity && isCancel(other));
  if (others.length > 1 && others[0] !== element)
    report.error(element, `Expected one cancel event on ${describe(activity)}, but there are ${others.length}`);
};
