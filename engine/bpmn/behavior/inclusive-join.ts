/**
 * When an inclusive gateway with several incoming flows is activated (BPMN 2.0.2 §13.4.3): a token waits
 * on at least one of them, and no token elsewhere in the scope could still come to an empty one.
 * A token that could as well come to one where a token waits already is not waited for.
 */
import type { CaseState } from '../../case/state.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { Graph } from '../graph.ts';
import type { FlowNode } from '../model.ts';

/** For each incoming flow of the gateway, from where a token can still come to it. */
export interface InclusiveJoin {
  readonly node: FlowNode;
  readonly upstream: readonly { readonly flow: string; readonly reached: ReadonlySet<string> }[];
}

/** Ids of the flows and nodes from which a token can reach each incoming flow without passing the join. */
export const compileInclusiveJoin = (join: FlowNode, graph: Graph): InclusiveJoin => {
  const hosts = new Map<string, FlowNode>();
  for (const activity of graph.model.nodes) for (const event of activity.boundaryEvents) hosts.set(event, activity);
  const upstream = join.incoming.map((id) => {
    const reached = new Set([id]);
    const open: (FlowNode | undefined)[] = [graph.entry(graph.flow(id).source)];
    while (open.length > 0) {
      const node = open.pop();
      if (node === undefined || node === join || reached.has(node.id)) continue;
      reached.add(node.id);
      for (const flow of node.incoming) reached.add(flow);
      open.push(...node.incoming.map((flow) => graph.entry(graph.flow(flow).source)), hosts.get(node.id));
    }
    return { flow: id, reached };
  });
  return { node: join, upstream };
};

/** Where tokens are in the scope: ids of flows that they wait on, and of nodes that are active, each once. */
function* placesIn(state: CaseState, scope: Ordinal): Generator<string> {
  yield* state.tokens.flows(scope);
  yield* state.elements.groups(scope);
}

/** The flows whose tokens activate the join now; `undefined` when it has none or still waits. */
export const readyFlows = (state: CaseState, scope: Ordinal, { upstream }: InclusiveJoin): readonly string[] | undefined => {
  const waiting = upstream.filter(({ flow }) => state.tokens.count(scope, flow) > 0);
  if (waiting.length === 0) return undefined;
  const empty = upstream.filter(({ flow }) => state.tokens.count(scope, flow) === 0);
  if (empty.length > 0)
    for (const place of placesIn(state, scope))
      if (empty.some(({ reached }) => reached.has(place)) && !waiting.some(({ reached }) => reached.has(place))) return undefined;
  return waiting.map(({ flow }) => flow);
};
