/** What is deployed already, as a deployment sees it. */
import type { Deploy, DeploymentEvent, LatestVersion } from '../../engine/definition/index.ts';
import { decisionXmlOf, type DecisionFile } from '../../engine/dmn/index.ts';
import { openDetached } from '../../engine/journal/index.ts';
import { questionId } from '../../engine/stream/index.ts';
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

/** The version of a process that a deployment has brought, or has found there unchanged; undefined: it did not bring the process. */
export const keyInDeployment = async (database: Queryable, deployment: bigint, id: string): Promise<bigint | undefined> => {
  const [row] = await database.query<{ record: Uint8Array; payload: string | null }>('select record, payload from step where stream = $1 and seq = 0', [deployment]);
  if (row === undefined) return undefined;
  const { command, events, answers } = openDetached<Deploy, DeploymentEvent>(row.record, row.payload);
  if (!command.definitions.some((defined) => defined.kind === 'process' && defined.id === id)) return undefined;
  const made = events.find((event) => event.type === 'DefinitionDeployed' && event.kind === 'process' && event.id === id);
  if (made?.type === 'DefinitionDeployed') return BigInt(made.key);
  const before = answers[questionId({ type: 'latestVersion', kind: 'process', id })] as unknown as LatestVersion | null | undefined;
  return before === null || before === undefined ? undefined : BigInt(before.key);
};
