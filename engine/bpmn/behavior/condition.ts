/** The conditions of sequence flows, and which flows they let through. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { truth } from '../../work/value-type.ts';
import { isFailure, type Failure, type FlowNode, type SequenceFlow } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAspect, type Typed } from './typed-value.ts';

/** `written`: what the output mappings are about to write; it hides the variables of the scope. */
export const isFulfilled = (
  game: TokenGame,
  scope: Ordinal,
  { id, condition }: SequenceFlow,
  written: JsonObject,
): Typed<boolean> =>
  condition === null
    ? { value: true }
    : evaluateAspect(game, scope, { what: `the condition of sequence flow '${id}'`, expression: condition, type: truth }, written);

/** Beside flows without a condition all whose condition is true; when there is none of these, the default flow. */
export const fulfilledFlows = (
  game: TokenGame,
  scope: Ordinal,
  { id, outgoing }: FlowNode,
  { defaultFlow, written }: { readonly defaultFlow: string | undefined; readonly written: JsonObject },
): Failure | readonly SequenceFlow[] => {
  const chosen: SequenceFlow[] = [];
  for (const flow of outgoing) {
    if (flow.id === defaultFlow) continue;
    const fulfilled = isFulfilled(game, scope, flow, written);
    if (isFailure(fulfilled)) return fulfilled;
    if (fulfilled.value) chosen.push(flow);
  }
  const fallback = outgoing.filter((flow) => flow.id === defaultFlow);
  const flows = chosen.some(({ condition }) => condition !== null) ? chosen : [...chosen, ...fallback];
  return flows.length === 0 && outgoing.length > 0 ? noneFulfilled(id) : flows;
};

export const noneFulfilled = (id: string): Failure => ({
  errorType: 'CONDITION_ERROR',
  message: `Expected at least one condition of '${id}' to be true or a default flow, but there is none`,
});
