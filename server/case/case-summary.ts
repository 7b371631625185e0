/** What a page shows of a case first. */
import { sql } from 'drizzle-orm';
import { userTask } from '../../runtime/projection/case-tables.ts';
import { cases } from '../../runtime/query/cases.ts';
import { ofCase } from '../../runtime/query/case-join.ts';
import { find, run } from '../../runtime/query/search.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { notFound } from '../problem/problem-error.ts';

type Task = [key: bigint, elementId: string, name: string | null, assignee: string | null, groups: string[], users: string[], due: string | null];

export const summaryOfCase = async (database: Queryable, caseKey: string, person: string) => {
  const key = BigInt(caseKey);
  const found = await find(database, cases, caseKey);
  if (found === undefined) throw notFound(`Expected a case with key '${caseKey}', but there is none`);
  const [more] = await database.query<{ dialect: 'bpmn' | 'statechart'; incidents: number }>('select d.dialect, i.incidents from process_instance i join process_definition d on d.key = i.definition_key where i.key = $1', [key]);
  const tasks = (await run(database, sql`select ${userTask.key}, ${userTask.elementId}, ${userTask.name}, ${userTask.assignee}, ${userTask.candidateGroups}, ${userTask.candidateUsers}, ${userTask.dueDate}
    from ${userTask} where ${ofCase(userTask.key, sql`${key}::int8`)} and ${userTask.state} = 'CREATED' order by ${userTask.key} limit 1000`)) as Task[];
  const took = await database.query('select 1 from participant where case_key = $1 and person = $2', [key, person]);
  const { processDefinitionId, processDefinitionKey, processDefinitionName, processDefinitionVersion, businessId, subject, state, startDate, endDate, initiator, tags } = found;
  return {
    key: caseKey, processDefinitionId, processDefinitionKey, name: processDefinitionName ?? processDefinitionId, version: processDefinitionVersion, language: more?.dialect ?? 'bpmn',
    businessId, subject, state, startedAt: startDate, endedAt: endDate, initiator, incidents: more?.incidents ?? 0, tags,
    tasks: tasks.map(([task, elementId, name, assignee, candidateGroups, candidateUsers, dueDate]) => ({ key: String(task), elementId, name: name ?? elementId, assignee, candidateGroups, candidateUsers, dueDate })),
    me: { started: initiator === person, tookPart: took.length > 0 },
  };
};
