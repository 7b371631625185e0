/**
 * Flows with conditions out of an activity (BPMN 2.0.2 §13.3.1): as if an inclusive gateway stood behind
 * it. They see the scope around the activity, with what its output mappings write.
 */
import { fulfilledFlows } from '../behavior/condition.ts';
import type { ElementBehavior } from '../model.ts';
import { isActivity, outgoingOf } from '../rule/rule.ts';
import type { BpmnElement } from '../source/bpmn-element.ts';

const hasChoice = (element: BpmnElement): boolean =>
  isActivity(element) &&
  (element.default !== undefined || outgoingOf(element).some(({ conditionExpression }) => conditionExpression !== undefined));

export const withConditionalFlows = (element: BpmnElement, behavior: ElementBehavior): ElementBehavior =>
  hasChoice(element)
    ? {
        ...behavior,
        chooseFlows: (game, instance, node, written) =>
          fulfilledFlows(game, game.scopeOf(instance), node, { defaultFlow: element.default?.id, written }),
      }
    : behavior;
