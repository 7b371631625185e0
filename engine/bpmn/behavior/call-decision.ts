/** Evaluating the decision of a business rule task; every evaluation is on the record, failed ones too. */
import { evaluateDecision } from '../../dmn/index.ts';
import type { Expression } from '../../work/expression.ts';
import { need, questionId, type DecisionRef } from '../../stream/facts.ts';
import type { Json } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { limits } from '../../stream/limits.ts';
import { text } from '../../work/value-type.ts';
import { visibleVariables } from '../../case/variable.ts';
import { isFailure, type Failure, type FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAspect, type Typed } from './typed-value.ts';

/** `undefined`: it is not known yet what the id means; the game stops and asks. */
export const evaluateCalledDecision = (
  game: TokenGame,
  instance: Ordinal,
  node: FlowNode,
  decisionId: Expression,
): Typed<Json> | undefined => {
  const id = evaluateAspect(game, instance, { what: 'the decision id', expression: decisionId, type: text });
  if (isFailure(id)) return id;
  const question = { type: 'decision', id: id.value } as const;
  const answer = game.answers[questionId(question)];
  if (answer === undefined) {
    game.need = need(question);
    return undefined;
  }
  if (answer !== null) return evaluateRef(game, instance, node, answer as unknown as DecisionRef);
  const message = `Expected decision '${id.value}' to be deployed, but no such decision was found`;
  return { errorType: 'CALLED_DECISION_ERROR', message };
};

const evaluateRef = (game: TokenGame, instance: Ordinal, node: FlowNode, ref: DecisionRef): Typed<Json> => {
  const decision = game.library.decision(ref.hash);
  if (decision === undefined)
    throw new Error(`Expected the library to hold decision '${ref.id}' with hash ${ref.hash}, but it does not`);
  const inputs = visibleVariables(game.draft.state, instance);
  const evaluation = evaluateDecision(decision, ref.id, inputs, { now: game.now, budget: limits.feelBudget });
  game.draft.emit({
    type: 'DecisionEvaluated',
    ordinal: game.draft.nextOrdinal(),
    instance,
    element: node.id,
    decisionId: ref.id,
    decisionKey: ref.key,
    hash: ref.hash,
    state: evaluation.failure === undefined ? 'EVALUATED' : 'FAILED',
    output: evaluation.output,
    report: evaluation.evaluatedDecisions as unknown as Json,
  });
  if (evaluation.failure === undefined) return { value: evaluation.output };
  return decisionFailure(ref.id, evaluation.failure.message);
};

const decisionFailure = (id: string, reason: string): Failure => ({
  errorType: 'DECISION_EVALUATION_ERROR',
  message: `Expected to evaluate decision '${id}', but ${reason}`,
});
