/** The variable that a script or decision writes. */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';
import { isVariableName } from './variable-name.ts';

export const resultVariable = (element: BpmnElement, name: string | undefined, compiler: Compiler): string => {
  if (name !== undefined && isVariableName(name)) return name;
  const has = name === undefined || name === '' ? 'it has none' : `it is '${name}'`;
  compiler.report.error(element, `Expected ${describe(element)} to have a result variable that is a name, but ${has}`);
  return 'result';
};
