/**
 * A loop needs an element that waits or that changes data; one of pass-through elements only can
 * never end. Loops that only compute may end, and the limit of activations keeps them in check.
 */
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, outgoingOf, type ContainerRule } from './rule.ts';

const passesThrough = (element: BpmnElement): boolean => {
  if (extension(element, 'IoMapping') !== undefined) return false;
  if (element.$type === 'bpmn:IntermediateThrowEvent') return (element.eventDefinitions ?? []).length === 0;
  return /^bpmn:(Task|ManualTask|ExclusiveGateway|InclusiveGateway|ParallelGateway)$/.test(element.$type);
};

export const noStraightThroughLoop: ContainerRule = (container, report) => {
  const finished = new Set<BpmnElement>();
  const path: BpmnElement[] = [];
  const visit = (element: BpmnElement): void => {
    if (finished.has(element) || !passesThrough(element)) return;
    const at = path.indexOf(element);
    if (at >= 0) {
      const loop = [...path.slice(at), element].map(({ id }) => id).join(' -> ');
      return report.error(element, `Expected every loop to wait or change data somewhere, but ${describe(element)} is in one that does not: ${loop}`);
    }
    path.push(element);
    for (const { targetRef } of outgoingOf(element)) if (targetRef !== undefined) visit(targetRef);
    path.pop();
    finished.add(element);
  };
  for (const element of flowNodesOf(container)) visit(element);
};
