/** Event-based gateway: waits for the events behind it, and goes on at the one that happens first. */
import { armTriggers } from '../behavior/trigger.ts';
import type { ElementType } from '../compile/compiler.ts';
import { instantiates } from '../rule/rule.ts';
import { activate, leave } from '../lifecycle.ts';
import type { ElementBehavior } from './behavior.ts';

const racing: ElementBehavior = {
  onActivate: (game, instance, node) => armTriggers(game, instance, node.outgoing.map((flow) => game.graph.target(flow))),
  /** The gateway is left and the event activated in one go: nothing can come between. */
  onEvent: (game, instance, event) => {
    const scope = game.scopeOf(instance);
    const consumes = game.nodeOf(instance).outgoing.filter((flow) => game.graph.target(flow) === event);
    leave(game, instance, 'ElementCompleted');
    for (const flow of consumes) game.draft.emit({ type: 'SequenceFlowTaken', flow, scope, held: true });
    return activate(game, event, scope, { consumes });
  },
};

export const eventBasedGateway: ElementType = {
  kind: 'eventBasedGateway',
  compile: (element) => {
    return instantiates(element) ? { instantiates: true } : {};
  },
  behavior: () => racing,
};
