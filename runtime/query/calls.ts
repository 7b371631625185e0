/** Who has called whom. */
import type { Queryable } from '../port/database.ts';

interface Call {
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processDefinitionName: string;
}

const up = `with recursive above(key, parent_key, definition_key, height) as (
    select key, parent_key, definition_key, 0 from process_instance where key = $1
    union all
    select i.key, i.parent_key, i.definition_key, height + 1 from above join process_instance i on i.key = (above.parent_key >> 24) << 24
  )
  select above.key, above.definition_key, coalesce(d.name, d.id) as name from above join process_definition d on d.key = above.definition_key order by height desc`;

/** From the root to the case, one for each call. */
export const callsTo = async (database: Queryable, caseKey: bigint): Promise<Call[]> => {
  const rows = await database.query<{ key: bigint; definition_key: bigint; name: string }>(up, [caseKey]);
  return rows.map(({ key, definition_key: definition, name }) => ({ processInstanceKey: String(key), processDefinitionKey: String(definition), processDefinitionName: name }));
};
