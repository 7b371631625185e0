/**
 * A deployment is atomic and is a stream of its own in the journal. A resource that is the same as
 * the latest version of what it defines makes no new version; a deployment of nothing new changes
 * nothing and answers with what is there.
 */
import { instantText } from '../../engine/journal/index.ts';
import { kernelVersion, keyOf, reject, siblingKey, type Problem, type Rejection } from '../../engine/case/index.ts';
import type { CaseNumbers } from '../pipeline/case-numbers.ts';
import { StepWriter } from '../pipeline/step-writer.ts';
import type { Identity } from '../pipeline/submission.ts';
import type { Clock } from '../port/clock.ts';
import type { Database, Queryable } from '../port/database.ts';
import { compileResources, hashOf, type Deployable, type Resource } from './deployable.ts';

/** What stands deployed: a new version, or the one that was there. */
export type Deployed = Deployable & {
  readonly key: bigint;
  readonly version: number;
  readonly isNew: boolean;
  /** Keys and versions of the decisions of a file, in its order. */
  readonly decisionVersions: readonly { readonly id: string; readonly name: string; readonly key: bigint; readonly version: number }[];
};

export interface Deployment {
  readonly kind: 'deployed';
  readonly key: bigint;
  readonly definitions: readonly Deployed[];
  readonly warnings: readonly (Problem & { readonly resourceName: string })[];
}

export interface DeployContext {
  readonly database: Database;
  readonly numbers: CaseNumbers;
  readonly clock: Clock;
  readonly log: string;
  readonly timeline: number;
}

export interface DeployOrder extends Identity {
  readonly id: string;
  readonly resources: readonly Resource[];
}

export const deploy = async (context: DeployContext, order: DeployOrder): Promise<Deployment | Rejection> => {
  if (order.resources.length === 0)
    return reject('INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none was given');
  const { deployables, problems } = await compileResources(order.resources);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) return reject('INVALID_ARGUMENT', refusal(errors));
  const [number = 0n] = await context.numbers.take(1);
  const newKey = keyOf(number, 0);
  return context.database.transaction(async (transaction) => {
    // Deployments are few and may queue; the short patience of commands is not for them.
    await transaction.query(`set local lock_timeout = '10s'`);
    await transaction.query(`select pg_advisory_xact_lock(hashtext('acta deployment'))`);
    const plan = new DeploymentPlan(newKey);
    for (const deployable of deployables) plan.definitions.push(await plan.version(transaction, deployable));
    const changed = plan.definitions.some((definition) => definition.isNew);
    if (changed) await write(transaction, { ...context, at: context.clock.now() }, { order, plan });
    const key = changed ? newKey : await deploymentKeyOf(transaction, plan.definitions[0]);
    return { kind: 'deployed', key, definitions: plan.definitions, warnings: problems };
  });
};

const refusal = (problems: readonly (Problem & { readonly resourceName: string })[]): string => {
  const lines = problems.map(({ resourceName, element, line, message }) => {
    const place = [element === undefined ? '' : `element '${element}'`, line === undefined ? '' : `line ${line}`];
    const where = place.filter((part) => part !== '').join(', ');
    return `'${resourceName}'${where === '' ? '' : ` (${where})`}: ${message}`;
  });
  return `Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:\n${lines.join('\n')}`;
};

interface Latest {
  readonly [column: string]: unknown;
  readonly key: bigint;
  readonly version: number;
  readonly hash: string;
  readonly resource_name: string;
}

const tableOf = { process: 'process_definition', decisions: 'decision_requirements', form: 'form' } as const;

const latestOf = async (database: Queryable, table: string, id: string): Promise<Latest | undefined> => {
  const columns = table === 'decision_definition' ? `key, version, hash, '' resource_name` : 'key, version, hash, resource_name';
  const [row] = await database.query<Latest>(`select ${columns} from ${table} where id = $1 order by version desc limit 1`, [id]);
  return row;
};

class DeploymentPlan {
  readonly key: bigint;
  readonly definitions: Deployed[] = [];
  #ordinal = 0;

  constructor(key: bigint) {
    this.key = key;
  }

  async version(database: Queryable, deployable: Deployable): Promise<Deployed> {
    const latest = await latestOf(database, tableOf[deployable.kind], deployable.id);
    const same = latest !== undefined && latest.hash === deployable.hash && latest.resource_name === deployable.resourceName;
    const key = same ? latest.key : this.#nextKey();
    const decisionVersions = deployable.kind === 'decisions' ? await this.#decisions(database, deployable, same) : [];
    return { ...deployable, key, version: same ? latest.version : (latest?.version ?? 0) + 1, isNew: !same, decisionVersions };
  }

