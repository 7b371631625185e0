/** What work calls and shows, as far as it is literal: for lint, and for questions that are answered beforehand. */
import type { Uses } from '../case/compilation.ts';
import type { Question } from '../stream/question.ts';
import type { MessageDefinition, WorkDefinition } from './definition.ts';
import type { Expression } from './expression.ts';

const literal = (expression: Expression | null): string[] =>
  expression?.kind === 'literal' && typeof expression.value === 'string' && expression.value !== '' ? [expression.value] : [];

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** `forms`: those that are shown without a task, null for none. */
export const literalUses = (works: readonly (WorkDefinition | MessageDefinition)[], forms: readonly (string | null)[]): Uses => ({
  jobTypes: sorted(works.flatMap((work) => (work.type === 'job' ? literal(work.attributes.jobType) : []))),
  forms: sorted([...forms.flatMap((form) => form ?? []), ...works.flatMap((work) => (work.type === 'userTask' ? literal(work.attributes.formId) : []))]),
  decisions: sorted(works.flatMap((work) => (work.type === 'decision' ? literal(work.attributes.decisionId) : []))),
});

/** What decisions of the definition will ask. */
export const questionsOf = ({ decisions }: Uses): readonly Question[] =>
  decisions.map((id) => ({ type: 'decision', id, binding: { type: 'latest' } }));
