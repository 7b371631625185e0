/** Intermediate throw events: none (a milestone), link (see `link-flows.ts`) and message (a job). */
import { passThrough } from '../behavior/pass-through.ts';
import { workedByJob } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { byDefinition } from '../compile/event-definition.ts';
import { compileJob } from '../compile/job-definition.ts';

export const intermediateThrowEvent: ElementType = {
  kind: 'intermediateThrowEvent',
  compile: (element, compiler) =>
    byDefinition(element, compiler, {
      none: () => ({}),
      'bpmn:LinkEventDefinition': () => ({}),
      'bpmn:MessageEventDefinition': () => ({ work: compileJob(element, compiler) }),
    }),
  behavior: ({ work }) => (work === null ? passThrough : workedByJob),
};
