/** Turns what zod found into sentences that name the property, what was expected and what is there. */
import type { z } from 'zod';
import type { Problem } from '../case/compilation.ts';
import type { Json } from '../json/json.ts';
import { propertyPath } from './source.ts';

type Issue = z.core.$ZodIssue;

const pathOf = (parts: readonly PropertyKey[]): string =>
  parts.reduce<string>((path, part) => propertyPath(path, typeof part === 'number' ? part : String(part)), '');

const at = (value: Json | undefined, parts: readonly PropertyKey[]): Json | undefined =>
  parts.reduce<Json | undefined>((inner, part) => {
    if (inner === null || typeof inner !== 'object') return undefined;
    return (inner as { readonly [name: string]: Json })[String(part)];
  }, value);

const kindOf = (value: Json | undefined): string => {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
};

/** Of a union's branches, the one that got furthest: the reader meant that one. */
const nearest = (branches: readonly (readonly Issue[])[]): readonly Issue[] => {
  const rank = (issues: readonly Issue[]): number => {
    const wrongKind = issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
    return (wrongKind ? 0 : 1_000_000) + Math.max(0, ...issues.map(({ path }) => path.length)) * 1_000 - issues.length;
  };
  return branches.toSorted((a, b) => rank(b) - rank(a))[0] ?? [];
};

const problemsOf = (issue: Issue, parent: readonly PropertyKey[], value: Json): Problem[] => {
  const parts = [...parent, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return nearest(issue.errors).flatMap((inner) => problemsOf(inner, parts, value));
  const path = pathOf(parts);
  const where = path === '' ? 'the statechart' : `'${path}'`;
  const problem = (message: string, element = path): Problem => ({ severity: 'error', message, element });
  const found = kindOf(at(value, parts));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        problem(`Expected only known properties in ${where}, but '${key}' is not one`, propertyPath(path, key)),
      );
    case 'invalid_type':
      return [problem(`Expected ${where} to be of type ${issue.expected}, but it is ${found}`)];
    case 'invalid_value':
      return [problem(`Expected ${where} to be one of ${issue.values.map(String).join(', ')}, but it is ${found}`)];
    case 'invalid_key':
      return issue.issues.map((inner) => problem(`Expected the name of ${where} to be valid, but it is not: it ${inner.message}`));
    case 'invalid_format':
      return [problem(`Expected ${where} to be valid, but it is ${found}: it ${issue.message}`)];
    default:
      return [problem(`Expected ${where} to be valid, but it is ${found}: ${issue.message}`)];
  }
};

/** `value` is the JSON that was checked. */
export const formatProblems = (error: z.ZodError, value: Json): Problem[] =>
  error.issues.flatMap((issue) => problemsOf(issue, [], value));
