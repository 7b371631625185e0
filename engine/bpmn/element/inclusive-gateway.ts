/** Inclusive gateway: takes every flow whose condition is true, else the default; joins all tokens that can still come. */
import { fulfilledFlows } from '../behavior/condition.ts';
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';
import type { ElementBehavior } from './behavior.ts';

const choosing: ElementBehavior = {
  ...passThrough,
  chooseFlows: (game, instance, node, written) => fulfilledFlows(game, node, { scope: instance, written }),
};

export const inclusiveGateway: ElementType = { kind: 'inclusiveGateway', compile: () => ({}), behavior: () => choosing };
