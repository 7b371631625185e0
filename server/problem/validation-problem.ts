/** What is wrong with a request, in one sentence that names the property. */
import type { z } from 'zod';
import { ProblemError } from './problem-error.ts';

type Issue = z.core.$ZodIssue;

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

const kindOf = (input: unknown): string => {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'an array';
  if (Number.isNaN(input)) return 'no number';
  return article(typeof input);
};

const nameOf = (path: readonly PropertyKey[]): string => {
  let name = '';
  for (const part of path) name += typeof part === 'number' ? `[${part}]` : name === '' ? String(part) : `.${String(part)}`;
  return name;
};

/** Of a union, the branch that the client meant: one that accepts the kind of value, or else none. */
const meant = (issue: Issue): Issue => {
  if (issue.code !== 'invalid_union') return issue;
  const branch = issue.errors.find((errors) => errors.every((error) => error.path.length > 0 || error.code !== 'invalid_type'));
  const [first] = branch ?? [];
  return first === undefined ? issue : meant({ ...first, path: [...issue.path, ...first.path] });
};

const cannotBeParsed = (path: readonly PropertyKey[], why: string): ProblemError =>
  path.length === 0
    ? new ProblemError(400, `Request body cannot be parsed. ${why}`)
    : new ProblemError(400, `Request property [${nameOf(path)}] cannot be parsed. ${why}`);

const notProvided = (path: readonly PropertyKey[]): ProblemError =>
  new ProblemError(400, `No ${nameOf(path)} provided.`, { title: 'INVALID_ARGUMENT' });

const wrongType = (issue: Issue & { readonly code: 'invalid_type' }): ProblemError => {
  const { path, input, expected } = issue;
  if (input === undefined && path.length > 0)
    return notProvided(path);
  const type = expected === 'int' ? 'whole number' : expected;
  return cannotBeParsed(path, `Expected ${article(type)}, but found ${kindOf(input)}`);
};

const bodyProblem = (issue: Issue): ProblemError => {
  const { path, input } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return cannotBeParsed([...path, issue.keys[0] ?? ''], 'Expected only known properties, but this one is not known');
    case 'invalid_type':
      return wrongType(issue);
    case 'invalid_value': {
      if (input === undefined) return notProvided(path);
      const values = issue.values.map(String);
      if (typeof input !== 'string' || values.length < 2) return cannotBeParsed(path, `Expected ${values.join(' or ')}, but found ${kindOf(input)}`);
      return new ProblemError(400, `Unexpected value '${input}' for enum field '${nameOf(path)}'. Use any of the following values: [${values.join(', ')}]`);
    }
    case 'custom': {
      const title = issue.params?.['title'];
      if (typeof title === 'string') return new ProblemError(400, issue.message, { title });
      const expected = issue.params?.['expected'];
      if (typeof expected !== 'string') return new ProblemError(400, issue.message);
      if (input === undefined) return notProvided(path);
      return cannotBeParsed(path, `Expected ${expected}, but found ${kindOf(input)}`);
    }
    case 'invalid_union':
      return cannotBeParsed(path, `Expected a value or an object of operators, but found ${kindOf(input)}`);
    default:
      return outOfRange(issue);
  }
};

const shown = (input: unknown): string => {
  const text = typeof input === 'string' ? `'${input}'` : String(input);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

const outOfRange = (issue: Issue): ProblemError => {
  const name = nameOf(issue.path);
  const found = typeof issue.input === 'object' ? kindOf(issue.input) : shown(issue.input);
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const bound = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
    const unit = issue.origin === 'string' ? 'to have a length of ' : issue.origin === 'array' ? 'to have a count of ' : 'to be ';
    return new ProblemError(400, `Expected ${name} ${unit}${bound}, but it is ${found}`);
  }
  if (issue.code === 'invalid_format') return new ProblemError(400, `Expected ${name} to be ${formatName(issue)}, but it is ${found}`);
  return new ProblemError(400, `Expected ${name} to be valid, but it is not: ${issue.message}`);
};

const formatName = (issue: Issue & { readonly code: 'invalid_format' }): string => {
  if (issue.format === 'datetime') return 'a date and time with zone (ISO 8601, e.g. 2027-12-31T23:59:59.000Z)';
  return issue.pattern === undefined ? `of format ${issue.format}` : `a text that matches ${issue.pattern}`;
};

/** `part`: where it stood. The first issue speaks for all. */
export const validationProblem = (error: z.core.$ZodError, part: string | undefined): ProblemError => {
  const [first] = error.issues;
  if (first === undefined) return new ProblemError(400, 'Expected a valid request, but it is not');
  const issue = meant(first);
  if (part === 'params') return new ProblemError(400, `Failed to convert '${nameOf(issue.path)}' with value: ${shown(issue.input)}`);
  return bodyProblem(issue);
};
