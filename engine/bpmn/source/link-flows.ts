/**
 * A link (BPMN 2.0.2 §10.5.5) is a sequence flow that is not drawn: from a link throw event to the link
 * catch event of its name in the same scope. So it is made one, and everything that holds for flows holds
 * for links.
 */
import type { BpmnElement } from './bpmn-element.ts';

const linkOf = ({ eventDefinitions = [] }: BpmnElement): BpmnElement | undefined =>
  eventDefinitions.find(({ $type }) => $type === 'bpmn:LinkEventDefinition');

const eventsOf = (container: BpmnElement, $type: string): readonly BpmnElement[] =>
  (container.flowElements ?? []).filter((element) => element.$type === $type && linkOf(element) !== undefined);

/** The name of the link that it leads to, where a throw event says that; else its own. */
export const linkNameOf = (event: BpmnElement): string => {
  const link = linkOf(event);
  return (link?.target?.name ?? link?.name)?.trim() ?? '';
};
export const linkThrowsOf = (container: BpmnElement): readonly BpmnElement[] => eventsOf(container, 'bpmn:IntermediateThrowEvent');
export const linkCatchesOf = (container: BpmnElement): readonly BpmnElement[] => eventsOf(container, 'bpmn:IntermediateCatchEvent');

export const linkFlowsOf = (container: BpmnElement): readonly BpmnElement[] => {
  const catches = new Map(linkCatchesOf(container).map((event) => [linkNameOf(event), event]));
  return linkThrowsOf(container).flatMap((event) => {
    const target = catches.get(linkNameOf(event));
    if (target === undefined) return [];
    const id = `${event.id ?? ''}=>${target.id ?? ''}`;
    return [{ $type: 'bpmn:SequenceFlow', $parent: container, id, sourceRef: event, targetRef: target }];
  });
};
