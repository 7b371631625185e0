/** Inclusive gateway: takes every flow whose condition is true, else the default; joins all tokens that can still come. */
import { fulfilledFlows } from '../behavior/condition.ts';
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';

export const inclusiveGateway: ElementType = {
  kind: 'INCLUSIVE_GATEWAY',
  compile: (element) => ({
    behavior: {
      ...passThrough,
      joins: 'inclusive',
      chooseFlows: (game, instance, node, written) =>
        fulfilledFlows(game, instance, node, { defaultFlow: element.default?.id, written }),
    },
  }),
};
