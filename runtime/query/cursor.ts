/**
 * A cursor is the place of a row in the order of a search: the values it is sorted by, the last of
 * which is unique. It says which order it was made in, so that it cannot be used in another one.
 */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { and, never, or, parameter, type Scalar } from './condition.ts';
import type { Field } from './field.ts';

export interface SortKey {
  readonly name: string;
  readonly field: Field;
  readonly descending: boolean;
}

export const sortedBy = ({ field }: SortKey): SQLWrapper => field.ordered ?? field.compared;

export type Place = readonly (Scalar | null)[];

/** The client's cursor is none, or of another order. */
export class InvalidCursorError extends Error {
  constructor(cursor: string) {
    super(`Expected page.after or page.before to be a cursor of a page of this search in this order, but it is '${cursor}'`);
    this.name = 'InvalidCursorError';
  }
}

const orderName = (order: readonly SortKey[]): string =>
  order.map(({ name, descending }) => (descending ? `-${name}` : name)).join();

export const cursorOf = (order: readonly SortKey[], place: readonly unknown[]): string => {
  const values = place.map((value) => (typeof value === 'bigint' ? String(value) : value));
  return Buffer.from(JSON.stringify([orderName(order), ...values])).toString('base64');
};

/** As the server writes it; anything else could be none to Postgres. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/;

const fits = ({ field: { kind } }: SortKey, value: unknown): boolean => {
  if (value === null) return true;
  if (kind === 'integer') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
  if (kind === 'boolean') return typeof value === 'boolean';
  if (typeof value !== 'string') return false;
  if (kind === 'key' || kind === 'case') return /^-?\d{1,19}$/.test(value);
  if (kind === 'instant') return instant.test(value) && !value.startsWith('0000') && !Number.isNaN(Date.parse(value));
  return !value.includes('\u0000');
};

/** @throws InvalidCursorError */
export const placeOf = (order: readonly SortKey[], cursor: string): Place => {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
  } catch {
    throw new InvalidCursorError(cursor);
  }
  if (!Array.isArray(read) || read.length !== order.length + 1 || read[0] !== orderName(order)) throw new InvalidCursorError(cursor);
  const place = read.slice(1) as unknown[];
  if (!order.every((sortKey, index) => fits(sortKey, place[index]))) throw new InvalidCursorError(cursor);
  return place as Place;
};

/** In Postgres null is larger than anything. */
const beyond = (sortKey: SortKey, value: Scalar | null): SQL => {
  const { field: { kind }, descending } = sortKey;
  const compared = sortedBy(sortKey);
  if (descending) return value === null ? sql`${compared} is not null` : sql`${compared} < ${parameter(kind, value)}`;
  return value === null ? never : sql`(${compared} > ${parameter(kind, value)} or ${compared} is null)`;
};

const same = (sortKey: SortKey, value: Scalar | null): SQL =>
  value === null ? sql`${sortedBy(sortKey)} is null` : sql`${sortedBy(sortKey)} = ${parameter(sortKey.field.kind, value)}`;

/** The rows after the place, in the order. The last sort key is unique and never null. */
export const after = (order: readonly SortKey[], place: Place): SQL => {
  const value = (index: number): Scalar | null => place[index] ?? null;
  const last = order.length - 1;
  return or(
    order.map((sortKey, index) => {
      const before = order.slice(0, index).map((earlier, at) => same(earlier, value(at)));
      const unique = sql`${sortKey.field.compared} ${sql.raw(sortKey.descending ? '<' : '>')} ${parameter(sortKey.field.kind, value(last) ?? 0)}`;
      return and([...before, index === last ? unique : beyond(sortKey, value(index))]);
    }),
  );
};

export const reversed = (order: readonly SortKey[]): SortKey[] =>
  order.map((sortKey) => ({ ...sortKey, descending: !sortKey.descending }));
