/** A process or sub-process begins at exactly one none start event. */
import { describe } from '../source/bpmn-element.ts';
import type { ContainerRule } from './rule.ts';

export const oneNoneStartEvent: ContainerRule = (container, report) => {
  const starts = (container.flowElements ?? []).filter(({ $type }) => $type === 'bpmn:StartEvent');
  const [, second] = starts;
  if (starts.length === 1) return;
  report.error(second ?? container, `Expected ${describe(container)} to have one none start event, but it has ${starts.length}`);
};
