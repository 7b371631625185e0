/**
 * A deployment is a command like any other, on a stream of its own; what its resources define is compiled before.
 * A deployment of nothing new changes nothing and answers with what is there.
 */
import type { Problem } from '../../engine/case/index.ts';
import type { Defined, Deploy, DeploymentEvent, LatestVersion } from '../../engine/definition/index.ts';
import { openDetached } from '../../engine/journal/index.ts';
import { questionId, type Answers } from '../../engine/stream/index.ts';
import type { Json } from '../../engine/json/json.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { refuse, type Identity, type Refused } from '../pipeline/submission.ts';
import type { Compiler } from '../port/compiler.ts';
import type { Database } from '../port/database.ts';
import { deployedBefore } from './deployed-before.ts';
import type { Deployable, Resource } from './deployable.ts';

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
  /** Warnings and hints. */
  readonly findings: readonly (Problem & { readonly resourceName: string })[];
}

/** What is wrong with the resources, each with its place. */
export interface RefusedDeployment extends Refused {
  readonly findings?: readonly (Problem & { readonly resourceName: string })[];
}

export interface DeployContext {
  readonly database: Database;
  readonly pipeline: Pipeline;
  readonly compiler: Compiler;
}

export interface DeployOrder extends Identity {
  readonly id: string;
  readonly idempotencyKey?: string;
  readonly resources: readonly Resource[];
}

export const deploy = async (context: DeployContext, order: DeployOrder): Promise<Deployment | RefusedDeployment> => {
  const { resources, ...identity } = order;
  if (resources.length === 0) return refuse('INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none was given');
  const compiled = await context.compiler.compile(resources, deployedBefore(context.database));
  if ('kind' in compiled) return refuse(compiled.code, compiled.message);
  const { deployables, problems } = compiled;
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) return { ...refuse('INVALID_ARGUMENT', refusal(errors)), findings: errors };
  const before = await standing(context.database, deployables);
  const [first] = before;
  // A request that may be repeated is on the record whatever it brings: its repetition must be answered alike.
  if (identity.idempotencyKey === undefined && first !== undefined && before.length === deployables.length)
    return { kind: 'deployed', key: first.deployment, definitions: before.map((one) => one.deployed), findings: problems };
  const result = await context.pipeline.submit({ kind: 'command', stream: 'new', ...identity, waits: true, command: commandOf(deployables) });
  if (result.kind === 'rejected') return result;
  const made = await readMade(context.database, result.stream);
  const definitions: Deployed[] = [];
  for (const deployable of deployables) definitions.push(await madeOf(context.database, made, deployable));
  const isNew = definitions.some((definition) => definition.isNew);
  const key = isNew || definitions[0] === undefined ? result.stream : await deploymentOf(context.database, definitions[0]);
  return { kind: 'deployed', key, definitions, findings: problems };
};

/** What the deployment's own step says was made, and what was there: the answer of then, whenever it is given. */
interface Made {
  readonly events: readonly DeploymentEvent[];
  readonly answers: Answers;
}

const readMade = async (database: Database, stream: bigint): Promise<Made> => {
  const [row] = await database.query<{ record: Uint8Array; payload: string | null }>('select record, payload from step where stream = $1 and seq = 0', [stream]);
  if (row === undefined) throw new Error(`Expected deployment ${stream} to be in the journal, but it is not`);
  return openDetached<Deploy, DeploymentEvent>(row.record, row.payload);
};

const madeOf = async (database: Database, { events, answers }: Made, deployable: Deployable): Promise<Deployed> => {
  const { kind, id } = deployable;
  const event = events.find((one) => one.type === 'DefinitionDeployed' && one.kind === kind && one.id === id);
  if (event?.type === 'DefinitionDeployed') {
    const nameOf = (decision: string): string => (deployable.kind === 'decisions' ? (deployable.decisions.find((one) => one.id === decision)?.name ?? '') : '');
    const decisionVersions = event.decisions.map((decision) => ({ id: decision.id, name: nameOf(decision.id), key: BigInt(decision.key), version: decision.version }));
    return { ...deployable, key: BigInt(event.key), version: event.version, isNew: true, decisionVersions };
  }
  const { key, version } = answers[questionId({ type: 'latestVersion', kind, id })] as unknown as LatestVersion;
  const decisionVersions = deployable.kind === 'decisions' ? await decisionsOf(database, BigInt(key), deployable) : [];
  return { ...deployable, key: BigInt(key), version, isNew: false, decisionVersions };
};

