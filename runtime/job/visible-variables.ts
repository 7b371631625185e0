/**
 * The variables that element instances see: their own and those of the scopes around them, inner
 * ones first. One query for a whole batch; scopes and variables are found by key.
 */
import type { Json, JsonObject } from '../../engine/case/index.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Queryable } from '../port/database.ts';

interface VisibleRow {
  readonly [column: string]: unknown;
  readonly instance: bigint;
  readonly name: string;
  readonly value: string;
}

/** `offset 0` keeps the look-ups by key from becoming joins that read whole tables. */
const visible = (names: string): string => `
  with recursive scope(instance, key, depth) as (
    select key, key, 0 from unnest($1::text::int8[]) instance(key)
    union all
    select scope.instance, element.scope_key, depth + 1 from scope
    cross join lateral (select e.scope_key from element_instance e where e.key = scope.key offset 0) element
  )
  select scope.instance, own.name, own.value from scope
  cross join lateral (select v.name, v.value from variable v where v.scope_key = scope.key ${names} offset 0) own
  order by scope.depth desc`;

const allNames = visible('');
const someNames = visible('and v.name = any($2::text::text[])');

/** `names` absent or empty: all. An instance that sees nothing is not in the answer. */
export const readVisibleVariables = async (
  database: Queryable,
  instances: readonly bigint[],
  names: readonly string[] = [],
): Promise<Map<bigint, JsonObject>> => {
  const keys = arrayLiteral(instances);
  const rows =
    names.length === 0
      ? await database.query<VisibleRow>(allNames, [keys])
      : await database.query<VisibleRow>(someNames, [keys, arrayLiteral(names)]);
  const found = new Map<bigint, Map<string, Json>>();
  // Outer scopes come first, so that an inner variable replaces an outer one of the same name.
  for (const { instance, name, value } of rows) {
    const variables = found.get(instance) ?? new Map<string, Json>();
    found.set(instance, variables.set(name, JSON.parse(value) as Json));
  }
  return new Map([...found].map(([instance, variables]) => [instance, Object.fromEntries(variables)]));
};
