/** What is deployed already, as a deployment sees it. */
import { decisionXmlOf, type DecisionFile } from '../../engine/dmn/index.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Queryable } from '../port/database.ts';
import type { DeployedBefore } from './deployable.ts';

/** A file may write its namespace with these; which files truly have it, the compiler says. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const decisionFiles = async (database: Queryable, namespace: string): Promise<DecisionFile[]> => {
  const rows = await database.query<{ resource_name: string; content: string }>(
    `select newest.resource_name, resource.content
     from (select distinct on (id) id, hash, resource_name from decision_requirements order by id, version desc) newest
     join resource on resource.hash = newest.hash
     where position($1 in resource.content) > 0 or position($2 in resource.content) > 0
     order by newest.id`,
    [namespace, escaped(namespace)],
  );
  return rows.map(({ resource_name: name, content }): DecisionFile => ({ name, xml: decisionXmlOf(content) }));
};

const tables = { form: 'form', decision: 'decision_definition' } as const;

const ids = async (database: Queryable, kind: keyof typeof tables, wanted: readonly string[]): Promise<Set<string>> => {
  if (wanted.length === 0) return new Set();
  const rows = await database.query<{ id: string }>(`select distinct id from ${tables[kind]} where id = any($1::text::text[])`, [arrayLiteral(wanted)]);
  return new Set(rows.map(({ id }) => id));
};

export const deployedBefore = (database: Queryable): DeployedBefore => ({
  decisionFiles: (namespace) => decisionFiles(database, namespace),
  ids: (kind, wanted) => ids(database, kind, wanted),
});
