/** Evaluating an expression whose value must have a certain type. Anything else is a failure with a clear message. */
import type { Evaluation, Expression } from '../../kernel/expression.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Ordinal } from '../../kernel/key.ts';
import type { Failure } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/** What is evaluated, in words for a message: `the job type`. */
export interface Aspect {
  readonly what: string;
  readonly expression: Expression;
  readonly extra?: JsonObject;
}

export type Typed<T> = { readonly value: T } | Failure;

const extractionFailure = (message: string): Failure => ({ errorType: 'EXTRACT_VALUE_ERROR', message });

const typeName = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a context' : `the ${typeof value} ${JSON.stringify(value)}`;
};

const textOf = ({ expression }: Aspect): string =>
  expression.kind === 'feel' ? `=${expression.program.text}` : expression.value;

/** Says what was expected of the aspect and what came instead, with the warnings that explain a null. */
export const mismatch = (aspect: Aspect, expected: string, evaluation: Evaluation & { ok: true }): Failure => {
  const because = evaluation.warnings.length === 0 ? '' : ` (${evaluation.warnings.join('; ')})`;
  const got = `'${textOf(aspect)}' gave ${typeName(evaluation.value)}${because}`;
  return extractionFailure(`Expected ${aspect.what} to be ${expected}, but ${got}`);
};

/** Evaluates and converts; `convert` gives `undefined` for a value that does not fit. */
export const evaluateAs = <T>(
  game: TokenGame,
  scope: Ordinal,
  aspect: Aspect,
  expected: string,
  convert: (value: Json) => T | undefined,
): Typed<T> => {
  const evaluation = game.evaluate(aspect.expression, scope, aspect.extra);
  if (!evaluation.ok) return extractionFailure(evaluation.message);
  const value = convert(evaluation.value);
  return value === undefined ? mismatch(aspect, expected, evaluation) : { value };
};

export const evaluateText = (game: TokenGame, scope: Ordinal, aspect: Aspect): Typed<string> =>
  evaluateAs(game, scope, aspect, 'a text that is not empty', (value) =>
    typeof value === 'string' && value !== '' ? value : undefined,
  );

