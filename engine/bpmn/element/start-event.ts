/** None start event: where a process or sub-process begins. */
import { passThrough } from '../behavior/pass-through.ts';
import { byDefinition } from '../compile/event-definition.ts';
import type { ElementType } from '../compile/compiler.ts';

export const startEvent: ElementType = {
  kind: 'START_EVENT',
  compile: (element, compiler) => byDefinition(element, compiler, { none: () => ({ behavior: passThrough }) }),
};
