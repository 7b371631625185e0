/** A runtime on a database of its own, and the few things that tests say again and again. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Command, EventOf, EventType } from '../../engine/case/index.ts';
import { messageStreamOf } from '../../engine/message/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import type { Accepted, Result } from '../../runtime/pipeline/submission.ts';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import { openRuntime, type Runtime, type RuntimeOptions } from '../../runtime/runtime.ts';

/** Another process, as far as the database can tell: its own connections, cache and case numbers. */
export const openRuntimeOn = async (url: string, options: Partial<RuntimeOptions> = {}): Promise<Runtime> => {
  const database = await openPostgres({ url, connections: 4 });
  const runtime = await openRuntime({ database, ...options });
  return {
    ...runtime,
    get timeline() {
      return runtime.timeline;
    },
    close: async () => {
      await runtime.close();
      await database.close();
    },
  };
};

export const accepted = (result: Result): Accepted => {
  if (result.kind !== 'accepted') throw new Error(`Expected the command to be accepted, but: ${result.message}`);
  return result;
};

export const deployModel = async (runtime: Runtime, name: string, content: string): Promise<void> => {
  const deployment = await runtime.deploy([{ name, content }], { id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' } });
  if (deployment.kind !== 'deployed') throw new Error(deployment.message);
};

export const createCase = async (
  runtime: Runtime,
  id: string,
  variables: { readonly [name: string]: string | number } = {},
): Promise<Accepted> =>
  accepted(await runtime.pipeline.submit({ kind: 'create', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id }, create: { variables } }));

export const command = (
  runtime: Runtime,
  stream: bigint,
  order: Exclude<Command, { type: 'CreateCase' }>,
  id: string = randomUUID(),
): Promise<Result> => runtime.pipeline.submit({ kind: 'command', id, actor: { id: 'test', kind: 'client', method: 'none' }, stream, command: order });

interface Published {
  readonly name?: string;
  readonly messageId?: string | null;
  readonly timeToLiveMs?: number;
  readonly variables?: JsonObject;
}

/** A message that waits a minute for its case unless it says otherwise. */
export const publishMessage = (runtime: Pick<Runtime, 'pipeline'>, correlationKey: string, published: Published = {}): Promise<Result> => {
  const { name = 'arrived', messageId = null, timeToLiveMs = 60_000, variables = {} } = published;
  const command = { type: 'PublishMessage', name, correlationKey, messageId, timeToLiveMs, variables } as const;
  const actor = { id: 'test', kind: 'client', method: 'none' } as const;
  return runtime.pipeline.submit({ kind: 'command', id: randomUUID(), actor, waits: true, stream: messageStreamOf(name, correlationKey), command });
};

/** The last event of a type. @throws Error when there is none. */
export const lastOf = <T extends EventType>(result: Accepted, type: T): EventOf<T> => {
  const event = result.events.findLast((candidate) => candidate.type === type);
  if (event === undefined) throw new Error(`Expected an event ${type}, but there are only ${result.events.map((e) => e.type).join(', ')}`);
  return event as EventOf<T>;
};

/** Changes what is stored of a definition, as only the database's owner can who takes the guard away. */
export const damageDefinition = async (ownerUrl: string, id: string, content: string): Promise<void> => {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  await owner`alter table resource drop constraint if exists resource_is_named_by_its_hash`;
  await owner`update resource set content = ${content} where hash = (select hash from process_definition where id = ${id})`;
  await owner.end();
};
