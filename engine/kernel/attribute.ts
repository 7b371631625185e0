/**
 * What the evaluated attributes of tasks, jobs and messages may be, the same in every dialect. Each
 * conversion gives `undefined` for a value that does not fit.
 */
import { parseInstant } from './instant.ts';
import type { Json } from './json.ts';
import { limits } from './limits.ts';

const fits = (text: string): boolean => text.length <= limits.indexedStringLength;

/** For messages: `the number 5`, `a list`. */
export const describeValue = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a context' : `the ${typeof value} ${JSON.stringify(value)}`;
};

/** A text that an index can hold, and that is not empty. */
export const toText = (value: Json): string | undefined =>
  typeof value === 'string' && value !== '' && fits(value) ? value : undefined;

/** Null and the empty text mean nobody, or nothing. */
export const toName = (value: Json): string | null | undefined =>
  value === null || value === '' ? null : toText(value);

/** A list of names, or names separated by commas; null is none. */
export const toNames = (value: Json): readonly string[] | undefined => {
  if (value === null) return [];
  const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
  if (!Array.isArray(names)) return undefined;
  const given = (names as readonly Json[]).filter((name) => name !== '');
  return given.every((name) => typeof name === 'string' && fits(name)) ? (given as readonly string[]) : undefined;
};

/** Kept as written, so that the reader sees the zone that the author meant; a date gets midnight UTC. */
export const toDate = (value: Json): string | null | undefined => {
  if (value === null || value === '') return null;
  if (typeof value !== 'string' || parseInstant(value) === null) return undefined;
  if (!value.includes('T')) return `${value}T00:00:00Z`;
  return /(Z|[+-]\d\d(:?\d\d)?)(\[.*\])?$/.test(value) || value.includes('@') ? value : `${value}Z`;
};

const toCount = (value: Json): number | undefined => {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
};

/** A whole number from 0 to 100, also as text. */
export const toPriority = (value: Json): number | undefined => {
  const priority = toCount(value);
  return priority !== undefined && priority <= 100 ? priority : undefined;
};

/** A whole number, 0 or more, also as text. */
export const toRetries = toCount;

/** Numbers correlate as their text. */
export const toCorrelationKey = (value: Json): string | undefined =>
  toText(typeof value === 'number' ? String(value) : value);
