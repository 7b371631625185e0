/** Evaluating a decision for an element; every evaluation is on the record, failed ones too. */
import type { Context } from '../case/draft.ts';
import { visibleVariables } from '../case/variable.ts';
import { evaluateDecision } from '../dmn/index.ts';
import { Budget } from '../feel/index.ts';
import { placeText } from '../dmn/place.ts';
import type { Json } from '../json/json.ts';
import { unstorable } from '../json/storable.ts';
import type { Ordinal } from '../stream/key.ts';
import type { DecisionRef } from '../stream/question.ts';
import { evaluateAttribute, type Site } from './attribute.ts';
import type { DecisionDefinition } from './definition.ts';
import { becauseOf, isFailure, type Failure, type Typed } from './failure.ts';

/** The decision sees the variables that are visible from the instance. */
export const evaluateCalledDecision = (ctx: Context, site: Site, instance: Ordinal, { attributes }: DecisionDefinition): Typed<Json> => {
  const id = evaluateAttribute(ctx, site, 'decisionId', attributes.decisionId);
  if (isFailure(id)) return id;
  const answer = ctx.ask({ type: 'decision', id: id.value, binding: { type: 'latest' } });
  if (answer !== null) return evaluateRef(ctx, site, instance, answer as unknown as DecisionRef);
  return { errorType: 'calledDecision', message: `Expected decision '${id.value}' to be deployed, but no such decision was found` };
};

const evaluateRef = (ctx: Context, { element }: Site, instance: Ordinal, ref: DecisionRef): Typed<Json> => {
  const { draft, library, now, zone, offsets, functions, effort } = ctx;
  const decision = library.decision(ref.hash);
  if (decision === undefined)
    throw new Error(`Expected the library to hold decision '${ref.id}' with hash ${ref.hash}, but it does not`);
  const inputs = visibleVariables(draft.state, instance);
  const budget = new Budget(effort.feelBudget);
  const evaluation = evaluateDecision(decision, ref.id, inputs, { now, timeZone: zone, offsets, functions, budget });
  effort.evaluated(budget.spent);
  ctx.checkAnswered();
  const problem = unstorable(evaluation.output) ?? unstorable(evaluation.evaluatedDecisions as unknown as Json);
  if (problem !== undefined) return decisionFailure(ref.id, `what it gave holds ${problem}, which cannot be stored`);
  for (const { code, from, to, name, place } of evaluation.warnings)
    ctx.warn({ code, element, attribute: `decision ${placeText(place)}`, from, to, ...(name === undefined ? {} : { name }) });
  draft.emit({
    type: 'DecisionEvaluated',
    ordinal: draft.peekOrdinal(),
    instance,
    element,
    decisionId: ref.id,
    decisionKey: ref.key,
    hash: ref.hash,
    state: evaluation.failure === undefined ? 'evaluated' : 'failed',
    output: evaluation.output,
    report: evaluation.evaluatedDecisions as unknown as Json,
  });
  return evaluation.failure === undefined ? { value: evaluation.output } : decisionFailure(ref.id, becauseOf(ctx.kernel, evaluation.failure.message));
};

const decisionFailure = (id: string, reason: string): Failure => ({
  errorType: 'decisionEvaluation',
  message: `Expected to evaluate decision '${id}', but ${reason}`,
});
