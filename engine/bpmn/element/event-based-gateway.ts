/** Event-based gateway: waits for the events behind it, and goes on at the one that happens first. */
import { armTriggers } from '../behavior/trigger.ts';
import type { ElementType } from '../compile/compiler.ts';
import { activate } from '../lifecycle.ts';
import { cancelAttached } from '../../case/attached.ts';
import type { ElementBehavior } from '../model.ts';

const racing: ElementBehavior = {
  onActivate: (game, instance, node) =>
    armTriggers(
      game,
      instance,
      instance,
      node.outgoing.map(({ target }) => target),
    ),
  /** The gateway is left and the event activated in one go: nothing can come between. */
  onEvent: (game, instance, event) => {
    const scope = game.scopeOf(instance);
    const node = game.nodeOf(instance);
    cancelAttached(game.draft, instance);
    game.draft.emit({ type: 'ElementCompleted', ordinal: instance });
    const consumes = node.outgoing.filter(({ target }) => target === event).map(({ id }) => id);
    for (const flow of consumes) game.draft.emit({ type: 'SequenceFlowTaken', flow, scope });
    return activate(game, event, scope, { consumes });
  },
};

export const eventBasedGateway: ElementType = {
  kind: 'EVENT_BASED_GATEWAY',
  compile: (element, compiler) => {
    if (element.instantiate === true) compiler.unsupported(element, 'a gateway that starts cases');
    return { behavior: racing };
  },
};
