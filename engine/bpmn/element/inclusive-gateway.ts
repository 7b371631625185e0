/** Inclusive gateway: takes every flow whose condition is true, else the default; joins all tokens that can still come. */
import { isFulfilled } from '../behavior/condition.ts';
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';
import { isFailure, type ElementBehavior, type SequenceFlow } from '../model.ts';

const choosing = (defaultFlow: string | undefined): ElementBehavior => ({
  ...passThrough,
  joins: 'inclusive',
  chooseFlows: (game, instance, node) => {
    const chosen: SequenceFlow[] = [];
    for (const flow of node.outgoing) {
      if (flow.id === defaultFlow) continue;
      const fulfilled = isFulfilled(game, instance, flow);
      if (isFailure(fulfilled)) return fulfilled;
      if (fulfilled.value) chosen.push(flow);
    }
    if (chosen.length > 0 || node.outgoing.length === 0) return chosen;
    const fallback = node.outgoing.find(({ id }) => id === defaultFlow);
    return fallback === undefined ? noneFulfilled(node.id) : [fallback];
  },
});

const noneFulfilled = (id: string) =>
  ({
    errorType: 'CONDITION_ERROR',
    message: `Expected at least one condition of gateway '${id}' to be true or a default flow, but there is none`,
  }) as const;

export const inclusiveGateway: ElementType = {
  kind: 'INCLUSIVE_GATEWAY',
  compile: (element) => ({ behavior: choosing(element.default?.id) }),
};
