/** Sources of deployed definitions and forms. */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { decisionXmlOf } from '../../engine/dmn/index.ts';
import { userTask } from '../projection/case-tables.ts';
import { decisionDefinition, form, processDefinition, resource } from '../projection/definition-tables.ts';
import type { Queryable } from '../port/database.ts';
import { keyParameter } from './condition.ts';
import { integer, key, nullable, text } from './field.ts';
import { run, select } from './search.ts';

const content = async (database: Queryable, from: SQL): Promise<string | undefined> => {
  const [row] = await run(database, sql`select ${resource.content} from ${from}`);
  return row?.[0] as string | undefined;
};

const withKey = (column: SQLWrapper, value: string): SQL => sql`${column} = ${keyParameter(value)}::int8`;

/** The XML (or the statechart's JSON) as it was deployed. */
export const processDefinitionSource = (database: Queryable, definition: string): Promise<string | undefined> =>
  content(database, sql`${processDefinition} join ${resource} on ${resource.hash} = ${processDefinition.hash} where ${withKey(processDefinition.key, definition)}`);

/** The XML as it was deployed, without what it imports. */
export const decisionDefinitionSource = async (database: Queryable, definition: string): Promise<string | undefined> => {
  const source = await content(database, sql`${decisionDefinition} join ${resource} on ${resource.hash} = ${decisionDefinition.hash} where ${withKey(decisionDefinition.key, definition)}`);
  return source === undefined ? undefined : decisionXmlOf(source);
};

/** Of the latest version; null where the owner has no form, or it is not deployed. */
const formFields = {
  formKey: nullable(key(sql.raw('f.key'))),
  formId: nullable(text(sql.raw('f.id'))),
  version: nullable(integer(sql.raw('f.version'))),
  schema: nullable(text(resource.content)),
};

export interface Form {
  readonly formKey: string;
  readonly formId: string;
  readonly version: number;
  /** JSON text. */
  readonly schema: string;
}

/** `null`: the owner has no form; `undefined`: there is no such owner. */
const formOf = async (database: Queryable, id: SQLWrapper, owner: SQL): Promise<Form | null | undefined> => {
  const latest = sql`select * from ${form} where ${form.id} = ${id} order by ${form.version} desc limit 1`;
  const from = sql`${owner} left join lateral (${latest}) f on true left join ${resource} on ${resource.hash} = f.hash`;
  const [row] = await select(database, formFields, from);
  if (row === undefined) return undefined;
  return row.formKey === null ? null : (row as Form);
};

export const userTaskForm = (database: Queryable, task: string): Promise<Form | null | undefined> =>
  formOf(database, userTask.formId, sql`(select * from ${userTask} where ${withKey(userTask.key, task)}) ${userTask}`);

export const startForm = (database: Queryable, definition: string): Promise<Form | null | undefined> =>
  formOf(database, processDefinition.startFormId, sql`(select * from ${processDefinition} where ${withKey(processDefinition.key, definition)}) ${processDefinition}`);

/** The latest version of a form. */
export const latestForm = async (database: Queryable, id: string): Promise<Form | undefined> => {
  const latest = sql`(select * from ${form} where ${form.id} = ${id} order by ${form.version} desc limit 1) f`;
  const [row] = await select(database, formFields, sql`${latest} join ${resource} on ${resource.hash} = f.hash`);
  return row as Form | undefined;
};
