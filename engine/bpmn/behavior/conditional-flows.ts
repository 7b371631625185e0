/**
 * Flows with conditions out of an activity (BPMN 2.0.2 §13.3.1), or out of an event: as if an inclusive gateway stood behind
 * it. They see the scope around the activity, with what its output mappings write.
 */
import type { ElementBehavior } from '../element/behavior.ts';
import type { FlowNode } from '../model.ts';
import { fulfilledFlows } from './condition.ts';

const mayChoose = ({ kind }: FlowNode): boolean => !kind.endsWith('Gateway') && kind !== 'process';

/** Whether it has a choice is seen from its flows, when it comes to it. */
export const withConditionalFlows = (node: FlowNode, behavior: ElementBehavior): ElementBehavior =>
  mayChoose(node)
    ? {
        ...behavior,
        chooseFlows: (game, instance, { outgoing, defaultFlow }, written) =>
          defaultFlow === null && outgoing.every((flow) => game.graph.flow(flow).condition === null)
            ? outgoing
            : fulfilledFlows(game, node, { scope: game.scopeOf(instance), written }),
      }
    : behavior;