  async #decisions(database: Queryable, file: Deployable & { kind: 'decisions' }, same: boolean): Promise<Deployed['decisionVersions']> {
    const versions: Deployed['decisionVersions'][number][] = [];
    for (const { id, name } of file.decisions) {
      const latest = await latestOf(database, 'decision_definition', id);
      versions.push(
        same && latest !== undefined
          ? { id, name, key: latest.key, version: latest.version }
          : { id, name, key: this.#nextKey(), version: (latest?.version ?? 0) + 1 },
      );
    }
    return versions;
  }

  #nextKey(): bigint {
    this.#ordinal += 1;
    return siblingKey(this.key, this.#ordinal);
  }
}

const deploymentKeyOf = async (database: Queryable, definition: Deployed | undefined): Promise<bigint> => {
  if (definition === undefined) return 0n;
  const [row] = await database.query<{ deployment_key: bigint }>(
    `select deployment_key from ${tableOf[definition.kind]} where key = $1`,
    [definition.key],
  );
  return row?.deployment_key ?? 0n;
};

interface Write {
  readonly order: DeployOrder;
  readonly plan: DeploymentPlan;
}

type WriteContext = DeployContext & { readonly at: number };

const write = async (transaction: Queryable, context: WriteContext, { order, plan }: Write): Promise<void> => {
  const at = instantText(context.at);
  await transaction.query('insert into deployment (key, deployed_at) values ($1, $2::timestamptz)', [plan.key, at]);
  const fresh = plan.definitions.filter((definition) => definition.isNew);
  for (const resource of order.resources) {
    const hash = hashOf(resource.content);
    if (!fresh.some((definition) => definition.hash === hash)) continue;
    await transaction.query('insert into resource (hash, content) values ($1, $2) on conflict do nothing', [hash, resource.content]);
  }
  for (const definition of fresh) await writeDefinition(transaction, definition, { deployment: plan.key, at });
  const steps = new StepWriter();
  steps.add(stepOf(context, order, plan, fresh), null, {});
  await steps.write(transaction, context.timeline);
};

/** Contents are named by hash; the record says what was made of them. */
const stepOf = (context: WriteContext, order: DeployOrder, plan: DeploymentPlan, fresh: readonly Deployed[]) => ({
  log: context.log,
  stream: String(plan.key),
  seq: 0,
  at: context.at,
  id: order.id,
  actor: order.actor,
  ...(order.onBehalfOf === undefined ? {} : { onBehalfOf: order.onBehalfOf }),
  command: { type: 'Deploy', resources: plan.definitions.map(({ resourceName, hash }) => ({ resourceName, hash })) },
  definition: null,
  kernel: kernelVersion,
  events: fresh.map((definition) => ({
    type: 'DefinitionDeployed',
    kind: definition.kind,
    key: String(definition.key),
    id: definition.id,
    version: definition.version,
    hash: definition.hash,
    resourceName: definition.resourceName,
    decisions: definition.decisionVersions.map(({ id, key, version }) => ({ id, key: String(key), version })),
  })),
});

interface Place {
  readonly deployment: bigint;
  readonly at: string;
}

const writeDefinition = async (transaction: Queryable, definition: Deployed, { deployment, at }: Place): Promise<void> => {
  const { key, id, version, hash, resourceName } = definition;
  if (definition.kind === 'form') {
    await transaction.query(
      'insert into form (key, id, version, hash, resource_name, deployment_key) values ($1, $2, $3, $4, $5, $6)',
      [key, id, version, hash, resourceName, deployment],
    );
    return;
  }
  if (definition.kind === 'process') {
    await transaction.query(
      `insert into process_definition
         (key, id, version, hash, resource_name, deployment_key, name, version_tag, dialect, start_form_id, deployed_at, element_names)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::timestamptz, $12::text::jsonb)`,
      [
        key, id, version, hash, resourceName, deployment,
        definition.name, definition.versionTag, definition.dialect, definition.startFormId, at, JSON.stringify(definition.elementNames),
      ],
    );
    return;
  }
  await transaction.query(
    `insert into decision_requirements (key, id, version, hash, resource_name, deployment_key, name)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [key, id, version, hash, resourceName, deployment, definition.name],
  );
  for (const decision of definition.decisionVersions)
    await transaction.query(
      `insert into decision_definition (key, id, version, name, hash, requirements_key, deployment_key)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [decision.key, decision.id, decision.version, decision.name, hash, key, deployment],
    );
};
