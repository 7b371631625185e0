/** What the evaluated attributes of elements, tasks, jobs and messages must be: the same in every dialect. */
import { instantText } from '../time/instant-text.ts';
import { parseInstant, type Locality } from '../time/instant.ts';
import type { Json } from '../json/json.ts';
import { limits } from '../stream/limits.ts';

/** What a value must be, in words, and how it is read from JSON; `undefined` when it does not fit. */
export interface ValueType<T> {
  readonly name: string;
  /** `locality`: the zone of dates and times that name none. */
  read(value: Json, locality?: Locality): T | undefined;
}

/** For messages: `the number 5`, `a list`. */
export const describeValue = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a context' : `the ${typeof value} ${JSON.stringify(value)}`;
};

/** What an index can hold. */
const fits = (name: string): boolean => name.length <= limits.indexedStringLength;

export const text: ValueType<string> = {
  name: 'a text that is not empty',
  read: (value) => (typeof value === 'string' && value !== '' && fits(value) ? value : undefined),
};

export const truth: ValueType<boolean> = {
  name: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** Null and the empty text say that there is none. */
export const optionalName: ValueType<string | null> = {
  name: 'a text',
  read: (value) => (value === null || value === '' ? null : text.read(value)),
};

const isNames = (values: readonly Json[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string' && fits(value));

/** A list of names, or names separated by commas; null is none. */
export const names: ValueType<readonly string[]> = {
  name: 'a list of texts',
  read: (value) => {
    if (value === null) return [];
    const list: Json = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
    if (!Array.isArray(list)) return undefined;
    const given = (list as readonly Json[]).filter((name) => name !== '');
    return isNames(given) ? given : undefined;
  },
};

const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** Of the years 0 to 9999, which the journal and the database can write. */
const YEARS = { first: -62_167_219_200_000, last: 253_402_300_799_999 };

/** Kept as written when it has an offset, so that readers see the one that the author meant; else it is of the zone of the locality, and told in UTC. */
export const optionalDate: ValueType<string | null> = {
  name: 'a date and time',
  read: (value, locality) => {
    if (value === null || value === '') return null;
    const instant = typeof value === 'string' ? parseInstant(value, locality) : null;
    if (instant === null || typeof value !== 'string') return undefined;
    if (instant < YEARS.first || instant > YEARS.last) return undefined;
    return WITH_OFFSET.test(value) ? value : instantText(instant);
  },
};

const toCount = (value: Json): number | undefined => {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
};

export const taskPriority: ValueType<number> = {
  name: 'a whole number from 0 to 100',
  read: (value) => {
    const priority = toCount(value);
    return priority !== undefined && priority <= 100 ? priority : undefined;
  },
};

/** What the store holds of a number of tries. */
const retriesMax = 2_147_483_647;

/** A new job must be given to someone once; without retries nobody would get it, or hear of it. */
export const jobRetries: ValueType<number> = {
  name: 'a whole number, 1 or more',
  read: (value) => {
    const retries = toCount(value);
    return retries === undefined || retries === 0 || retries > retriesMax ? undefined : retries;
  },
};

/** Numbers correlate as their text. */
export const correlationKey: ValueType<string> = {
  name: 'a text that is not empty or a number',
  read: (value) => text.read(typeof value === 'number' ? String(value) : value),
};
