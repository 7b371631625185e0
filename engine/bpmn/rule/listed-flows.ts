/**
 * A file may list at each node the flows into it and out of it. The engine goes by the flows themselves, other tools by the
 * lists: where there are some, they should agree.
 */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, incomingOf, outgoingOf, type ContainerRule } from './rule.ts';

const same = (listed: readonly BpmnElement[], drawn: readonly BpmnElement[]): boolean => {
  const names = new Set(listed);
  return names.size === drawn.length && drawn.every((flow) => names.has(flow));
};

/** A link has no line; its flow is made of the names. */
const isDrawn = ({ id }: BpmnElement): boolean => id?.includes('=>') !== true;

export const listedFlows: ContainerRule = (container, report) => {
  const nodes = flowNodesOf(container);
  if (!nodes.some(({ incoming = [], outgoing = [] }) => incoming.length + outgoing.length > 0)) return;
  for (const node of nodes) {
    if (!same(node.incoming ?? [], incomingOf(node).filter(isDrawn)))
      report.hint(node, `Expected ${describe(node)} to list the flows into it as they are drawn, but the lists differ: some tools go by them`);
    if (!same(node.outgoing ?? [], outgoingOf(node).filter(isDrawn)))
      report.hint(node, `Expected ${describe(node)} to list the flows out of it as they are drawn, but the lists differ: some tools go by them`);
  }
};
