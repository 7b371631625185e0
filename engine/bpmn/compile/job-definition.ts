/** `zeebe:taskDefinition` and `zeebe:taskHeaders`. */
import type { JobDefinition } from '../../work/definition.ts';
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';

export const headersOf = (element: BpmnElement): { readonly [name: string]: string } => {
  const headers = (extension(element, 'TaskHeaders')?.values ?? [])
    .filter(({ key }) => key !== undefined && key !== '')
    .map(({ key = '', value = '' }) => [key, value] as const);
  return Object.freeze(Object.fromEntries(headers));
};

/** The element must be worked on by a job; without a task definition that is reported. */
export const compileJob = (element: BpmnElement, compiler: Compiler): JobDefinition => {
  const definition = extension(element, 'TaskDefinition');
  const attributes = compiler.attributes(element, { jobType: definition?.type, retries: definition?.retries });
  if (attributes.jobType === null)
    compiler.report.error(element, `Expected ${describe(element)} to have a job type (zeebe:taskDefinition), but it has none`);
  return { type: 'job', attributes, headers: headersOf(element) };
};
