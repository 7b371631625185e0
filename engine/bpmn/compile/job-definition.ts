/** `zeebe:taskDefinition` and `zeebe:taskHeaders`. */
import { jobRetries, text } from '../../work/value-type.ts';
import type { JobDefinition } from '../behavior/job.ts';
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';

const DEFAULT_RETRIES = 3;

export const headersOf = (element: BpmnElement): { readonly [name: string]: string } => {
  const headers = (extension(element, 'TaskHeaders')?.values ?? [])
    .filter(({ key }) => key !== undefined && key !== '')
    .map(({ key = '', value = '' }) => [key, value] as const);
  return Object.freeze(Object.fromEntries(headers));
};

/** The element must be worked on by a job; without a task definition that is reported. */
export const compileJob = (element: BpmnElement, compiler: Compiler): JobDefinition => {
  const definition = extension(element, 'TaskDefinition');
  const aspects = compiler.aspects(element);
  const type = aspects('the job type', definition?.type, text, '');
  if (type.expression === null)
    compiler.report.error(element, `Expected ${describe(element)} to have a job type (zeebe:taskDefinition), but it has none`);
  if (type.expression?.kind === 'literal') compiler.jobTypes.add(type.expression.value);
  return {
    aspects: { jobType: type, retries: aspects('the job retries', definition?.retries, jobRetries, DEFAULT_RETRIES) },
    headers: headersOf(element),
  };
};
