/** Attributes that say something the engine does not do. */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import { drawnFlowsOf, type ContainerRule } from './rule.ts';

const isPublic = ({ $type, processType }: BpmnElement): boolean => $type === 'bpmn:Process' && processType === 'Public';

export const ignoredAttributes: ContainerRule = (container, report) => {
  if (isPublic(container)) report.hint(container, `Expected ${describe(container)}, which is executable, to be private, but it is marked as public: it is run all the same`);
  for (const flow of drawnFlowsOf(container))
    if (flow.isImmediate === false) report.hint(flow, `Expected ${describe(flow)} to be immediate, but it says that something may happen before it is followed: nothing does`);
};
