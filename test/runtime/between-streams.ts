/** What tests of commands between streams say again and again. */
import { randomUUID } from 'node:crypto';
import type { Command } from '../../engine/case/index.ts';
import type { CommandSubmission, Result } from '../../runtime/pipeline/submission.ts';
import type { Runtime } from '../../runtime/runtime.ts';

export const test = { id: 'test', kind: 'client', method: 'none' } as const;

/** Whatever is on its way is taken, and what that sends. Other processes settle as well. */
export const settle = async (runtime: Runtime, ...others: readonly Runtime[]): Promise<void> => {
  for (let rows: { target: bigint }[] = [{ target: 0n }]; rows.length > 0; ) {
    rows = await runtime.database.query<{ target: bigint }>('select distinct target from inbox');
    await runtime.pipeline.drain(rows.map((row) => row.target));
    await Promise.all([runtime, ...others].map(({ pipeline }) => pipeline.settled()));
  }
};

/** Of the next command the process commits the step, and dies before it brings what that sends. */
export const dyingAfter = async (runtime: Runtime, submit: () => Promise<Result>): Promise<Result> => {
  const result = submit();
  Object.defineProperty(runtime.readers, 'obstacle', { get: () => 'it is dead', configurable: true });
  try {
    return await result;
  } finally {
    await runtime.pipeline.settled();
    Reflect.deleteProperty(runtime.readers, 'obstacle');
    runtime.pipeline.evictAll();
  }
};

export const order = (runtime: Runtime, stream: bigint, command: Exclude<Command, { type: 'CreateCase' }> | CommandSubmission['command']): Promise<Result> =>
  runtime.pipeline.submit({ kind: 'command', id: randomUUID(), actor: test, stream, command });

export const stateOf = async ({ database }: Runtime, stream: bigint): Promise<string> =>
  (await database.query<{ state: string }>('select state from process_instance where key = $1', [stream]))[0]?.state ?? '';

/** Of the case itself; undefined: there is none of the name. */
export const variableOf = async ({ database }: Runtime, stream: bigint, name: string): Promise<unknown> => {
  const [row] = await database.query<{ value: string }>('select value from variable where scope_key = $1 and name = $2', [stream, name]);
  return row === undefined ? undefined : JSON.parse(row.value);
};

/** Cases that the case has called, the first one first. */
export const calledBy = async ({ database }: Runtime, stream: bigint): Promise<readonly bigint[]> =>
  (await database.query<{ key: bigint }>('select key from process_instance where (parent_key >> 24) << 24 = $1 order by key', [stream])).map(({ key }) => key);

/** Cases of a definition, the first one first. */
export const casesOf = async ({ database }: Runtime, id: string): Promise<readonly bigint[]> =>
  (await database.query<{ key: bigint }>('select i.key from process_instance i join process_definition d on d.key = i.definition_key where d.id = $1 order by i.key', [id])).map(({ key }) => key);

/** The only open thing of its kind in the case. */
export const openIn = async ({ database }: Runtime, table: 'job' | 'user_task' | 'incident', stream: bigint): Promise<number> => {
  const open = { job: 'ended_at is null', user_task: `state = 'CREATED'`, incident: `state = 'ACTIVE'` }[table];
  const rows = await database.query<{ key: bigint }>(`select key from ${table} where (key >> 24) << 24 = $1 and ${open}`, [stream]);
  if (rows.length !== 1) throw new Error(`Expected one open ${table} in case ${stream}, but there are ${rows.length}`);
  return Number((rows[0]?.key ?? 0n) & 0xff_ffffn);
};
