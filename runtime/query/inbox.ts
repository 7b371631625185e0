/** The boxes of a person. What is his is found by his id, what he may take by his groups; each branch has an index of its own. */
import { sql, type SQL } from 'drizzle-orm';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Queryable } from '../port/database.ts';
import { processInstance, userTask } from '../projection/case-tables.ts';
import { processDefinition } from '../projection/definition-tables.ts';
import { and } from './condition.ts';
import { instant, longText, nullable, text } from './field.ts';
import { run, written } from './search.ts';
import { subjectOfCase, titleOfCase } from './subject.ts';
import { userTasks } from './user-tasks.ts';

export interface Person {
  readonly id: string;
  /** Ids. */
  readonly groups: readonly string[];
}

export type Box = 'todo' | 'claimable' | 'done';

const texts = (values: readonly string[]): SQL => sql`${arrayLiteral(values)}::text::text[]`;

const isFree = sql`${userTask.state} = 'CREATED' and ${userTask.assignee} is null`;

/** `task`: what the table is called. That the lists are not empty follows, and leads to the indexes that have only such. */
export const isNamedIn = ({ id, groups }: Person, task: SQL): SQL => sql`(${task}.candidate_users @> ${texts([id])} and ${task}.candidate_users <> '{}'
  or ${task}.candidate_groups && ${texts(groups)} and ${task}.candidate_groups <> '{}')`;
export const namesNobody = (task: SQL): SQL => sql`(${task}.candidate_groups = '{}' and ${task}.candidate_users = '{}')`;

const tasks = sql.raw('user_task');

export const inBox = (box: Box, person: Person): SQL => {
  if (box === 'todo') return sql`${userTask.state} = 'CREATED' and ${userTask.assignee} = ${person.id}::text`;
  if (box === 'done') return sql`${userTask.state} = 'COMPLETED' and ${userTask.completedBy} = ${person.id}::text`;
  return sql`${isFree} and (${isNamedIn(person, tasks)} or ${namesNobody(tasks)})`;
};

const fields = {
  ...userTasks.fields,
  businessId: nullable(text(processInstance.businessId)),
  initiator: nullable(text(processInstance.initiator)),
  startedAt: instant(processInstance.startedAt),
  subject: nullable(longText(subjectOfCase)),
};

/** For `ilike`: `wanted` anywhere, as it is written. */
export const anywhere = (wanted: string): string => `%${wanted.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;

export const inboxTasks = written({
  ...userTasks,
  fields,
  filters: {
    ...userTasks.filters,
    text: (wanted: string) => sql`(${userTask.name} ilike ${anywhere(wanted)}::text or ${processDefinition.name} ilike ${anywhere(wanted)}::text or ${processInstance.businessId} ilike ${anywhere(wanted)}::text or ${titleOfCase} ilike ${anywhere(wanted)}::text)`,
  },
});

export interface InboxCounts {
  readonly todo: number;
  readonly claimable: number;
  readonly done: number;
  readonly started: number;
  readonly overdue: number;
}

/** All in one statement. `now`: ISO time. */
export const countBoxes = async (database: Queryable, person: Person, now: string): Promise<InboxCounts> => {
  const due = fields.dueDate.compared;
  const tasksOf = (condition: SQL): SQL => sql`(select count(*)::int4 from ${userTask} where ${condition})`;
  const [row = []] = await run(database, sql`select ${tasksOf(inBox('todo', person))}, ${tasksOf(inBox('claimable', person))}, ${tasksOf(inBox('done', person))},
    (select count(*)::int4 from ${processInstance} where ${processInstance.initiator} = ${person.id}::text),
    ${tasksOf(and([inBox('todo', person), sql`${due} < ${now}::text::timestamptz`]))}`);
  const [todo = 0, claimable = 0, done = 0, started = 0, overdue = 0] = row.map(Number);
  return { todo, claimable, done, started, overdue };
};

export interface EndOfTask {
  readonly by: string | null;
  readonly action: string | null;
}

export const endOfTask = async (database: Queryable, task: string): Promise<EndOfTask | undefined> => {
  const [row] = await database.query<{ by: string | null; action: string | null }>('select completed_by by, action from user_task where key = $1', [BigInt(task)]);
  return row;
};
