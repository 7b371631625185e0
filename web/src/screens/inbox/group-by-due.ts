/** The rows of the list: tasks, and the headings of days between them when the list is by due date. */
import type { InboxTask } from '../../api/inbox.ts';
import { daysFromToday } from '../../components/when.tsx';

export type DueGroup = 'late' | 'today' | 'week' | 'later' | 'none';

export type Row = { readonly kind: 'group'; readonly group: DueGroup } | { readonly kind: 'task'; readonly task: InboxTask };

const groupOf = ({ dueDate }: InboxTask, now: Date): DueGroup => {
  if (dueDate === null) return 'none';
  const due = new Date(dueDate);
  if (due.getTime() < now.getTime()) return 'late';
  const days = daysFromToday(due, now);
  return days === 0 ? 'today' : days < 7 ? 'week' : 'later';
};

export const rowsOf = (tasks: readonly InboxTask[], isGrouped: boolean, now: Date): Row[] => {
  const rows: Row[] = [];
  let last: DueGroup | undefined;
  for (const task of tasks) {
    const group = groupOf(task, now);
    if (isGrouped && group !== last) rows.push({ kind: 'group', group });
    last = group;
    rows.push({ kind: 'task', task });
  }
  return rows;
};
