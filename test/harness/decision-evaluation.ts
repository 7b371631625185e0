/** For tests: decisions evaluated from the content of a file. */
import { definitionsXml } from './decision-xml.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import type { Json } from '../../engine/json/json.ts';
import { compileDecisions, evaluateDecision, type CompileOptions, type DecisionEvaluation, type DecisionModel } from '../../engine/dmn/index.ts';

export const context = { now: Date.UTC(2026, 5, 1) };

export function modelOf(xml: string, options: CompileOptions = {}): DecisionModel {
  const compilation = compileDecisions(xml, feelEngine, options);
  if (!compilation.ok) throw new Error(compilation.problems.map(({ message }) => message).join(' '));
  return compilation.model;
}

export function evaluate(
  content: string,
  decision: string,
  inputs: { readonly [name: string]: Json } = {},
  dialect?: 'standard' | 'camunda',
): DecisionEvaluation {
  return evaluateDecision(modelOf(definitionsXml(content, dialect)), decision, inputs, context);
}
