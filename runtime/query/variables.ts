import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Queryable } from '../port/database.ts';
import { elementInstance, processInstance, userTask, variable } from '../projection/case-tables.ts';
import { ofCase, tenantId } from './case-join.ts';
import { conditionOn, keyParameter, type Condition } from './condition.ts';
import { boolean, caseKey, key, longText, nullable, text, type Field, type RowOf } from './field.ts';
import { run, select, type Source } from './search.ts';

const fieldsWith = (value: Field<string>) => ({
  name: text(variable.name),
  value,
  tenantId,
  variableKey: key(variable.key),
  scopeKey: key(variable.scopeKey),
  processInstanceKey: caseKey(variable.scopeKey),
  rootProcessInstanceKey: nullable(key(sql`(select ${processInstance.rootKey} from ${processInstance} where ${processInstance.key} = (${variable.scopeKey} >> 24) << 24)`)),
});

const whole = fieldsWith(longText(variable.value));

/** The primary key is (scope, name): a variable's own key leads to its case, whose scopes are one range. */
const byKey = (condition: Condition): SQL => {
  const found = conditionOn(whole.variableKey, condition);
  return typeof condition === 'object' ? found : sql`(${ofCase(variable.scopeKey, sql`${keyParameter(condition)}::int8`)} and ${found})`;
};

/** With its whole value. */
export const findVariable = async (database: Queryable, key: string): Promise<RowOf<typeof whole> | undefined> =>
  (await select(database, whole, sql`${variable} where ${byKey(key)}`))[0];

/** Values longer than `max` characters are cut; conditions and the order are about whole values. */
const searched = (max: number | undefined) => {
  if (max === undefined) return { ...whole, isTruncated: boolean(sql.raw('false')) };
  const length = sql.raw(String(max));
  const cut = { ...longText(variable.value), selected: sql`left(${variable.value}, ${length})` };
  return { ...fieldsWith(cut), isTruncated: boolean(sql`(length(${variable.value}) > ${length})`) };
};

type SearchedFields = ReturnType<typeof searched>;

/** `max` undefined: values are never cut. */
export const searchedVariables = (max: number | undefined): Source<SearchedFields> => ({
  fields: searched(max),
  from: sql`${variable}`,
  key: 'variableKey',
  filters: { variableKey: byKey },
});

/** The scopes of a user task, innermost first. */
const scopesOf = (task: SQLWrapper): SQL => sql`(with recursive scope(key, depth) as (
    select ${userTask.elementInstanceKey}, 0 from ${userTask} where ${userTask.key} = ${task}
    union all
    select ${elementInstance.scopeKey}, depth + 1 from scope join ${elementInstance} on ${elementInstance.key} = scope.key
  ) select key, depth from scope) scope`;

/**
 * The variables that a user task sees: its own scope's and those of the scopes around it.
 * `effective`: without those that a variable of an inner scope hides.
 */
export const taskVariables = (task: string, { max, effective }: { readonly max: number | undefined; readonly effective: boolean }): Source<SearchedFields> => {
  const key = sql`${keyParameter(task)}::int8`;
  const visible = sql`${scopesOf(key)} join ${variable} on ${variable.scopeKey} = scope.key`;
  const from = effective
    ? sql`(select distinct on (${variable.name}) ${variable}.* from ${visible} order by ${variable.name}, scope.depth) ${variable}`
    : visible;
  return { fields: searched(max), from, key: 'variableKey' };
};

export const isUserTask = async (database: Queryable, key: string): Promise<boolean> =>
  (await run(database, sql`select ${userTask.key} from ${userTask} where ${userTask.key} = ${keyParameter(key)}::int8`)).length > 0;

/** The variables of the case itself, by name, parsed. `names` empty: all. */
export const caseVariables = async (database: Queryable, caseKey: bigint, names: readonly string[]): Promise<{ [name: string]: unknown }> => {
  const rows = await run(
    database,
    sql`select ${variable.name}, ${variable.value} from ${variable}
      where ${variable.scopeKey} = ${caseKey}::int8 order by ${variable.key}`,
  );
  const wanted = rows.filter(([name]) => names.length === 0 || names.includes(String(name)));
  return Object.fromEntries(wanted.map(([name, value]) => [String(name), JSON.parse(String(value)) as unknown]));
};
