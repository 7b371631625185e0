/** A multi-instance activity says for what it is done: a collection, or a number (BPMN 2.0.2 §13.3.7). */
import { describe, extension } from '../source/bpmn-element.ts';
import type { FlowNodeRule } from './rule.ts';

export const loopOverSomething: FlowNodeRule = (element, report) => {
  const loop = element.loopCharacteristics;
  if (loop?.$type !== 'bpmn:MultiInstanceLoopCharacteristics') return;
  const collection = extension(loop, 'LoopCharacteristics')?.inputCollection?.trim() ?? '';
  if (collection === '' && loop.loopCardinality === undefined && loop.loopDataInputRef === undefined)
    report.error(element, `Expected multi-instance ${describe(element)} to have a collection (zeebe:loopCharacteristics) or a number of times, but it has neither`);
};
