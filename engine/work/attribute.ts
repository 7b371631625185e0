/**
 * Attributes of work: what they are called in messages, of which type their values must be, and what holds when
 * the definition does not say. Anything else is a failure with a clear message. The same in every dialect; a dialect
 * only says where it reads an attribute's expression.
 */
import { feelScope } from '../case/variable.ts';
import type { Context } from '../case/draft.ts';
import type { FeelScope } from '../feel/engine.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { evaluate, sourceOf, type Evaluation, type EvaluationContext, type Expression } from './expression.ts';
import { isFailure, type Failure, type Typed } from './failure.ts';
import { correlationKey, describeValue, jobRetries, names, optionalDate, optionalName, taskPriority, text, type ValueType } from './value-type.ts';

export const DEFAULT_PRIORITY = 50;
export const DEFAULT_RETRIES = 3;

export interface Attribute<T> {
  readonly what: string;
  readonly type: ValueType<T>;
  /** Its value where the definition says none. */
  readonly absent: T;
}

const attribute = <T>(what: string, type: ValueType<T>, absent: T): Attribute<T> => ({ what, type, absent });

export const attributes = {
  name: attribute('the name', optionalName, null),
  assignee: attribute('the assignee', optionalName, null),
  candidateGroups: attribute('the candidate groups', names, []),
  candidateUsers: attribute('the candidate users', names, []),
  dueDate: attribute('the due date', optionalDate, null),
  followUpDate: attribute('the follow-up date', optionalDate, null),
  priority: attribute('the priority', taskPriority, DEFAULT_PRIORITY),
  formId: attribute('the form id', optionalName, null),
  externalFormReference: attribute('the external form', optionalName, null),
  jobType: attribute('the job type', text, ''),
  retries: attribute('the job retries', jobRetries, DEFAULT_RETRIES),
  messageName: attribute('the message name', text, ''),
  correlationKey: attribute('the correlation key', correlationKey, ''),
  decisionId: attribute('the decision id', text, ''),
  errorCode: attribute('the error code', text, ''),
  escalationCode: attribute('the escalation code', text, ''),
  signalName: attribute('the signal name', text, ''),
  calledProcess: attribute('the id of the called process', text, ''),
} as const;

export type AttributeName = keyof typeof attributes;
export type ValueOf<N extends AttributeName> = (typeof attributes)[N] extends Attribute<infer T> ? T : never;

/** The expressions of some attributes, as a definition holds them; null where it says nothing. */
export type Attributes<N extends AttributeName> = { readonly [K in N]: Expression | null };

/** Whose expressions these are, and from where they look at variables. */
export interface Site {
  readonly element: string;
  readonly scope: FeelScope;
}

/** Variables seen from `scope`; `extra` names win over them. */
export const siteOf = ({ draft }: Context, element: string, scope: Ordinal, extra?: JsonObject): Site => ({
  element,
  scope: feelScope(draft.state, scope, extra),
});

const extractionFailure = (message: string): Failure => ({ errorType: 'extractValue', message });

/** What a value is for: `the assignee of 'approve'`, and of which type it must be. */
export interface Expected<T> {
  readonly what: string;
  readonly type: ValueType<T>;
}

/** Says what was expected and what came instead, with the warnings that explain a null. */
const mismatch = ({ what, type }: Expected<unknown>, expression: Expression, { value, warnings }: Evaluation & { ok: true }): Failure => {
  const because = warnings.length === 0 ? '' : ` (${warnings.join('; ')})`;
  return extractionFailure(`Expected ${what} to be ${type.name}, but '${sourceOf(expression)}' gave ${describeValue(value)}${because}`);
};

/** Any expression whose value must be of a type. */
export const evaluateTyped = <T>(ctx: EvaluationContext, { element, scope }: Site, expression: Expression, expected: Expected<T>): Typed<T> => {
  const evaluation = evaluate(ctx, expression, scope, { element, attribute: expected.what });
  if (!evaluation.ok) return extractionFailure(evaluation.message);
  const value = expected.type.read(evaluation.value, { zone: ctx.zone, offsets: ctx.offsets });
  return value === undefined ? mismatch(expected, expression, evaluation) : { value };
};

export const evaluateAttribute = <N extends AttributeName>(ctx: EvaluationContext, site: Site, name: N, expression: Expression | null): Typed<ValueOf<N>> => {
  const { what, type, absent } = attributes[name] as unknown as Attribute<ValueOf<N>>;
  if (expression === null) return { value: absent };
  return evaluateTyped(ctx, site, expression, { what: `${what} of '${site.element}'`, type });
};

/** All of them, or the first failure. */
export const evaluateAttributes = <N extends AttributeName>(ctx: EvaluationContext, site: Site, given: Attributes<N>): Typed<{ readonly [K in N]: ValueOf<K> }> => {
  const values: { [name: string]: unknown } = {};
  for (const name of Object.keys(given) as N[]) {
    const result = evaluateAttribute(ctx, site, name, given[name]);
    if (isFailure(result)) return result;
    values[name] = result.value;
  }
  return { value: values as { readonly [K in N]: ValueOf<K> } };
};
