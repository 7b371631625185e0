/**
 * Clients made from classes send a member that has no value as null. Where a request may leave it
 * out, null is as if it were absent. Values of variables are not members of a request: their nulls stay.
 */
import type { z } from 'zod';

type Issues = readonly z.core.$ZodIssue[];

/** No request has members deeper than this. */
const depthMax = 16;

const withoutNulls = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null || depth > depthMax) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  const members = Object.entries(value).filter(([, member]) => member !== null);
  const isValues = (name: string): boolean => name === 'variables' || name === 'data';
  return Object.fromEntries(members.map(([name, member]) => [name, isValues(name) ? member : withoutNulls(member, depth + 1)]));
};

/** A member that is not known is refused with any value. */
const hasUnknown = (issues: Issues): boolean =>
  issues.some((issue) => issue.code === 'unrecognized_keys' || (issue.code === 'invalid_union' && issue.errors.some(hasUnknown)));

/** Parses; a body that does not fit is looked at again without its nulls. */
export const parseRequest = <T>(schema: z.ZodType<T>, data: unknown): z.ZodSafeParseResult<T> => {
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success || hasUnknown(result.error.issues)) return result;
  return schema.safeParse(withoutNulls(data), { reportInput: true });
};
