/** What a search can give back, compare and sort by: one SQL expression, and how its value is read. */
import { sql, type SQLWrapper } from 'drizzle-orm';

export type FieldKind = 'key' | 'case' | 'text' | 'integer' | 'boolean' | 'instant' | 'other';

export interface Field<T = unknown> {
  readonly kind: FieldKind;
  /** What is selected. */
  readonly selected: SQLWrapper;
  /** What conditions and the order are about. */
  readonly compared: SQLWrapper;
  /** What the order is about, where it is not all of `compared`: cursors hold it. */
  readonly ordered?: SQLWrapper;
  read(value: unknown): T;
}

const field = <T>(kind: FieldKind, selected: SQLWrapper, read: (value: unknown) => T): Field<T> => ({
  kind,
  selected,
  compared: selected,
  read,
});

const asIs = <T>(value: unknown): T => value as T;

/** Keys leave as decimal texts. */
export const key = (column: SQLWrapper): Field<string> => field('key', column, String);

/** The key of the case that the key in `column` belongs to; see engine/stream/key.ts. */
export const caseKey = (column: SQLWrapper): Field<string> => ({
  kind: 'case',
  selected: sql`(${column} >> 24) << 24`,
  compared: column,
  read: String,
});

/** `S`: the texts that the column can hold. */
export const text = <S extends string = string>(column: SQLWrapper): Field<S> => field('text', column, asIs<S>);
/** Text of any length: rows are in the order of its beginning. */
export const longText = (column: SQLWrapper): Field<string> => ({ ...text(column), ordered: sql`left(${column}, 256)` });
export const integer = (column: SQLWrapper): Field<number> => field('integer', column, Number);
export const boolean = (column: SQLWrapper): Field<boolean> => field('boolean', column, asIs<boolean>);
export const instant = (column: SQLWrapper): Field<string> => field('instant', column, asIs<string>);
export const texts = (column: SQLWrapper): Field<string[]> => field('other', column, asIs<string[]>);

/** A column of JSON text. */
export const json = <T>(column: SQLWrapper): Field<T> => field('other', column, (value) => JSON.parse(String(value)) as T);

/** A date that is kept as it was given; compared as the instant it means where Postgres can read it. */
export const givenDate = (column: SQLWrapper): Field<string | null> => ({
  kind: 'instant',
  selected: column,
  compared: sql`(case when ${column} ~ '^\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d(:?\\d\\d)?)?)?$' then given_instant(${column}) end)`,
  read: asIs<string | null>,
});

/** `null` where the column is. */
export const nullable = <T>(inner: Field<T>): Field<T | null> => ({
  ...inner,
  read: (value) => (value === null || value === undefined ? null : inner.read(value)),
});

export const constantText = <S extends string>(value: S): Field<S> => text<S>(sql.raw(`'${value.replaceAll("'", "''")}'::text`));

export type Fields = { readonly [name: string]: Field };
export type RowOf<F extends Fields> = { [N in keyof F]: ReturnType<F[N]['read']> };
