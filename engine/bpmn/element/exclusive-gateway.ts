/** Exclusive gateway: takes the first flow whose condition is true, else the default flow. */
import { isFulfilled, noneFulfilled } from '../behavior/condition.ts';
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';
import { isFailure, type ElementBehavior } from '../model.ts';

const choosing = (defaultFlow: string | undefined): ElementBehavior => ({
  ...passThrough,
  chooseFlows: (game, instance, node, written) => {
    for (const flow of node.outgoing) {
      if (flow.id === defaultFlow) continue;
      const fulfilled = isFulfilled(game, instance, flow, written);
      if (isFailure(fulfilled)) return fulfilled;
      if (fulfilled.value) return [flow];
    }
    const fallback = node.outgoing.filter(({ id }) => id === defaultFlow);
    return fallback.length > 0 || node.outgoing.length === 0 ? fallback : noneFulfilled(node.id);
  },
});

export const exclusiveGateway: ElementType = {
  kind: 'EXCLUSIVE_GATEWAY',
  compile: (element) => ({ behavior: choosing(element.default?.id) }),
};
