/** Every element can be reached from the start event: over flows and links, and from an activity over its boundary. */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, incomingOf, instantiates, outgoingOf, type ContainerRule } from './rule.ts';

const boundaryEventsOf = (elements: readonly BpmnElement[]): ReadonlyMap<BpmnElement, readonly BpmnElement[]> => {
  const events = new Map<BpmnElement, BpmnElement[]>();
  for (const element of elements) {
    if (element.attachedToRef === undefined) continue;
    const others = events.get(element.attachedToRef);
    if (others === undefined) events.set(element.attachedToRef, [element]);
    else others.push(element);
  }
  return events;
};

/** Events and what an event, a compensation or a person begins. */
const beginsByItself = (element: BpmnElement, container: BpmnElement): boolean =>
  element.$type === 'bpmn:StartEvent' || element.triggeredByEvent === true || element.isForCompensation === true || instantiates(element)
  || (container.$type === 'bpmn:AdHocSubProcess' && incomingOf(element).length === 0);

export const reachableElements: ContainerRule = (container, report) => {
  const elements = flowNodesOf(container);
  const boundaryEvents = boundaryEventsOf(elements);
  const open = elements.filter((element) => beginsByItself(element, container));
  // Without a start everything would be out of reach; another rule says what is missing.
  if (open.length === 0) return;
  const reached = new Set(open);
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    const next = [...outgoingOf(element).flatMap(({ targetRef }) => targetRef ?? []), ...(boundaryEvents.get(element) ?? [])];
    for (const found of next)
      if (!reached.has(found)) {
        reached.add(found);
        open.push(found);
      }
  }
  for (const element of elements)
    if (!reached.has(element) && element.attachedToRef === undefined)
      report.warning(element, `Expected a way from the start event to ${describe(element)}, but there is none: it is never reached`);
};
