/** Receive task: waits for its message, and may have boundary events. */
import { armBoundaryEvents } from '../behavior/boundary-events.ts';
import { prepareTrigger } from '../behavior/trigger.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileMessage } from '../compile/event-definition.ts';
import { isFailure, type ElementBehavior } from '../model.ts';

const receiving: ElementBehavior = {
  onActivate: (game, instance, node) => {
    const arm = prepareTrigger(game, instance, instance, node);
    if (isFailure(arm)) return arm;
    const failure = armBoundaryEvents(game, instance, node);
    if (failure === undefined) arm();
    return failure;
  },
};

export const receiveTask: ElementType = {
  kind: 'RECEIVE_TASK',
  compile: (element, compiler) => {
    if (element.instantiate === true) compiler.unsupported(element, 'a receive task that starts cases');
    return { behavior: receiving, trigger: compileMessage(element, element.messageRef, compiler) };
  },
};
