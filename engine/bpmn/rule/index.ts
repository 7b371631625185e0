/** All structural rules of a process. */
import type { BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';
import { boundaryEventAttached } from './boundary-event-attached.ts';
import { adHocContent } from './ad-hoc-content.ts';
import { cancelInTransaction } from './cancel-in-transaction.ts';
import { compensationHandlers } from './compensation-handlers.ts';
import { conditionPlacement } from './condition-placement.ts';
import { distinctCatchEvents } from './distinct-catch-events.ts';
import { eventReferences } from './event-references.ts';
import { eventSubProcess } from './event-sub-process.ts';
import { eventTriggers } from './event-triggers.ts';
import { eventBasedGatewayTargets } from './event-based-gateway-targets.ts';
import { flowDirections } from './flow-directions.ts';
import { flowStaysInScope } from './flow-stays-in-scope.ts';
import { gatewayDirection } from './gateway-direction.ts';
import { ignoredAttributes } from './ignored-attributes.ts';
import { instantiatingElements } from './instantiating-elements.ts';
import { listedFlows } from './listed-flows.ts';
import { loopOverSomething } from './loop-over-something.ts';
import { noForeignExtensions } from './no-foreign-extensions.ts';
import { noStraightThroughLoop } from './no-straight-through-loop.ts';
import { oneNoneStartEvent } from './one-none-start-event.ts';
import { flowNodesOf, type ContainerRule, type FlowNodeRule } from './rule.ts';
import { pairedLinks } from './paired-links.ts';
import { reachableElements } from './reachable-elements.ts';
import { singleExtensions } from './single-extensions.ts';
import { supportedFeatures } from './supported-features.ts';
import { waysEndAtEndEvents } from './ways-end-at-end-events.ts';

const containerRules: readonly ContainerRule[] = [
  oneNoneStartEvent,
  flowStaysInScope,
  noStraightThroughLoop,
  distinctCatchEvents,
  pairedLinks,
  noForeignExtensions,
  reachableElements,
  listedFlows,
  ignoredAttributes,
];

const flowNodeRules: readonly FlowNodeRule[] = [
  supportedFeatures,
  singleExtensions,
  flowDirections,
  boundaryEventAttached,
  conditionPlacement,
  eventBasedGatewayTargets,
  waysEndAtEndEvents,
  gatewayDirection,
  eventTriggers,
  eventReferences,
  eventSubProcess,
  compensationHandlers,
  cancelInTransaction,
  adHocContent,
  instantiatingElements,
  loopOverSomething,
];

/** Checks the process and, by recursion, every sub-process in it. */
export const checkProcess = (container: BpmnElement, report: Report): void => {
  for (const rule of containerRules) rule(container, report);
  for (const element of flowNodesOf(container)) {
    for (const rule of flowNodeRules) rule(element, report);
    if (element.flowElements !== undefined) checkProcess(element, report);
  }
};
