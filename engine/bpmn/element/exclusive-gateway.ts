/** Exclusive gateway: takes the first flow whose condition is true, else the default flow. */
import { isFulfilled } from '../behavior/condition.ts';
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';
import { isFailure, type ElementBehavior } from '../model.ts';

const choosing = (defaultFlow: string | undefined): ElementBehavior => ({
  ...passThrough,
  chooseFlows: (game, instance, node) => {
    for (const flow of node.outgoing) {
      if (flow.id === defaultFlow) continue;
      const fulfilled = isFulfilled(game, instance, flow);
      if (isFailure(fulfilled)) return fulfilled;
      if (fulfilled.value) return [flow];
    }
    const fallback = node.outgoing.filter(({ id }) => id === defaultFlow);
    if (fallback.length > 0 || node.outgoing.length === 0) return fallback;
    return {
      errorType: 'CONDITION_ERROR',
      message: `Expected at least one condition of gateway '${node.id}' to be true or a default flow, but there is none`,
    };
  },
});

export const exclusiveGateway: ElementType = {
  kind: 'EXCLUSIVE_GATEWAY',
  compile: (element) => ({ behavior: choosing(element.default?.id) }),
};
