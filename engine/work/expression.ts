/**
 * An expression of a definition as data: a literal or, written after `=`, FEEL. What FEEL's text compiles to is
 * kept beside it, so that a model is plain data that can be compared, stored and sent.
 */
import { Budget, feelEngine, feelWarningText } from '../feel/index.ts';
import type { FeelEngine, FeelProgram, FeelScope } from '../feel/engine.ts';
import type { ExpressionSpan } from '../case/compilation.ts';
import type { Json } from '../json/json.ts';
import { unstorable } from '../json/storable.ts';
import type { Context } from '../case/draft.ts';
import { whoActedFunctions } from '../case/who-acted.ts';
import { becauseOf } from './failure.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'feel'; readonly text: string };

export type ExpressionCompilation =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly message: string; readonly expression: ExpressionSpan };

const programs = new WeakMap<Expression, FeelProgram>();

/** `=…` is FEEL, anything else a literal string. */
export const compileExpression = (feel: FeelEngine, text: string): ExpressionCompilation => {
  if (!text.startsWith('=')) return { ok: true, expression: Object.freeze({ kind: 'literal', value: text }) };
  const source = text.slice(1);
  const compilation = feel.compile(source, 'expression');
  if (!compilation.ok) {
    const { message = 'unreadable', from = 0, to = 0 } = compilation.errors[0] ?? {};
    return { ok: false, message: `Failed to parse expression '${text}': ${message}`, expression: { text: source, from, to } };
  }
  const expression: Expression = Object.freeze({ kind: 'feel', text: source });
  programs.set(expression, compilation.program);
  return { ok: true, expression };
};

/** The program of an expression, compiled again when the model comes from its data. */
export const programOf = (expression: Expression & { readonly kind: 'feel' }): FeelProgram => {
  const known = programs.get(expression);
  if (known !== undefined) return known;
  const compilation = feelEngine.compile(expression.text, 'expression');
  if (!compilation.ok) throw new Error(`Expected the expression '${expression.text}' of a compiled definition to be readable, but it is not`);
  programs.set(expression, compilation.program);
  return compilation.program;
};

/** Which expression it is, for warnings. */
export interface Place {
  /** Id of the element. */
  readonly element: string;
  /** `the assignee`, `input amount`. */
  readonly attribute: string;
}

export type Evaluation =
  | { readonly ok: true; readonly value: Json; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** What expressions need of a decision. */
export type EvaluationContext = Pick<Context, 'now' | 'zone' | 'kernel' | 'offsets' | 'functions' | 'ask' | 'checkAnswered' | 'warn' | 'effort'>;

const noWarnings: readonly string[] = [];

/** A run that ends in a failure (budget, assert) is not a value. What it warned of stands with the step. */
export const evaluate = (ctx: EvaluationContext, expression: Expression, scope: FeelScope, place: Place): Evaluation => {
  if (expression.kind === 'literal') return { ok: true, value: expression.value, warnings: noWarnings };
  const { text } = expression;
  const { now, zone: timeZone, offsets, functions, effort } = ctx;
  const budget = new Budget(effort.feelBudget);
  const result = programOf(expression).run(scope, { now, timeZone, offsets, functions, budget });
  effort.evaluated(budget.spent);
  ctx.checkAnswered();
  for (const { code, from, to, name } of result.warnings) ctx.warn({ code, ...place, from, to, ...(name === undefined ? {} : { name }) });
  if (result.failure !== undefined)
    return { ok: false, message: `Expected to evaluate expression '${text}', but ${becauseOf(ctx.kernel, result.failure.message)}` };
  const problem = unstorable(result.value);
  if (problem !== undefined) return { ok: false, message: `Expected expression '${text}' to give a value that can be stored, but it holds ${problem}` };
  return { ok: true, value: result.value, warnings: result.warnings.length === 0 ? noWarnings : result.warnings.map((warning) => feelWarningText(warning, text)) };
};

/** The expression as its author wrote it. */
export const sourceOf = (expression: Expression): string =>
  expression.kind === 'feel' ? `=${expression.text}` : typeof expression.value === 'string' ? expression.value : JSON.stringify(expression.value);

/** Functions that an expression calls and that nobody has. */
export const unknownCalls = (expression: Expression): readonly { readonly message: string; readonly expression: ExpressionSpan }[] =>
  expression.kind === 'literal'
    ? []
    : programOf(expression).calls.filter(({ name }) => !whoActedFunctions.includes(name)).map(({ name, from, to }) => ({
        message: `Expected a function that exists, but there is no '${name}'; the call gives null`,
        expression: { text: expression.text, from, to },
      }));
