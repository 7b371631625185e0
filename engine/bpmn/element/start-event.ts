/** None start event: where a process or sub-process begins. */
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';
import { byDefinition } from '../compile/event-definition.ts';

export const startEvent: ElementType = {
  kind: 'startEvent',
  compile: (element, compiler) => byDefinition(element, compiler, { none: () => ({}) }),
  behavior: () => passThrough,
};
