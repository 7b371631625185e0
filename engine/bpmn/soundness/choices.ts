/** Which flows an element may take when it completes, whatever the data: conditions are free, defaults are for when none is true. */
import type { Graph } from '../graph.ts';
import type { FlowNode } from '../model.ts';

/** Of more conditions than this not every combination is looked at, but each alone and all together. */
const combinedMax = 5;

export interface Choices {
  readonly alternatives: readonly (readonly string[])[];
  /** Whether there are more than those. */
  readonly isPartial: boolean;
}

const conditionOf = (graph: Graph, flow: string): boolean => graph.flow(flow).condition !== null;

/** The first whose condition is true, in their order. */
const firstOf = (graph: Graph, { outgoing, defaultFlow }: FlowNode): readonly (readonly string[])[] => {
  const others = outgoing.filter((flow) => flow !== defaultFlow);
  const always = others.findIndex((flow) => !conditionOf(graph, flow));
  if (always >= 0) return others.slice(0, always + 1).map((flow) => [flow]);
  return outgoing.map((flow) => [flow]);
};

const combinations = (flows: readonly string[]): readonly (readonly string[])[] =>
  flows.reduce<readonly (readonly string[])[]>((sets, flow) => [...sets, ...sets.map((set) => [...set, flow])], [[]]);

/** All whose condition is true, beside those that have none. */
const allOf = (graph: Graph, { outgoing, defaultFlow }: FlowNode): Choices => {
  const others = outgoing.filter((flow) => flow !== defaultFlow);
  const free = others.filter((flow) => conditionOf(graph, flow));
  const always = others.filter((flow) => !conditionOf(graph, flow));
  const isPartial = free.length > combinedMax;
  const chosen = isPartial ? [...free.map((flow) => [flow]), free] : combinations(free).filter((set) => set.length > 0);
  const none = defaultFlow === null ? always : [...always, defaultFlow];
  const sets = [...chosen.map((set) => [...always, ...set]), ...(none.length > 0 ? [none] : [])];
  return { alternatives: sets.map((set) => outgoing.filter((flow) => set.includes(flow))), isPartial };
};

const isActivity = ({ kind }: FlowNode): boolean => /task$|^subProcess$|^callActivity$/i.test(kind);

export const choicesOf = (graph: Graph, node: FlowNode): Choices => {
  const { kind, outgoing, defaultFlow } = node;
  if (outgoing.length === 0) return { alternatives: [[]], isPartial: false };
  if (kind === 'exclusiveGateway') return { alternatives: firstOf(graph, node), isPartial: false };
  const isChoice = kind === 'inclusiveGateway' || (isActivity(node) && (defaultFlow !== null || outgoing.some((flow) => conditionOf(graph, flow))));
  return isChoice ? allOf(graph, node) : { alternatives: [outgoing], isPartial: false };
};
