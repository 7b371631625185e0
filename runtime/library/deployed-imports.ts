/** What a decision file may import of what is deployed: the newest version of each file with the namespace. */
import { decisionXmlOf, type DecisionFile } from '../../engine/dmn/index.ts';
import type { Queryable } from '../port/database.ts';
import type { DeployedImports } from './deployable.ts';

/** A file may write its namespace with these; which files truly have it, the compiler says. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const deployedImports = (database: Queryable): DeployedImports => async (namespace) => {
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
