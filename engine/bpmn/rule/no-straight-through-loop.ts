/**
 * A loop needs an element that waits or that changes data; one of pass-through elements only can
 * never end. Loops that only compute may end, and the limit of activations keeps them in check.
 */
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, incomingOf, outgoingOf, type ContainerRule } from './rule.ts';

const passesThrough = (element: BpmnElement): boolean => {
  if (extension(element, 'IoMapping') !== undefined || element.loopCharacteristics !== undefined) return false;
  if (/^bpmn:Intermediate(Throw|Catch)Event$/.test(element.$type))
    return (element.eventDefinitions ?? []).every(({ $type }) => $type === 'bpmn:LinkEventDefinition');
  return /^bpmn:(Task|ManualTask|ExclusiveGateway|InclusiveGateway|ParallelGateway)$/.test(element.$type);
};

/** What is left when elements that no pass-through element leads to are taken away, again and again: loops. */
const onLoops = (elements: ReadonlySet<BpmnElement>): ReadonlySet<BpmnElement> => {
  const left = new Set(elements);
  const entering = new Map([...left].map((element) => [element, predecessorsOf(element, left).length]));
  const free = [...left].filter((element) => entering.get(element) === 0);
  for (let element = free.pop(); element !== undefined; element = free.pop()) {
    left.delete(element);
    for (const { targetRef } of outgoingOf(element)) {
      if (targetRef === undefined || !left.has(targetRef)) continue;
      const others = (entering.get(targetRef) ?? 0) - 1;
      entering.set(targetRef, others);
      if (others === 0) free.push(targetRef);
    }
  }
  return left;
};

const predecessorsOf = (element: BpmnElement, among: ReadonlySet<BpmnElement>): readonly BpmnElement[] =>
  incomingOf(element).flatMap(({ sourceRef }) => (sourceRef !== undefined && among.has(sourceRef) ? [sourceRef] : []));

/** Every element that is left has a predecessor that is left, so going back ends in a loop. */
const firstLoop = (left: ReadonlySet<BpmnElement>): readonly BpmnElement[] => {
  const path: BpmnElement[] = [];
  const positions = new Map<BpmnElement, number>();
  let [element] = left;
  while (element !== undefined && !positions.has(element)) {
    positions.set(element, path.push(element) - 1);
    [element] = predecessorsOf(element, left);
  }
  return element === undefined ? [] : [...path.slice(positions.get(element)), element].toReversed();
};

export const noStraightThroughLoop: ContainerRule = (container, report) => {
  const loop = firstLoop(onLoops(new Set(flowNodesOf(container).filter(passesThrough))));
  const [element] = loop;
  if (element === undefined) return;
  const way = loop.map(({ id }) => id).join(' -> ');
  report.error(element, `Expected every loop to wait or change data somewhere, but ${describe(element)} is in one that does not: ${way}`);
};
