/** A sequence flow connects two flow nodes of the process or sub-process it stands in. */
import { describe } from '../source/bpmn-element.ts';
import { flowNodesOf, flowsOf, type ContainerRule } from './rule.ts';

export const flowStaysInScope: ContainerRule = (container, report) => {
  const nodes = new Set(flowNodesOf(container));
  for (const flow of flowsOf(container)) {
    for (const [end, node] of [['source', flow.sourceRef], ['target', flow.targetRef]] as const) {
      if (node !== undefined && nodes.has(node)) continue;
      const found = node === undefined ? 'it has none' : `it is ${describe(node)}`;
      report.error(flow, `Expected the ${end} of ${describe(flow)} to be a flow node of ${describe(container)}, but ${found}`);
    }
  }
};
