/** Marks and listeners that change how an element runs, and that the engine does not run yet, are refused. */
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { FlowNodeRule } from './rule.ts';

const features: readonly (readonly [what: string, has: (element: BpmnElement) => boolean])[] = [
  ['a task listener', (element) => extension(element, 'TaskListeners') !== undefined],
  ['a linked resource', (element) => extension(element, 'LinkedResources') !== undefined],
];

export const supportedFeatures: FlowNodeRule = (element, report) => {
  const unsupported = features.filter(([, has]) => has(element)).map(([what]) => what);
  for (const what of unsupported)
    report.error(element, `Expected ${describe(element)} to use only what is supported, but ${what} is not supported yet`);
};
