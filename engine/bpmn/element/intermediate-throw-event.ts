/** Intermediate throw events: none (a milestone), link (see `link-flows.ts`) and message (a job). */
import { workedByJob } from '../behavior/job.ts';
import { passThrough } from '../behavior/pass-through.ts';
import { byDefinition } from '../compile/event-definition.ts';
import { compileJob } from '../compile/job-definition.ts';
import type { ElementType } from '../compile/compiler.ts';

export const intermediateThrowEvent: ElementType = {
  kind: 'INTERMEDIATE_THROW_EVENT',
  compile: (element, compiler) =>
    byDefinition(element, compiler, {
      none: () => ({ behavior: passThrough }),
      'bpmn:LinkEventDefinition': () => ({ behavior: passThrough }),
      'bpmn:MessageEventDefinition': () => ({ behavior: workedByJob(compileJob(element, compiler)) }),
    }),
};
