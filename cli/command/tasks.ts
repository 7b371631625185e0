import type { Client } from '../client.ts';
import { table, when, type Output } from '../output.ts';

export interface TasksOptions {
  readonly assignee?: string;
  readonly group?: string;
  readonly case?: string;
}

interface Task {
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

const rowOf = (task: Task): string[] => [
  task.userTaskKey,
  task.name ?? task.elementId,
  `${task.processDefinitionId} ${task.processInstanceKey}`,
  task.assignee ?? `(${[...task.candidateUsers, ...task.candidateGroups].join(', ')})`,
  when(task.dueDate),
];

/** Lists open tasks. */
export const tasks = async (client: Client, output: Output, options: TasksOptions): Promise<void> => {
  const filter = {
    state: 'CREATED',
    ...(options.assignee === undefined ? {} : { assignee: options.assignee }),
    ...(options.group === undefined ? {} : { candidateGroup: options.group }),
    ...(options.case === undefined ? {} : { processInstanceKey: options.case }),
  };
  const page = await client.post<{ items: readonly Task[]; page: { totalItems: number } }>('/v2/user-tasks/search', {
    filter, page: { limit: 100 },
  });
  output.print(page.items, () => {
    const more = page.page.totalItems - page.items.length;
    const text = table(['task', 'what', 'case', 'assignee (candidates)', 'due'], page.items.map(rowOf), 'No open tasks.');
    return more > 0 ? `${text}\n… and ${more} more` : text;
  });
};
