/**
 * Where a process or sub-process begins: a sub-process at one none start event, a process at one at most, beside those
 * that something from outside triggers, an event sub-process at the one that triggers it.
 */
import { definitionsOf } from '../compile/event-definition.ts';
import { describe } from '../source/bpmn-element.ts';
import { flowNodesOf, incomingOf, instantiates, type ContainerRule } from './rule.ts';

export const oneNoneStartEvent: ContainerRule = (container, report) => {
  const starts = (container.flowElements ?? []).filter(({ $type }) => $type === 'bpmn:StartEvent');
  if (container.$type === 'bpmn:AdHocSubProcess') {
    if (starts.length > 0) report.error(container, `Expected ${describe(container)} to have no start event, but it has one`);
    return;
  }
  const triggered = container.triggeredByEvent === true;
  const counted = triggered ? starts : starts.filter((start) => definitionsOf(start).length === 0);
  const [, second] = counted;
  if (container.$type === 'bpmn:Process' && counted.length === 0 && (starts.length > 0 || flowNodesOf(container).some(instantiates))) return;
  if (triggered && incomingOf(container).length > 0)
    report.error(container, `Expected no sequence flow into ${describe(container)}, which an event starts, but there is one`);
  if (counted.length === 1) return;
  report.error(second ?? container, `Expected ${describe(container)} to have one ${triggered ? '' : 'none '}start event, but it has ${counted.length}`);
};
