/** Evaluating expressions whose values must have certain types. Anything else is a failure with a clear message. */
import type { Evaluation, Expression } from '../../work/expression.ts';
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { describeValue, type ValueType } from '../../work/value-type.ts';
import { isFailure, type Failure } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/** Something of an element that an expression gives: `the job type`. */
export interface Aspect<T> {
  readonly what: string;
  readonly expression: Expression;
  readonly type: ValueType<T>;
}

/** An aspect that the model may leave out. */
export interface OptionalAspect<T> {
  readonly what: string;
  readonly expression: Expression | null;
  readonly type: ValueType<T>;
  readonly absent: T;
}

export type Typed<T> = { readonly value: T } | Failure;

const extractionFailure = (message: string): Failure => ({ errorType: 'EXTRACT_VALUE_ERROR', message });

/** Says what was expected and what came instead, with the warnings that explain a null. */
const mismatch = ({ what, expression, type }: Aspect<unknown>, { value, warnings }: Evaluation & { ok: true }): Failure => {
  const source = expression.kind === 'feel' ? `=${expression.program.text}` : expression.value;
  const because = warnings.length === 0 ? '' : ` (${warnings.join('; ')})`;
  return extractionFailure(`Expected ${what} to be ${type.name}, but '${source}' gave ${describeValue(value)}${because}`);
};

/** `extra` names win over the variables of the scope. */
export const evaluateAspect = <T>(game: TokenGame, scope: Ordinal, aspect: Aspect<T>, extra?: JsonObject): Typed<T> => {
  const evaluation = game.evaluate(aspect.expression, scope, extra);
  if (!evaluation.ok) return extractionFailure(evaluation.message);
  const value = aspect.type.read(evaluation.value);
  return value === undefined ? mismatch(aspect, evaluation) : { value };
};

type Values<A> = { readonly [Name in keyof A]: A[Name] extends OptionalAspect<infer T> ? T : never };

/** All of them, or the first failure. */
export const evaluateAspects = <A extends { readonly [name: string]: OptionalAspect<unknown> }>(
  game: TokenGame,
  scope: Ordinal,
  aspects: A,
): Typed<Values<A>> => {
  const values: { [name: string]: unknown } = {};
  for (const name in aspects) {
    const aspect = aspects[name] as OptionalAspect<unknown>;
    const { expression } = aspect;
    const result = expression === null ? { value: aspect.absent } : evaluateAspect(game, scope, { ...aspect, expression });
    if (isFailure(result)) return result;
    values[name] = result.value;
  }
  return { value: values as Values<A> };
};
