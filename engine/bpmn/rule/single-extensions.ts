/** Each zeebe: extension stands once on an element: of two only the first would be read. */
import { describe } from '../source/bpmn-element.ts';
import type { FlowNodeRule } from './rule.ts';

export const singleExtensions: FlowNodeRule = (element, report) => {
  const types = (element.extensionElements?.values ?? []).map(({ $type }) => $type).filter((type) => type.startsWith('zeebe:'));
  const repeated = new Set(types.filter((type, index) => types.indexOf(type) !== index));
  for (const type of repeated) {
    const name = type.replace(/^zeebe:./, (start) => start.toLowerCase());
    report.error(element, `Expected ${describe(element)} to have ${name} once, but it has it ${types.filter((other) => other === type).length} times`);
  }
};
