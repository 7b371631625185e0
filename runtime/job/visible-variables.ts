/**
 * The variables that element instances see: their own and those of the scopes around them, inner
 * ones first. One query for a whole batch: scopes are followed by key, variables are read as the key
 * range of each case.
 */
import { caseKeyOf, type Json, type JsonObject } from '../../engine/kernel/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';

interface VisibleRow {
  readonly [column: string]: unknown;
  readonly instance: bigint;
  readonly name: string;
  readonly value: string;
}

const visible = (names: string): string => `
  with recursive scope(instance, key, depth) as (
    select key, key, 0 from unnest($1::text::int8[]) instance(key)
    union all
    select scope.instance, e.scope_key, depth + 1 from scope join element_instance e on e.key = scope.key
  ), owned as materialized (
    select v.scope_key, v.name, v.value from unnest($2::text::int8[]) c(key)
    join variable v on v.key >= c.key and v.key < c.key + 16777216
    where v.scope_key in (select key from scope) ${names}
  )
  select scope.instance, owned.name, owned.value from scope join owned on owned.scope_key = scope.key
  order by scope.depth desc`;

const allNames = visible('');
const someNames = visible('and v.name = any($3::text::text[])');

/** `names` absent or empty: all. An instance that sees nothing is not in the answer. */
export const readVisibleVariables = async (
  database: Queryable,
  instances: readonly bigint[],
  names: readonly string[] = [],
): Promise<Map<bigint, JsonObject>> => {
  const parameters = [arrayLiteral(instances), arrayLiteral([...new Set(instances.map(caseKeyOf))])];
  const rows =
    names.length === 0
      ? await database.query<VisibleRow>(allNames, parameters)
      : await database.query<VisibleRow>(someNames, [...parameters, arrayLiteral(names)]);
  const found = new Map<bigint, Map<string, Json>>();
  // Outer scopes come first, so that an inner variable replaces an outer one of the same name.
  for (const { instance, name, value } of rows) {
    const variables = found.get(instance) ?? new Map<string, Json>();
    found.set(instance, variables.set(name, JSON.parse(value) as Json));
  }
  return new Map([...found].map(([instance, variables]) => [instance, Object.fromEntries(variables)]));
};
