/** Exclusive gateway: takes the first flow whose condition is true, else the default flow. */
import { firstFulfilledFlow } from '../behavior/condition.ts';
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';
import type { ElementBehavior } from './behavior.ts';

const choosing: ElementBehavior = {
  ...passThrough,
  chooseFlows: (game, instance, node, written) => firstFulfilledFlow(game, node, { scope: instance, written }),
};

export const exclusiveGateway: ElementType = { kind: 'exclusiveGateway', compile: () => ({}), behavior: () => choosing };
