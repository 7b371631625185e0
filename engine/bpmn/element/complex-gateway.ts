/** Complex gateway: joins by a condition of its own (see `complex-join.ts`), and splits like an inclusive one. */
import { fulfilledFlows } from '../behavior/condition.ts';
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';

export const complexGateway: ElementType = {
  kind: 'complexGateway',
  compile: (element, compiler) => {
    const text = element.activationCondition?.body;
    const joins = text !== undefined || (element.$parent?.flowElements ?? []).filter(({ targetRef }) => targetRef === element).length > 1;
    return joins ? { activation: text === undefined ? null : compiler.required(element, 'an activation condition', text) } : {};
  },
  behavior: () => ({
    ...passThrough,
    chooseFlows: (game, instance, node, written) => fulfilledFlows(game, node, { scope: game.scopeOf(instance), written }),
  }),
};
