import type { z } from 'zod';
import type { userTask } from '../../contract/user-task.ts';
import { RequestError, type Client } from '../client.ts';
import { shortened, table, when, type Output } from '../output.ts';
import { andMore, limitOf, searchAll, type Found } from '../pages.ts';

export interface TasksOptions {
  readonly assignee?: string;
  readonly group?: readonly string[];
  readonly case?: string;
  /** Those of whoever asks, and those that they may take. */
  readonly mine?: boolean;
  readonly limit?: number;
}

export type Task = z.output<typeof userTask>;

const candidateColumns = 50;

const path = '/v2/user-tasks/search';

export const openTasks = (client: Client, options: Pick<TasksOptions, 'assignee' | 'group' | 'case' | 'limit'>): Promise<Found<Task>> => {
  const { assignee, group = [], case: processInstanceKey, limit } = options;
  const filter = { state: 'CREATED', assignee, processInstanceKey, ...(group.length === 0 ? {} : { candidateGroup: { $in: group } }) };
  return searchAll<Task>(client, path, filter, limit === undefined ? {} : { limit });
};

/** Assigned to the person, or to nobody and open to the person or one of the groups. */
const tasksFor = async (client: Client, person: string, { group = [], case: processInstanceKey, limit = Infinity }: TasksOptions): Promise<Found<Task>> => {
  const open = { state: 'CREATED', processInstanceKey };
  const free = { ...open, assignee: { $exists: false } };
  const filters = [{ ...open, assignee: person }, { ...free, candidateUser: person }, ...(group.length === 0 ? [] : [{ ...free, candidateGroup: { $in: group } }])];
  const found = await Promise.all(filters.map((filter) => searchAll<Task>(client, path, filter)));
  const byKey = new Map(found.flatMap(({ items }) => items).map((task) => [BigInt(task.userTaskKey), task]));
  const items = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, task]) => task);
  return { items: items.slice(0, limit), total: items.length };
};

const forWhom = ({ assignee, candidateUsers, candidateGroups }: Task): string => {
  if (assignee !== null) return assignee;
  const candidates = [...candidateUsers, ...candidateGroups];
  return candidates.length === 0 ? 'anyone' : `(${shortened(candidates.join(', '), candidateColumns)})`;
};

export const taskTable = (tasks: readonly Task[], { ofOneCase }: { readonly ofOneCase: boolean }): string => {
  const rowOf = (task: Task): string[] => [
    task.userTaskKey,
    task.name ?? task.elementId,
    ...(ofOneCase ? [] : [`${task.processDefinitionId} ${task.processInstanceKey}`]),
    forWhom(task),
    when(task.dueDate),
  ];
  const heads = ['task', 'what', ...(ofOneCase ? [] : ['case']), 'assignee (candidates)', 'due'];
  return table(heads, tasks.map(rowOf), 'No open tasks.');
};

/** Lists open tasks. */
export const tasks = async (client: Client, output: Output, options: TasksOptions): Promise<void> => {
  if (options.mine === true && client.actor === undefined) throw new RequestError('Expected --actor with --mine, but it is not given');
  const limited = { ...options, ...limitOf(output, options.limit) };
  const found = await (options.mine === true && client.actor !== undefined ? tasksFor(client, client.actor, limited) : openTasks(client, limited));
  output.print(found.items, () => andMore(taskTable(found.items, { ofOneCase: false }), found, 'choose with --assignee, --group or --case, or raise --limit'));
};
