/** Marks and listeners that change how an element runs, and that the engine does not run yet, are refused. */
import { describe, extension, kindName, type BpmnElement } from '../source/bpmn-element.ts';
import type { FlowNodeRule } from './rule.ts';

const features: readonly (readonly [what: string, has: (element: BpmnElement) => boolean])[] = [
  ['an execution listener', (element) => extension(element, 'ExecutionListeners') !== undefined],
  ['a task listener', (element) => extension(element, 'TaskListeners') !== undefined],
  ['a linked resource', (element) => extension(element, 'LinkedResources') !== undefined],
  ['compensation', (element) => element.isForCompensation === true],
  ['a start quantity other than 1', (element) => (element.startQuantity ?? 1) !== 1],
  ['a completion quantity other than 1', (element) => (element.completionQuantity ?? 1) !== 1],
  ['a parallel multiple event', (element) => element.parallelMultiple === true],
];

export const supportedFeatures: FlowNodeRule = (element, report) => {
  const loop = element.loopCharacteristics;
  const unsupported = features.filter(([, has]) => has(element)).map(([what]) => what);
  if (loop !== undefined) unsupported.push(`a ${kindName(loop.$type).replace(' characteristics', '')}`);
  for (const what of unsupported)
    report.error(element, `Expected ${describe(element)} to use only what is supported, but ${what} is not supported yet`);
};
