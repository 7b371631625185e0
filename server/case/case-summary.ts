/** What a page shows of a case first. */
import { userTask } from '../../runtime/projection/case-tables.ts';
import { ofCase } from '../../runtime/query/case-join.ts';
import { run } from '../../runtime/query/search.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { sql } from 'drizzle-orm';
import { notFound } from '../problem/problem-error.ts';

interface Row extends Record<string, unknown> {
  readonly key: bigint; readonly definition: bigint; readonly id: string; readonly name: string | null; readonly version: number; readonly dialect: 'bpmn' | 'statechart';
  readonly business_id: string | null; readonly state: string; readonly started_at: string; readonly ended_at: string | null; readonly initiator: string | null;
  readonly incidents: number; readonly tags: string[];
}

type Task = [key: bigint, elementId: string, name: string | null, assignee: string | null, groups: string[], users: string[], due: string | null];

export const summaryOfCase = async (database: Queryable, caseKey: string, person: string) => {
  const key = BigInt(caseKey);
  const [row] = await database.query<Row>(
    `select i.key, d.key definition, d.id, d.name, d.version, d.dialect, i.business_id, i.state, i.started_at, i.ended_at, i.initiator, i.incidents, i.tags
     from process_instance i join process_definition d on d.key = i.definition_key where i.key = $1`, [key]);
  if (row === undefined) throw notFound(`Expected a case with key '${caseKey}', but there is none`);
  const tasks = (await run(database, sql`select ${userTask.key}, ${userTask.elementId}, ${userTask.name}, ${userTask.assignee}, ${userTask.candidateGroups}, ${userTask.candidateUsers}, ${userTask.dueDate}
    from ${userTask} where ${ofCase(userTask.key, sql`${key}::int8`)} and ${userTask.state} = 'CREATED' order by ${userTask.key} limit 1000`)) as Task[];
  const took = await database.query('select 1 from participant where case_key = $1 and person = $2', [key, person]);
  return {
    key: caseKey, processDefinitionId: row.id, processDefinitionKey: String(row.definition), name: row.name ?? row.id, version: row.version, language: row.dialect,
    businessId: row.business_id, state: row.state as 'ACTIVE' | 'COMPLETED' | 'TERMINATED', startedAt: row.started_at, endedAt: row.ended_at, initiator: row.initiator,
    incidents: row.incidents, tags: row.tags,
    tasks: tasks.map(([task, elementId, name, assignee, candidateGroups, candidateUsers, dueDate]) => ({ key: String(task), elementId, name: name ?? elementId, assignee, candidateGroups, candidateUsers, dueDate })),
    me: { started: row.initiator === person, tookPart: took.length > 0 },
  };
};
