/** Intermediate catch event: a token waits for a timer or a message; through a link it just goes on. */
import { passThrough } from '../behavior/pass-through.ts';
import { armTriggers } from '../behavior/trigger.ts';
import type { ElementType } from '../compile/compiler.ts';
import { byDefinition, compileMessage, compileTimer } from '../compile/event-definition.ts';
import type { ElementBehavior } from './behavior.ts';

const waiting: ElementBehavior = {
  onActivate: (game, instance, node) => armTriggers(game, instance, [node]),
};

export const intermediateCatchEvent: ElementType = {
  kind: 'intermediateCatchEvent',
  compile: (element, compiler) =>
    byDefinition(element, compiler, {
      'bpmn:LinkEventDefinition': () => ({}),
      'bpmn:MessageEventDefinition': (definition) => ({ trigger: compileMessage(element, definition.messageRef, compiler) }),
      'bpmn:TimerEventDefinition': (definition) => ({ trigger: compileTimer(element, definition, compiler, { cycles: false }) }),
    }),
  behavior: ({ trigger }) => (trigger === null ? passThrough : waiting),
};
