/** Intermediate catch event: a token waits for what it catches; through a link it just goes on. */
import { passThrough } from '../behavior/pass-through.ts';
import { armTriggers } from '../behavior/trigger.ts';
import { compileCatch } from '../compile/catch-event.ts';
import type { ElementType } from '../compile/compiler.ts';
import type { ElementBehavior } from './behavior.ts';

const waiting: ElementBehavior = {
  onActivate: (game, instance, node) => armTriggers(game, instance, [node]),
};

export const intermediateCatchEvent: ElementType = {
  kind: 'intermediateCatchEvent',
  compile: (element, compiler) => compileCatch(element, compiler, { place: 'intermediate', cycles: false }),
  behavior: ({ trigger }) => (trigger === null ? passThrough : waiting),
};
