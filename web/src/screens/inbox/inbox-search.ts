/** The inbox as its address tells it: which box, which filter, which task is open. */
import type { Box, InboxFilter, InboxQuery, SortField } from '../../api/inbox.ts';

export interface InboxSearch {
  readonly box?: Box;
  readonly q?: string;
  readonly definition?: string;
  readonly group?: string;
  readonly due?: 'overdue' | 'today' | 'week';
  readonly sort?: SortField;
  readonly task?: string;
}

const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined => allowed.find((item) => item === value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

/** Unknown values are undefined (absent ones would keep what the address says); defaults do not stand in the address. */
export const readInboxSearch = (raw: Record<string, unknown>): InboxSearch => {
  const key = text(raw['task']);
  return {
    box: oneOf(raw['box'], ['todo', 'claimable', 'done']),
    q: text(raw['q']),
    definition: text(raw['definition']),
    group: text(raw['group']),
    due: oneOf(raw['due'], ['overdue', 'today', 'week']),
    sort: oneOf(raw['sort'], ['dueDate', 'creationDate', 'priority', 'completionDate', 'name']),
    task: key !== undefined && /^\d+$/.test(key) ? key : undefined,
  };
};

const startOfDay = (now: Date, days: number): string => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();

/** To the minute: the same question within a minute is the same reading. */
const toTheMinute = (now: Date): string => new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();

const dueFilter = (due: InboxSearch['due'], now: Date): InboxFilter => {
  switch (due) {
    case 'overdue': return { dueBefore: toTheMinute(now) };
    case 'today': return { dueAfter: startOfDay(now, 0), dueBefore: startOfDay(now, 1) };
    case 'week': return { dueBefore: startOfDay(now, 7) };
    case undefined: return {};
  }
};

export const queryOf = ({ box = 'todo', q, definition, group, due, sort }: InboxSearch, now: Date): InboxQuery => ({
  box,
  sort: sort ?? (box === 'done' ? 'completionDate' : 'dueDate'),
  filter: {
    ...(q === undefined ? {} : { text: q }),
    ...(definition === undefined ? {} : { processDefinitionId: definition }),
    ...(group === undefined ? {} : { candidateGroup: group }),
    ...dueFilter(due, now),
  },
});

/** What a saved view keeps: everything but the open task. */
export const viewOf = ({ task: _open, ...query }: InboxSearch): Omit<InboxSearch, 'task'> => query;
