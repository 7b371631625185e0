/**
 * When an inclusive gateway with several incoming flows is activated (BPMN 2.0.2 §13.4.3): a token waits
 * on at least one of them, and no token elsewhere in the scope could still come to an empty one.
 * A token that could as well come to one where a token waits already is not waited for.
 */
import type { Ordinal } from '../../stream/key.ts';
import { memberOf } from '../../json/named-members.ts';
import type { CaseState } from '../../case/state.ts';
import type { FlowNode, InclusiveJoin } from '../model.ts';

/** Ids of the flows and nodes from which a token can reach each incoming flow without passing the join. */
export const compileInclusiveJoin = (join: FlowNode, nodes: ReadonlyMap<string, FlowNode>): InclusiveJoin => {
  const hosts = new Map<FlowNode, FlowNode>();
  for (const activity of nodes.values()) for (const event of activity.boundaryEvents) hosts.set(event, activity);
  const upstream = join.incoming.map(({ id, source }) => {
    const reached = new Set([id]);
    const open: (FlowNode | undefined)[] = [source];
    for (let node = open.pop(); node !== undefined || open.length > 0; node = open.pop()) {
      if (node === undefined || node === join || reached.has(node.id)) continue;
      reached.add(node.id);
      for (const flow of node.incoming) reached.add(flow.id);
      open.push(...node.incoming.map((flow) => flow.source), hosts.get(node));
    }
    return { flow: id, reached };
  });
  return { node: join, upstream };
};

/** Where tokens are in the scope: ids of flows that they wait on, and of nodes that are active. */
const tokensIn = (state: CaseState, scope: Ordinal): readonly string[] => {
  const active = Object.values(state.elements).filter((instance) => instance.scope === scope);
  return [...Object.keys(state.scopes[scope]?.tokens ?? {}), ...active.map(({ element }) => element)];
};

/** The flows whose tokens activate the join now; `undefined` when it has none or still waits. */
const readyIn = (state: CaseState, scope: Ordinal, { upstream }: InclusiveJoin): readonly string[] | undefined => {
  const tokens = state.scopes[scope]?.tokens ?? {};
  const waiting = upstream.filter(({ flow }) => (memberOf(tokens, flow) ?? 0) > 0);
  if (waiting.length === 0) return undefined;
  const empty = upstream.filter(({ flow }) => (memberOf(tokens, flow) ?? 0) === 0);
  const isAwaited = (place: string): boolean =>
    empty.some(({ reached }) => reached.has(place)) && !waiting.some(({ reached }) => reached.has(place));
  return tokensIn(state, scope).some(isAwaited) ? undefined : waiting.map(({ flow }) => flow);
};

export interface ReadyJoin {
  readonly node: FlowNode;
  readonly scope: Ordinal;
  readonly consumes: readonly string[];
}

/** The first inclusive join that can be activated. To be asked only when no other token can move. */
export const findReadyJoin = (state: CaseState, joins: readonly InclusiveJoin[]): ReadyJoin | undefined => {
  for (const join of joins)
    for (const scope of Object.keys(state.scopes).map(Number)) {
      const consumes = readyIn(state, scope, join);
      if (consumes !== undefined) return { node: join.node, scope, consumes };
    }
  return undefined;
};
