/** What stands in an ad-hoc sub-process is begun in any order, so it has neither a start nor an end event (BPMN 2.0.2 §10.3.5). */
import { describe } from '../source/bpmn-element.ts';
import type { FlowNodeRule } from './rule.ts';

export const adHocContent: FlowNodeRule = (element, report) => {
  if (element.$type !== 'bpmn:AdHocSubProcess') return;
  for (const inside of element.flowElements ?? [])
    if (inside.$type === 'bpmn:StartEvent' || inside.$type === 'bpmn:EndEvent')
      report.error(inside, `Expected no start or end event in ${describe(element)}, but there is ${describe(inside)}`);
};
