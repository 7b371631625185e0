/** What the inbox shows now: its list, which tasks are chosen, which is open, and what opens next. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { tasksQuery, type InboxTask } from '../../api/inbox.ts';
import { queryOf, type InboxSearch } from './inbox-search.ts';

/** Questions about time are asked anew each minute, not on each drawing. */
const thisMinute = (): Date => new Date(Math.floor(Date.now() / 60_000) * 60_000);

/** Whether the next task opens when one is completed. */
const openNextKey = 'acta-open-next';

export const useInbox = () => {
  const search = useSearch({ from: '/shell/inbox' });
  const navigate = useNavigate();
  const minute = thisMinute().getTime();
  const query = useMemo(() => queryOf(search, new Date(minute)), [search, minute]);
  const list = useInfiniteQuery(tasksQuery(query));
  const tasks = useMemo(() => unique(list.data?.pages.flatMap(({ items }) => items) ?? []), [list.data]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const known = useMemo(() => new Set(tasks.map(({ userTaskKey }) => userTaskKey)), [tasks]);
  const selected = useMemo(() => [...chosen].filter((key) => known.has(key)), [chosen, known]);

  const go = useCallback((change: Partial<InboxSearch>, replace = false) => {
    void navigate({ to: '/inbox', search: (before) => readable({ ...before, ...change }), replace });
  }, [navigate]);
  const open = useCallback((task: string | undefined, replace = false) => go({ task }, replace), [go]);
  const toggle = useCallback((key: string) => setChosen((before) => {
    const after = new Set(before);
    if (!after.delete(key)) after.add(key);
    return after;
  }), []);

  const [openNext, setOpenNext] = useState(() => localStorage.getItem(openNextKey) !== 'no');

  const at = tasks.findIndex(({ userTaskKey }) => userTaskKey === search.task);
  const neighbour = (step: 1 | -1): string | undefined => tasks[at === -1 ? 0 : at + step]?.userTaskKey;
  /** After this one: the one below, at the end the one above. */
  const nextAfter = (key: string): string | undefined => {
    const index = tasks.findIndex(({ userTaskKey }) => userTaskKey === key);
    return (tasks[index + 1] ?? (index > 0 ? tasks[index - 1] : undefined))?.userTaskKey;
  };

  return {
    search, list, tasks, selected, at, open, go, toggle, neighbour, nextAfter,
    total: list.data?.pages[0]?.page.totalItems ?? 0,
    openNext,
    setOpenNext: (on: boolean) => {
      localStorage.setItem(openNextKey, on ? 'yes' : 'no');
      setOpenNext(on);
    },
    selectAll: () => setChosen(known),
    clear: () => setChosen(new Set()),
  };
};

export type Inbox = ReturnType<typeof useInbox>;

/** A task that moved between two pages while they were read stands once. */
const unique = (tasks: readonly InboxTask[]): InboxTask[] => [...new Map(tasks.map((task) => [task.userTaskKey, task])).values()];

const readable = (search: InboxSearch): InboxSearch => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