const deploymentOf = async (database: Database, { kind, key }: Deployed): Promise<bigint> =>
  (await database.query<{ deployment_key: bigint }>(`select deployment_key from ${tables[kind]} where key = $1`, [key]))[0]?.deployment_key ?? 0n;

/** One line a problem, each with its place. */
const refusal = (problems: readonly (Problem & { readonly resourceName: string })[]): string => {
  const lines = problems.map(({ resourceName, element, line, column, message }) => {
    const place = [element === undefined ? '' : `element '${element}'`, line === undefined ? '' : `line ${line}`, column === undefined ? '' : `column ${column}`];
    const where = place.filter((part) => part !== '').join(', ');
    return `'${resourceName}'${where === '' ? '' : ` (${where})`}: ${message}`;
  });
  return `Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:\n${lines.join('\n')}`;
};

const commandOf = (deployables: readonly Deployable[]): Deploy => ({
  type: 'Deploy',
  definitions: deployables.map(definedBy),
  sources: Object.fromEntries(deployables.map(({ hash, source }) => [hash, source])),
  about: Object.fromEntries(deployables.flatMap((one) => (one.kind === 'form' ? [] : [[`${one.kind} ${one.id}`, aboutOf(one)]]))),
});

const definedBy = (deployable: Deployable): Defined => {
  const { kind, id, resourceName, hash } = deployable;
  const starts = deployable.kind === 'process' && deployable.starts.length > 0 ? { starts: deployable.starts } : {};
  return { kind, id, resourceName, hash, ...starts, decisions: deployable.kind === 'decisions' ? deployable.decisions.map((decision) => decision.id) : [] };
};

const aboutOf = (deployable: Exclude<Deployable, { kind: 'form' }>): Json => {
  if (deployable.kind === 'decisions')
    return { name: deployable.name, decisionNames: Object.fromEntries(deployable.decisions.map(({ id, name }) => [id, name])) };
  const { name, versionTag, dialect, startFormId, elementNames } = deployable;
  return { name, versionTag, dialect, startFormId, elementNames };
};

const tables = { process: 'process_definition', decisions: 'decision_requirements', form: 'form' } as const;

interface Standing {
  readonly deployed: Deployed;
  readonly deployment: bigint;
}

interface Row {
  readonly [column: string]: unknown;
  readonly key: bigint;
  readonly version: number;
  readonly hash: string;
  readonly resource_name: string;
  readonly deployment_key: bigint;
}

/** Those whose latest version is just as they are. */
const standing = async (database: Database, deployables: readonly Deployable[]): Promise<Standing[]> => {
  const found: Standing[] = [];
  for (const deployable of deployables) {
    const { kind, id, hash, resourceName } = deployable;
    const [row] = await database.query<Row>(
      `select key, version, hash, resource_name, deployment_key from ${tables[kind]} where id = $1 order by version desc limit 1`,
      [id],
    );
    if (row === undefined || row.hash !== hash || row.resource_name !== resourceName) continue;
    const decisionVersions = kind === 'decisions' ? await decisionsOf(database, row.key, deployable) : [];
    found.push({ deployed: { ...deployable, key: row.key, version: row.version, isNew: false, decisionVersions }, deployment: row.deployment_key });
  }
  return found;
};

const decisionsOf = async (database: Database, requirements: bigint, { decisions }: Deployable & { kind: 'decisions' }): Promise<Deployed['decisionVersions']> => {
  const rows = await database.query<{ id: string; key: bigint; version: number }>(
    'select id, key, version from decision_definition where requirements_key = $1',
    [requirements],
  );
  return decisions.flatMap(({ id, name }) => {
    const row = rows.find((one) => one.id === id);
    return row === undefined ? [] : [{ id, name, key: row.key, version: row.version }];
  });
};
