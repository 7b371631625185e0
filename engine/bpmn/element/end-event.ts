/** End events: none, message (a job), and all that throw. */
import { throwing } from '../behavior/throwing.ts';
import { workedByJob } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileThrow } from '../compile/throw-event.ts';

export const endEvent: ElementType = {
  kind: 'endEvent',
  compile: (element, compiler) => compileThrow(element, compiler, 'end'),
  behavior: ({ work, throws }) => (work === null ? throwing(throws) : workedByJob),
};
