/** What outside of a process lets a case of it begin: the triggers of its start events, and of what else instantiates it. */
import type { CaseStart } from '../case/compilation.ts';
import { triggersOf } from './behavior/trigger.ts';
import type { FlowNode, ProcessModel } from './model.ts';

export const startsOf = ({ id, nodes, flows }: ProcessModel): readonly CaseStart[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const targets = new Map(flows.map((flow) => [flow.id, flow.target]));
  const catching = (node: FlowNode): readonly FlowNode[] =>
    node.kind === 'eventBasedGateway' ? node.outgoing.flatMap((flow) => byId.get(targets.get(flow) ?? '') ?? []) : [node];
  return nodes
    .filter(({ kind, parent, instantiates }) => parent === id && (kind === 'startEvent' || instantiates === true))
    .flatMap(catching)
    .flatMap((node) =>
      triggersOf(node).flatMap((trigger) =>
        trigger.type === 'timer' || trigger.type === 'message' || trigger.type === 'signal' || trigger.type === 'condition' ? [{ event: node.id, trigger }] : [],
      ),
    );
};
