/** End events: none, message (a job), error, terminate. */
import { workedByJob } from '../behavior/job.ts';
import { passThrough } from '../behavior/pass-through.ts';
import { byDefinition } from '../compile/event-definition.ts';
import { compileJob } from '../compile/job-definition.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileErrorEnd } from './error-end-event.ts';
import { terminateEnd } from './terminate-end-event.ts';

export const endEvent: ElementType = {
  kind: 'END_EVENT',
  compile: (element, compiler) =>
    byDefinition(element, compiler, {
      none: () => ({ behavior: passThrough }),
      'bpmn:MessageEventDefinition': () => ({ behavior: workedByJob(compileJob(element, compiler)) }),
      'bpmn:ErrorEventDefinition': (definition) => ({ behavior: compileErrorEnd(element, definition, compiler) }),
      'bpmn:TerminateEventDefinition': () => ({ behavior: terminateEnd }),
    }),
};
