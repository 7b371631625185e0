/** Intermediate throw events: none (a milestone), link (see `link-flows.ts`), message (a job), and all that throw. */
import { throwing } from '../behavior/throwing.ts';
import { workedByJob } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileThrow } from '../compile/throw-event.ts';

export const intermediateThrowEvent: ElementType = {
  kind: 'intermediateThrowEvent',
  compile: (element, compiler) => compileThrow(element, compiler, 'intermediate'),
  behavior: ({ work, throws }) => (work === null ? throwing(throws) : workedByJob),
};
