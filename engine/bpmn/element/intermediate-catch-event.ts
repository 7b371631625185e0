/** Intermediate catch event: a token waits for a timer or a message; through a link it just goes on. */
import { passThrough } from '../behavior/pass-through.ts';
import { armTriggers } from '../behavior/trigger.ts';
import { byDefinition, compileMessage, compileTimer } from '../compile/event-definition.ts';
import type { ElementType } from '../compile/compiler.ts';
import type { ElementBehavior } from '../model.ts';

const waiting: ElementBehavior = {
  onActivate: (game, instance, node) => armTriggers(game, instance, instance, [node]),
};

export const intermediateCatchEvent: ElementType = {
  kind: 'INTERMEDIATE_CATCH_EVENT',
  compile: (element, compiler) =>
    byDefinition(element, compiler, {
      'bpmn:LinkEventDefinition': () => ({ behavior: passThrough }),
      'bpmn:MessageEventDefinition': (definition) => ({
        behavior: waiting,
        trigger: compileMessage(element, definition.messageRef, compiler),
      }),
      'bpmn:TimerEventDefinition': (definition) => ({
        behavior: waiting,
        trigger: compileTimer(element, definition, compiler, { cycles: false }),
      }),
    }),
};
