/** `zeebe:executionListeners`. */
import type { JobDefinition } from '../../work/definition.ts';
import type { FlowNode } from '../model.ts';
import { describe, extension, type BpmnElement, type ZeebeExtension } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';
import { headersOf } from './job-definition.ts';

const compileListener = (element: BpmnElement, { type, retries }: ZeebeExtension, compiler: Compiler): JobDefinition => {
  const attributes = compiler.attributes(element, { jobType: type, retries });
  if (attributes.jobType === null) compiler.report.error(element, `Expected each listener of ${describe(element)} to have a job type, but one has none`);
  return { type: 'job', attributes, headers: headersOf(element) };
};

/** Events at which an element begins or that stand on a boundary have nothing before them. */
const beginsAtOnce = ({ $type }: BpmnElement): boolean => $type === 'bpmn:StartEvent' || $type === 'bpmn:BoundaryEvent';

/** Where no listener can be waited for, and which are no listeners of ours. */
const checkListeners = (element: BpmnElement, listeners: readonly ZeebeExtension[], { report, unsupported }: Pick<Compiler, 'report' | 'unsupported'>): void => {
  const has = (when: string): boolean => listeners.some(({ eventType }) => eventType === when);
  for (const { eventType = '' } of listeners) if (eventType !== 'start' && eventType !== 'end') unsupported(element, `the listener event '${eventType}'`);
  const names = listeners.map(({ eventType = '', type = '' }) => `event '${eventType}' have the job type '${type}'`);
  for (const twice of new Set(names.filter((name, at) => names.indexOf(name) !== at)))
    report.error(element, `Expected the listeners of ${describe(element)} to differ, but two of ${twice}`);
  if (has('start') && beginsAtOnce(element))
    report.error(element, `Expected no start listener of ${describe(element)}, which begins at once, but it has one`);
  if (has('end') && element.$type.endsWith('Gateway'))
    report.error(element, `Expected no end listener of ${describe(element)}, which is left at once, but it has one`);
  if (element.$type === 'bpmn:Process') unsupported(element, 'an execution listener of the process itself');
};

export const compileListeners = (element: BpmnElement, compiler: Compiler): FlowNode['listeners'] => {
  const listeners = extension(element, 'ExecutionListeners')?.listeners ?? [];
  if (listeners.length === 0) return undefined;
  checkListeners(element, listeners, { report: compiler.report, unsupported: (where, what) => compiler.unsupported(where, what) });
  const of = (when: string): readonly JobDefinition[] =>
    listeners.filter(({ eventType }) => eventType === when).map((listener) => compileListener(element, listener, compiler));
  return { start: of('start'), end: of('end') };
};
