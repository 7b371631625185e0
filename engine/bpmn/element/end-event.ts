/** End events: none, message (a job), error, terminate. */
import { passThrough } from '../behavior/pass-through.ts';
import { workedByJob } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { byDefinition } from '../compile/event-definition.ts';
import { compileJob } from '../compile/job-definition.ts';
import { compileErrorEnd, throwingError } from './error-end-event.ts';
import { terminating } from './terminate-end-event.ts';

export const endEvent: ElementType = {
  kind: 'endEvent',
  compile: (element, compiler) =>
    byDefinition(element, compiler, {
      none: () => ({}),
      'bpmn:MessageEventDefinition': () => ({ work: compileJob(element, compiler) }),
      'bpmn:ErrorEventDefinition': (definition) => ({ throws: compileErrorEnd(element, definition, compiler) }),
      'bpmn:TerminateEventDefinition': () => ({ throws: { type: 'terminate' } }),
    }),
  behavior: ({ work, throws }) => {
    if (work !== null) return workedByJob;
    if (throws === null) return passThrough;
    return throws.type === 'error' ? throwingError : terminating;
  },
};
