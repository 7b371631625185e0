import type { Client } from '../client.ts';
import { table, when, type Output } from '../output.ts';

export interface TasksOptions {
  readonly assignee?: string;
  readonly group?: string;
  readonly case?: string;
}

export interface Task {
  readonly userTaskKey: string;
  readonly name: string | null;
  readonly elementId: string;
  readonly processInstanceKey: string;
  readonly processDefinitionId: string;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly dueDate: string | null;
}

interface TaskPage {
  readonly items: readonly Task[];
  readonly page: { readonly totalItems: number };
}

/** The first hundred. */
export const openTasks = (client: Client, options: TasksOptions): Promise<TaskPage> => {
  const filter = {
    state: 'CREATED',
    ...(options.assignee === undefined ? {} : { assignee: options.assignee }),
    ...(options.group === undefined ? {} : { candidateGroup: options.group }),
    ...(options.case === undefined ? {} : { processInstanceKey: options.case }),
  };
  return client.post<TaskPage>('/v2/user-tasks/search', { filter, page: { limit: 100 } });
};

export const taskTable = (tasks: readonly Task[], { ofOneCase }: { readonly ofOneCase: boolean }): string => {
  const rowOf = (task: Task): string[] => [
    task.userTaskKey,
    task.name ?? task.elementId,
    ...(ofOneCase ? [] : [`${task.processDefinitionId} ${task.processInstanceKey}`]),
    task.assignee ?? `(${[...task.candidateUsers, ...task.candidateGroups].join(', ')})`,
    when(task.dueDate),
  ];
  const heads = ['task', 'what', ...(ofOneCase ? [] : ['case']), 'assignee (candidates)', 'due'];
  return table(heads, tasks.map(rowOf), 'No open tasks.');
};

/** Lists open tasks. */
export const tasks = async (client: Client, output: Output, options: TasksOptions): Promise<void> => {
  const { items, page } = await openTasks(client, options);
  output.print(items, () => {
    const more = page.totalItems - items.length;
    const text = taskTable(items, { ofOneCase: false });
    return more > 0 ? `${text}\n… and ${more} more: choose with --assignee, --group or --case` : text;
  });
};
