/** An attribute of a definition that is either a literal or, after `=`, a FEEL expression. */
import type { FeelEngine, FeelProgram, FeelScope } from '../feel/engine.ts';
import { feelWarningText } from '../feel/index.ts';
import type { Json } from '../json/json.ts';
import { limits } from '../stream/limits.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'feel'; readonly program: FeelProgram };

export type ExpressionCompilation =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly message: string };

/** `=…` is FEEL, anything else a literal string. */
export const compileExpression = (feel: FeelEngine, text: string): ExpressionCompilation => {
  if (!text.startsWith('=')) return { ok: true, expression: { kind: 'literal', value: text } };
  const compilation = feel.compile(text.slice(1), 'expression');
  if (compilation.ok) return { ok: true, expression: { kind: 'feel', program: compilation.program } };
  const [first] = compilation.errors;
  return { ok: false, message: `Failed to parse expression '${text}': ${first?.message ?? 'unreadable'}` };
};

export type Evaluation =
  | { readonly ok: true; readonly value: Json; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** `now` in epoch ms. A run that ends in a failure (budget, assert) is not a value. */
export const evaluate = (expression: Expression, scope: FeelScope, now: number): Evaluation => {
  if (expression.kind === 'literal') return { ok: true, value: expression.value, warnings: [] };
  const { program } = expression;
  const result = program.run(scope, { now, budget: limits.feelBudget });
  if (result.failure !== undefined)
    return { ok: false, message: `Expected to evaluate expression '${program.text}', but ${result.failure.message}` };
  return { ok: true, value: result.value, warnings: result.warnings.map((warning) => feelWarningText(warning, program.text)) };
};
