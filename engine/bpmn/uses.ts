/** What a process calls and shows, as far as it is literal: for lint, and for questions that are answered beforehand. */
import type { Uses } from '../case/compilation.ts';
import type { Expression } from '../work/expression.ts';
import type { ProcessModel } from './model.ts';

const literal = (expression: Expression | null): string[] =>
  expression?.kind === 'literal' && typeof expression.value === 'string' && expression.value !== '' ? [expression.value] : [];

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

export const usesOf = ({ nodes }: ProcessModel, startFormId: string | null): Uses => {
  const works = nodes.flatMap(({ work }) => (work === null ? [] : [work]));
  return {
    jobTypes: sorted(works.flatMap((work) => (work.type === 'job' ? literal(work.attributes.jobType) : []))),
    forms: sorted([...(startFormId === null ? [] : [startFormId]), ...works.flatMap((work) => (work.type === 'userTask' ? literal(work.attributes.formId) : []))]),
    decisions: sorted(works.flatMap((work) => (work.type === 'decision' ? literal(work.attributes.decisionId) : []))),
  };
};
