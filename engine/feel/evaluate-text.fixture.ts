/** For tests: a text's value, its warnings, its failure. */
import type { Json } from '../json/json.ts';
import { feelEngine, feelWarningText, type FeelContext, type FeelKind, type FeelResult } from './index.ts';

/** 2024-05-06T07:08:09Z, a Monday. */
export const NOW = 1_714_979_289_000;

export function resultOf(
  text: string,
  variables: Readonly<Record<string, Json>> = {},
  context: Partial<FeelContext> = {},
  kind: FeelKind = 'expression',
): FeelResult<Json> {
  const compilation = feelEngine.compile(text, kind, Object.keys(variables));
  if (!compilation.ok) throw new Error(compilation.errors[0]?.message);
  return compilation.program.run({ get: (name) => variables[name] }, { now: NOW, ...context });
}

export function valueOf(text: string, variables: Readonly<Record<string, Json>> = {}): Json {
  const { value, failure } = resultOf(text, variables);
  if (failure) throw new Error(failure.message);
  return value;
}

export function warningsOf(text: string, variables: Readonly<Record<string, Json>> = {}): readonly string[] {
  return resultOf(text, variables).warnings.map((warning) => feelWarningText(warning, text));
}

/** Whether a decision-table cell accepts the input. */
export function accepts(cell: string, input: Json, variables: Readonly<Record<string, Json>> = {}): Json {
  return resultOf(cell, { ...variables, '?': input }, {}, 'unaryTests').value;
}

/** The message of a text that does not compile, and the part of the text it points at. */
export function errorOf(text: string, kind: FeelKind = 'expression'): { message: string; at: string } {
  const compilation = feelEngine.compile(text, kind);
  if (compilation.ok) throw new Error(`Expected '${text}' to be refused, but it compiled.`);
  const [error] = compilation.errors;
  if (!error) throw new Error('Expected an error, but there is none.');
  return { message: error.message, at: text.slice(error.from, error.to) };
}
