/** A boundary event is attached to an activity beside it. */
import { describe } from '../source/bpmn-element.ts';
import { isActivity, type FlowNodeRule } from './rule.ts';

export const boundaryEventAttached: FlowNodeRule = (element, report) => {
  if (element.$type !== 'bpmn:BoundaryEvent') return;
  const activity = element.attachedToRef;
  if (activity !== undefined && isActivity(activity) && activity.$parent === element.$parent) return;
  const found = activity === undefined ? 'to nothing' : `to ${describe(activity)}`;
  report.error(element, `Expected ${describe(element)} to be attached to an activity of the same scope, but it is attached ${found}`);
};
