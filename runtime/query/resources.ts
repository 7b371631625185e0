/** Sources of deployed definitions and forms. */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { decisionDefinition, form, processDefinition, resource, userTask } from '../postgres/schema.ts';
import type { Queryable } from '../port/database.ts';
import { keyParameter } from './condition.ts';
import { run } from './search.ts';

const content = async (database: Queryable, from: SQL): Promise<string | undefined> => {
  const [row] = await run(database, sql`select ${resource.content} from ${from}`);
  return row?.[0] as string | undefined;
};

const withKey = (column: SQLWrapper, key: string): SQL => sql`${column} = ${keyParameter(key)}::int8`;

/** The XML (or the statechart's JSON) as it was deployed. */
export const processDefinitionSource = (database: Queryable, key: string): Promise<string | undefined> =>
  content(database, sql`${processDefinition} join ${resource} on ${resource.hash} = ${processDefinition.hash} where ${withKey(processDefinition.key, key)}`);

export const decisionDefinitionSource = (database: Queryable, key: string): Promise<string | undefined> =>
  content(database, sql`${decisionDefinition} join ${resource} on ${resource.hash} = ${decisionDefinition.hash} where ${withKey(decisionDefinition.key, key)}`);

export interface Form {
  readonly formKey: string;
  readonly formId: string;
  readonly version: number;
  /** JSON text. */
  readonly schema: string;
}

/** The latest form with the id; `null`: the owner has no form, or it is not deployed; `undefined`: there is no such owner. */
type FoundForm = Form | null | undefined;

const formOf = async (database: Queryable, id: SQLWrapper, owner: SQL): Promise<FoundForm> => {
  const latest = sql`select * from ${form} where ${form.id} = ${id} order by ${form.version} desc limit 1`;
  const [row] = await run(
    database,
    sql`select f.key, f.id, f.version, ${resource.content} from ${owner}
      left join lateral (${latest}) f on true left join ${resource} on ${resource.hash} = f.hash`,
  );
  if (row === undefined) return undefined;
  const [key, formId, version, schema] = row;
  return key === null ? null : { formKey: String(key), formId: String(formId), version: Number(version), schema: String(schema) };
};

export const userTaskForm = (database: Queryable, key: string): Promise<FoundForm> =>
  formOf(database, userTask.formId, sql`(select * from ${userTask} where ${withKey(userTask.key, key)}) ${userTask}`);

export const startForm = (database: Queryable, key: string): Promise<FoundForm> =>
  formOf(database, processDefinition.startFormId, sql`(select * from ${processDefinition} where ${withKey(processDefinition.key, key)}) ${processDefinition}`);
