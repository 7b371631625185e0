/** Embedded sub-process: a scope of its own, done when nothing is left in it. */
import { isFailure } from '../../work/failure.ts';
import { prepareBoundaryEvents } from '../behavior/boundary-events.ts';
import type { ElementType } from '../compile/compiler.ts';
import { activate, enter } from '../lifecycle.ts';
import type { ElementBehavior } from './behavior.ts';

const embedded: ElementBehavior = {
  onActivate: (game, instance, node) => {
    const arm = prepareBoundaryEvents(game, instance, node);
    if (isFailure(arm)) return arm;
    arm();
    if (node.start === null) return undefined;
    const start = game.graph.node(node.start);
    enter(game, activate(game, start, instance), start);
    return undefined;
  },
};

export const subProcess: ElementType = {
  kind: 'subProcess',
  compile: (element, compiler) => {
    if (element.triggeredByEvent === true) compiler.unsupported(element, 'an event sub-process');
    return {};
  },
  behavior: () => embedded,
};
