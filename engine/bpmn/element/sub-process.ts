/** Embedded sub-process: a scope of its own, done when nothing is left in it. */
import { armBoundaryEvents } from '../behavior/boundary-events.ts';
import type { ElementType } from '../compile/compiler.ts';
import { activate, enter } from '../lifecycle.ts';
import type { ElementBehavior } from '../model.ts';

const embedded: ElementBehavior = {
  onActivate: (game, instance, node) => {
    const failure = armBoundaryEvents(game, instance, node);
    if (failure !== undefined || node.start === null) return failure;
    enter(game, activate(game, node.start, instance), node.start);
    return undefined;
  },
};

export const subProcess: ElementType = {
  kind: 'SUB_PROCESS',
  compile: (element, compiler) => {
    if (element.triggeredByEvent === true) compiler.unsupported(element, 'an event sub-process');
    return { behavior: embedded };
  },
};
