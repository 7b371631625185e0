/** Conditions of a search on one field, as SQL. The shapes are those of contract/filter.ts. */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { ordinalMax } from '../../engine/stream/index.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Field, FieldKind } from './field.ts';

export type Scalar = string | number | boolean;

export interface Operators {
  readonly $eq?: Scalar | undefined;
  readonly $neq?: Scalar | undefined;
  readonly $exists?: boolean | undefined;
  readonly $gt?: Scalar | undefined;
  readonly $gte?: Scalar | undefined;
  readonly $lt?: Scalar | undefined;
  readonly $lte?: Scalar | undefined;
  readonly $in?: readonly Scalar[] | undefined;
  readonly $notIn?: readonly Scalar[] | undefined;
  readonly $like?: string | undefined;
}

/** A value (equality) or operators that all hold. */
export type Condition = Scalar | Operators;

const saysNothing = (name: string, value: unknown): boolean =>
  value === undefined || ((name === '$in' || name === '$notIn') && Array.isArray(value) && value.length === 0);

/**
 * The condition without what says nothing: clients made from classes send every list, most of them
 * empty. Undefined: nothing is left, so there is no condition.
 */
export const meaningful = <C extends Condition>(condition: C): C | undefined => {
  if (typeof condition !== 'object' || Array.isArray(condition)) return condition;
  const given = Object.entries(condition).filter(([name, value]) => !saysNothing(name, value));
  return given.length === 0 ? undefined : (Object.fromEntries(given) as C);
};

/**
 * A condition on what a row may have several of, or none. `some` says that one of them fits. What is
 * wanted holds of one and the same; what is not wanted holds of none, so also where there is none.
 */
export const conditionOnSome = (condition: Condition, some: (inner: Condition) => SQL): SQL => {
  if (typeof condition !== 'object') return some(condition);
  const { $neq, $notIn, $exists, ...wanted } = condition;
  const excluded: Operators[] = [...($neq === undefined ? [] : [{ $eq: $neq }]), ...($notIn === undefined ? [] : [{ $in: $notIn }])];
  return and([
    ...(meaningful(wanted) === undefined && $exists !== true ? [] : [some(wanted)]),
    ...($exists === false ? [sql`not ${some({})}`] : []),
    ...excluded.map((inner) => sql`not ${some(inner)}`),
  ]);
};

export const always = sql.raw('true');
export const never = sql.raw('false');

export const and = (conditions: readonly SQL[]): SQL => (conditions.length === 0 ? always : sql`(${sql.join([...conditions], sql.raw(' and '))})`);
export const or = (conditions: readonly SQL[]): SQL => (conditions.length === 0 ? never : sql`(${sql.join([...conditions], sql.raw(' or '))})`);

const int8Max = 2n ** 63n - 1n;

/** 0 is no key of anything, so it stands for numbers that no int8 holds. */
export const keyParameter = (text: Scalar): bigint => {
  const value = BigInt(text);
  return value > int8Max || value < -int8Max ? 0n : value;
};

/** A value as a typed parameter. */
export const parameter = (kind: FieldKind, value: Scalar): SQL => {
  if (kind === 'key' || kind === 'case') return sql`${keyParameter(value)}::int8`;
  if (kind === 'instant') return sql`${String(value)}::text::timestamptz`;
  if (kind === 'integer') return sql`${value}::int4`;
  return kind === 'boolean' ? sql`${value}::boolean` : sql`${String(value)}::text`;
};

const listTypes: { readonly [K in FieldKind]: string } = {
  key: 'int8', case: 'int8', text: 'text', integer: 'int4', boolean: 'bool', instant: 'timestamptz', other: 'text',
};

const list = (kind: FieldKind, values: readonly Scalar[]): SQL => {
  const cells = kind === 'key' ? values.map(keyParameter) : values;
  return sql`${arrayLiteral(cells)}::text::${sql.raw(listTypes[kind])}[]`;
};

/** `*` any characters, `?` one, `\` escapes; `%` and `_` mean themselves. */
export const likePattern = (pattern: string): string =>
  pattern.replace(/\\[*?\\]|[*?%_\\]/g, (found) => {
    if (found === '*') return '%';
    if (found === '?') return '_';
    const meant = found.length === 2 ? found.slice(1) : found;
    return meant === '*' || meant === '?' ? meant : `\\${meant}`;
  });

type Operator = { readonly [name in keyof Operators]-?: (compared: SQLWrapper, kind: FieldKind, value: never) => SQL };

const comparison =
  (operator: string) =>
  (compared: SQLWrapper, kind: FieldKind, value: Scalar): SQL =>
    sql`${compared} ${sql.raw(operator)} ${parameter(kind, value)}`;

const operators: Operator = {
  $eq: comparison('='),
  $neq: comparison('is distinct from'),
  $gt: comparison('>'),
  $gte: comparison('>='),
  $lt: comparison('<'),
  $lte: comparison('<='),
  $exists: (compared, _kind, exists: boolean) => (exists ? sql`${compared} is not null` : sql`${compared} is null`),
  $in: (compared, kind, values: readonly Scalar[]) => sql`${compared} = any(${list(kind, values)})`,
  $notIn: (compared, kind, values: readonly Scalar[]) => sql`(${compared} <> all(${list(kind, values)}) or ${compared} is null)`,
  $like: (compared, _kind, pattern: string) => sql`${compared} like ${likePattern(pattern)}::text`,
};

/** All keys of a case are one range of the primary key. */
const inCase = (column: SQLWrapper, value: Scalar): SQL => {
  const from = keyParameter(value);
  if (from <= 0n || (from & BigInt(ordinalMax)) !== 0n) return never;
  return sql`(${column} >= ${from}::int8 and ${column} <= ${from + BigInt(ordinalMax)}::int8)`;
};

const caseOperators: Operator = {
  ...operators,
  $eq: (column, _kind, value: Scalar) => inCase(column, value),
  $neq: (column, _kind, value: Scalar) => sql`not ${inCase(column, value)}`,
  $in: (column, _kind, values: readonly Scalar[]) => or(values.map((value) => inCase(column, value))),
  $notIn: (column, _kind, values: readonly Scalar[]) => sql`not ${or(values.map((value) => inCase(column, value)))}`,
};

export const conditionOn = ({ kind, compared }: Pick<Field, 'kind' | 'compared'>, condition: Condition): SQL => {
  const table = kind === 'case' ? caseOperators : operators;
  if (typeof condition !== 'object') return table.$eq(compared, kind, condition as never);
  return and(Object.entries(meaningful(condition) ?? {}).map(([name, value]) => table[name as keyof Operators](compared, kind, value as never)));
};
