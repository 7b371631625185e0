/** "Has a variable of this name with this value", for searches of instances and tasks. */
import { sql, type SQL } from 'drizzle-orm';
import { variable } from '../projection/case-tables.ts';
import type { Queryable } from '../port/database.ts';
import { and, conditionOn, conditionOnSome, meaningful, type Condition } from './condition.ts';
import { text } from './field.ts';
import { run } from './search.ts';

export interface WantedVariable {
  readonly name: string;
  /** On the value's compact JSON text. */
  readonly value: Condition;
}

/** The one value that is wanted; undefined: another condition. */
const equalTo = (condition: Condition): string | undefined => {
  const wanted = typeof condition === 'object' ? condition.$eq : condition;
  return typeof wanted === 'string' ? wanted : undefined;
};

/** In the words of the index `variable_value`. */
const hasValue = (value: string): SQL =>
  sql`hashtextextended(${variable.value}, 0) = hashtextextended(${value}::text, 0) and ${variable.value} = ${value}::text`;

const valueIs = (condition: Condition): SQL => {
  const value = equalTo(condition);
  const holds = conditionOn(text(variable.value), condition);
  return value === undefined ? holds : and([hasValue(value), holds]);
};

/** `where` says which variables count. */
export const withVariables = (wanted: readonly WantedVariable[], where: SQL): SQL =>
  and(
    wanted.map(({ name, value }) =>
      conditionOnSome(meaningful(value) ?? { $exists: true }, (inner) =>
        sql`exists (select from ${variable} where ${where} and ${variable.name} = ${name}::text and ${valueIs(inner)})`),
    ),
  );

/** Beyond it so many rows fit that looking at one after the other soon fills a page. */
const fewMax = 10_000;

/**
 * Which variables a search may begin with, because there are only few that fit: as a condition on `variable`. Otherwise
 * every case would be asked for its variables, the more there are the longer. Undefined: those that are wanted are many.
 */
export const fewOf = async (database: Queryable, wanted: readonly WantedVariable[] | undefined): Promise<SQL | undefined> => {
  for (const { name, value } of wanted ?? []) {
    const equal = equalTo(value);
    if (equal === undefined) continue;
    const fits = sql`${variable.name} = ${name}::text and ${hasValue(equal)}`;
    const [row] = await run(database, sql`select count(*) from (select from ${variable} where ${fits} limit ${sql.raw(String(fewMax + 1))}) fitting`);
    if (Number(row?.[0]) <= fewMax) return fits;
  }
  return undefined;
};
