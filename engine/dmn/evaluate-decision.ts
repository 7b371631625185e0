/** Evaluates a decision of a compiled model. */
import type { Json } from '../json/json.ts';
import { FeelFunction, invokeNamed, Run, toJson, type FeelValue } from '../feel/index.ts';
import { Ended } from '../feel/run.ts';
import { convertData } from './conversion.ts';
import type { DecisionModel } from './decision-model.ts';
import { valueOf } from './evaluate-node.ts';
import { Evaluation, type EvaluationContext, type Failure } from './evaluation.ts';
import { Frame } from './frame.ts';
import type { GraphNode, KnowledgeNode, ServiceNode } from './graph.ts';
import type { DecisionReport } from './report.ts';
import { JsonData, type Data } from './scope.ts';
import type { DecisionWarning } from './warning.ts';

export interface DecisionEvaluation {
  /** Plain JSON, as FEEL's `toJson` gives it; null after a failure. */
  readonly output: Json;
  /** The same with FEEL's own values; also there when only JSON cannot hold it, which is a failure then. */
  readonly value: FeelValue;
  /** Every decision that was evaluated, required ones before those that need them. */
  readonly evaluatedDecisions: readonly DecisionReport[];
  readonly warnings: readonly DecisionWarning[];
  /** What ended the evaluation: the budget, `assert`, a hit policy that is broken, or an unknown decision. */
  readonly failure?: Failure;
}

/** Calls a service or knowledge model with the data whose names are its parameters'. */
function call(node: KnowledgeNode | ServiceNode, frame: Frame): FeelValue {
  const callee = valueOf(node, frame);
  if (!(callee instanceof FeelFunction)) return null;
  const args = new Map<string, FeelValue>();
  for (const { name, type } of callee.signatures[0]?.parameters ?? []) {
    const given = frame.data.get(name) ?? null;
    args.set(name, type === undefined ? given : convertData(given, type, frame) ?? given);
  }
  const run = new Run(frame.feel);
  const value = invokeNamed(callee, args, run);
  return frame.evaluation.take({ value, warnings: run.warnings }, node.place);
}

function evaluate(node: GraphNode, data: Data, evaluation: Evaluation): FeelValue {
  const frame = Frame.open(evaluation, node.unit, data);
  const value = node.kind === 'service' || node.kind === 'knowledge' ? call(node, frame) : valueOf(node, frame) ?? null;
  return evaluation.failure === undefined ? value : null;
}

/**
 * What FEEL throws to end a run outside a program, and what recursion ends in; what the host threw passes, and
 * anything else is a bug of ours.
 */
function failed(evaluation: Evaluation, error: unknown): null {
  if (evaluation.budget.isOfHost(error)) throw error;
  if (error instanceof Ended) return evaluation.fail(error.message);
  if (error instanceof RangeError) return evaluation.fail('Expected calls and requirements to nest moderately, but they exhausted the stack.');
  throw error;
}

/**
 * Evaluates a decision, or calls a decision service or business knowledge model, given by id or name.
 * `inputs` are the values of its input data by name; in Camunda's models all of them are visible to every
 * expression. What goes wrong is the `failure`; only what functions and offsets of the context throw is thrown.
 */
export function evaluateDecision(
  model: DecisionModel,
  decision: string,
  inputs: { readonly [name: string]: Json } | Data,
  context: EvaluationContext,
): DecisionEvaluation {
  const node = model.find(decision);
  const evaluation = new Evaluation(context, node ?? { id: decision, name: decision });
  let value: FeelValue = null;
  let output: Json = null;
  if (node === undefined) {
    evaluation.fail(`Expected the decision '${decision}' to be in '${model.name}', but it is not.`);
  } else {
    try {
      value = evaluate(node, isData(inputs) ? inputs : new JsonData(inputs), evaluation);
    } catch (error) {
      value = failed(evaluation, error);
    }
    try {
      output = toJson(value, evaluation.budget, () => evaluation.warn('FUNCTION_AS_VALUE', node?.place ?? { element: decision }));
    } catch (error) {
      failed(evaluation, error);
    }
  }
  const { failure, warnings, decisions } = evaluation;
  return { value, output, evaluatedDecisions: decisions, warnings, ...(failure === undefined ? {} : { failure }) };
}

function isData(inputs: { readonly [name: string]: Json } | Data): inputs is Data {
  return typeof inputs['get'] === 'function';
}
