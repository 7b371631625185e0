/** The conditions of sequence flows, and which flows they let through. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { evaluateTyped, siteOf } from '../../work/attribute.ts';
import { isFailure, type Failure, type Typed } from '../../work/failure.ts';
import { truth } from '../../work/value-type.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/** From where the conditions of a node's flows look at variables, and what hides these. */
interface View {
  readonly scope: Ordinal;
  /** What the output mappings are about to write. */
  readonly written: JsonObject;
}

const isFulfilled = (game: TokenGame, flow: string, { scope, written }: View): Typed<boolean> => {
  const { condition } = game.graph.flow(flow);
  if (condition === null) return { value: true };
  return evaluateTyped(game.ctx, siteOf(game.ctx, flow, scope, written), condition, { what: `the condition of sequence flow '${flow}'`, type: truth });
};

/** The first flow whose condition is true, else the default flow. */
export const firstFulfilledFlow = (game: TokenGame, node: FlowNode, view: View): Failure | readonly string[] => {
  const { id, outgoing, defaultFlow } = node;
  for (const flow of outgoing) {
    if (flow === defaultFlow) continue;
    const fulfilled = isFulfilled(game, flow, view);
    if (isFailure(fulfilled)) return fulfilled;
    if (fulfilled.value) return [flow];
  }
  const fallback = outgoing.filter((flow) => flow === defaultFlow);
  return fallback.length > 0 || outgoing.length === 0 ? fallback : noneFulfilled(id);
};

/** Beside flows without a condition all whose condition is true; when there is none of these, the default flow. */
export const fulfilledFlows = (game: TokenGame, node: FlowNode, view: View): Failure | readonly string[] => {
  const { id, outgoing, defaultFlow } = node;
  const chosen: string[] = [];
  for (const flow of outgoing) {
    if (flow === defaultFlow) continue;
    const fulfilled = isFulfilled(game, flow, view);
    if (isFailure(fulfilled)) return fulfilled;
    if (fulfilled.value) chosen.push(flow);
  }
  const fallback = outgoing.filter((flow) => flow === defaultFlow);
  const flows = chosen.some((flow) => game.graph.flow(flow).condition !== null) ? chosen : [...chosen, ...fallback];
  return flows.length === 0 && outgoing.length > 0 ? noneFulfilled(id) : flows;
};

const noneFulfilled = (id: string): Failure => ({
  errorType: 'condition',
  message: `Expected at least one condition of '${id}' to be true or a default flow, but there is none`,
});
