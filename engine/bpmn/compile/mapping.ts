/** `zeebe:ioMapping`: inputs and outputs in their order. */
import type { Mapping } from '../model.ts';
import { describe, extension, type BpmnElement, type ZeebeExtension } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';
import { isVariableName } from './variable-name.ts';

export interface Mappings {
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
}

export const compileMappings = (element: BpmnElement, compiler: Compiler): Mappings => {
  const mapping = extension(element, 'IoMapping');
  return {
    inputs: (mapping?.inputParameters ?? []).map((input) => compileMapping(element, 'input', input, compiler)),
    outputs: (mapping?.outputParameters ?? []).map((output) => compileMapping(element, 'output', output, compiler)),
  };
};

/** The source of an input may be left out: the variable is then null. */
const compileMapping = (
  element: BpmnElement,
  direction: 'input' | 'output',
  { source, target = '' }: ZeebeExtension,
  compiler: Compiler,
): Mapping => {
  const what = `the source of ${direction} '${target}'`;
  const [name = '', ...rest] = target.split('.');
  if (![name, ...rest].every(isVariableName))
    compiler.report.error(element, `Expected the target of each ${direction} of ${describe(element)} to be a name, but one is '${target}'`);
  const optional = direction === 'input' && (source === undefined || source === '');
  return { source: optional ? null : compiler.required(element, what, source), path: [name, ...rest] };
};
