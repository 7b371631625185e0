/** `zeebe:taskDefinition` and `zeebe:taskHeaders`. */
import type { JobDefinition } from '../behavior/job.ts';
import { extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';

const DEFAULT_RETRIES = '3';

export const headersOf = (element: BpmnElement): { readonly [name: string]: string } => {
  const headers = (extension(element, 'TaskHeaders')?.values ?? [])
    .filter(({ key }) => key !== undefined && key !== '')
    .map(({ key = '', value = '' }) => [key, value] as const);
  return Object.freeze(Object.fromEntries(headers));
};

/** The element must be worked on by a job; without a task definition that is reported. */
export const compileJob = (element: BpmnElement, compiler: Compiler): JobDefinition => {
  const definition = extension(element, 'TaskDefinition');
  const type = compiler.required(element, 'a job type (zeebe:taskDefinition)', definition?.type);
  if (type.kind === 'literal' && type.value !== '') compiler.jobTypes.add(type.value);
  const retries = compiler.required(element, 'job retries', definition?.retries ?? DEFAULT_RETRIES);
  if (retries.kind === 'literal' && !/^\d*$/.test(retries.value))
    compiler.report.error(element, `Expected the job retries of '${element.id}' to be a whole number, but they are '${retries.value}'`);
  return { type, retries, headers: headersOf(element) };
};
