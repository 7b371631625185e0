import { Button, Menu, Popover, Select, TextInput } from '@mantine/core';
import { IconChevronDown, IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/identity.ts';
import type { SortField } from '../../api/inbox.ts';
import { startableQuery } from '../../api/start.ts';
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx';
import { useShortcut } from '../../shell/shortcuts.ts';
import { BulkBar } from './bulk-bar.tsx';
import { rowsOf } from './group-by-due.ts';
import { TaskRow } from './task-row.tsx';
import type { Inbox } from './use-inbox.ts';
import { ViewsSelect } from './views-pane.tsx';

const sorts: readonly SortField[] = ['dueDate', 'creationDate', 'priority', 'name'];

const Search = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const { go, search: { q = '' } } = inbox;
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  useShortcut('search', () => field.current?.focus());
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text.trim() === q) return undefined;
    const timer = setTimeout(() => go({ q: text.trim() === '' ? undefined : text.trim() }, true), 300);
    return () => clearTimeout(timer);
  }, [text, q, go]);
  return (
    <TextInput ref={field} className="lsearch" size="xs" value={text} onChange={(event) => setText(event.currentTarget.value)} placeholder={t('inbox:searchPlaceholder')} aria-label={t('inbox:search')} leftSection={<IconSearch size={14} stroke={1.5} />}
      rightSection={text === '' ? <kbd aria-hidden>/</kbd> : <button type="button" aria-label={t('inbox:clearSearch')} onClick={() => setText('')}><IconX size={14} /></button>}
      onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); }} />
  );
};

const Filters = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const me = useMe();
  const { definition, group, due } = inbox.search;
  const { data: startable = [] } = useQuery({ ...startableQuery, retry: false });
  const count = [definition, group, due].filter((value) => value !== undefined).length;
  const definitions = startable.map(({ processDefinitionId: value, name: label }) => ({ value, label }));
  if (definition !== undefined && !definitions.some(({ value }) => value === definition)) definitions.push({ value: definition, label: definition });
  return (
    <Popover position="bottom-end" shadow="md" width={280} trapFocus>
      <Popover.Target><button type="button" className={`iconbtn ${count > 0 ? 'on' : ''}`} aria-label={t('inbox:filters', { count })}><IconFilter size={16} stroke={1.5} aria-hidden />{count > 0 ? <span className="dot" /> : null}</button></Popover.Target>
      <Popover.Dropdown>
        <div className="col" style={{ gap: '0.75rem' }}>
          <Select comboboxProps={{ withinPortal: false }} label={t('inbox:filter.due')} clearable value={due ?? null} data={(['overdue', 'today', 'week'] as const).map((value) => ({ value, label: t(`inbox:due.${value}`) }))} onChange={(value) => inbox.go({ due: value ?? undefined })} />
          <Select comboboxProps={{ withinPortal: false }} label={t('inbox:filter.definition')} clearable searchable value={definition ?? null} data={definitions} onChange={(value) => inbox.go({ definition: value ?? undefined })} />
          <Select comboboxProps={{ withinPortal: false }} label={t('inbox:filter.group')} clearable value={group ?? null} data={me.groups.map(({ id, name }) => ({ value: id, label: name }))} onChange={(value) => inbox.go({ group: value ?? undefined })} />
          <Button variant="default" disabled={count === 0} onClick={() => inbox.go({ definition: undefined, group: undefined, due: undefined })}>{t('inbox:filter.clear')}</Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
};

const Head = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const { box = 'todo', sort = box === 'done' ? 'completionDate' : 'dueDate' } = inbox.search;
  return (
    <>
      <div className="lhead">
        <h1 className="h3">{t(`inbox:boxes.${box}`)}</h1><span className="count" aria-live="polite">{inbox.total}</span><span className="grow" />
        <Menu>
          <Menu.Target><button type="button" className="btn quiet sm">{t(`inbox:sort.${sort}`)} <IconChevronDown size={14} aria-hidden /></button></Menu.Target>
          <Menu.Dropdown>{(box === 'done' ? (['completionDate', 'name'] as const) : sorts).map((field) => <Menu.Item key={field} onClick={() => inbox.go({ sort: field })}>{t(`inbox:sort.${field}`)}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
        <Filters inbox={inbox} />
      </div>
      <div className="lfind"><ViewsSelect inbox={inbox} /><Search inbox={inbox} /></div>
    </>
  );
};

const Rows = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const { tasks, list, search, selected, open, toggle, at } = inbox;
  const scroller = useRef<HTMLDivElement>(null);
  const isGrouped = search.box !== 'done' && (search.sort ?? 'dueDate') === 'dueDate';
  const rows = useMemo(() => rowsOf(tasks, isGrouped, new Date()), [tasks, isGrouped]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? 34 : 77),
    getItemKey: (index) => { const row = rows[index]; return row === undefined ? index : row.kind === 'group' ? row.group : row.task.userTaskKey; },
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (last >= rows.length - 10 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const openRow = rows.findIndex((row) => row.kind === 'task' && row.task.userTaskKey === search.task);
  useEffect(() => {
    if (openRow !== -1) virtual.scrollToIndex(openRow, { align: 'auto' });
    // Only when another task is opened: not when the list changes under it.
  }, [search.task, at === -1]);
  const chosen = new Set(selected);
  return (
    <div ref={scroller} className={`lscroll scroll ${selected.length > 0 ? 'choosing' : ''}`} tabIndex={-1}>
      <ul style={{ height: virtual.getTotalSize(), position: 'relative' }} aria-label={t('inbox:list')}>
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li key={key} data-index={index} ref={virtual.measureElement} className="lplace" style={{ transform: `translateY(${start}px)` }}>
              {row.kind === 'group' ? <h2 className="lgroup">{t(`inbox:groups.${row.group}`)}</h2> : (
                <TaskRow task={row.task} isOpen={row.task.userTaskKey === search.task} isSelected={chosen.has(row.task.userTaskKey)} isDone={search.box === 'done'} onOpen={open} onToggle={toggle} />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};

export const ListPane = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const { list, tasks, search } = inbox;
  const isFiltered = [search.q, search.definition, search.group, search.due].some((value) => value !== undefined);
  return (
    <section className="list" aria-label={t('inbox:list')}>
      <Head inbox={inbox} />
      {list.isPending ? <LoadingState rows={7} height="4rem" /> : list.error !== null && tasks.length === 0 ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : tasks.length > 0 ? <Rows inbox={inbox} /> : isFiltered ? (
        <EmptyState title={t('inbox:empty.filtered')} action={<Button variant="default" onClick={() => inbox.go({ q: undefined, definition: undefined, group: undefined, due: undefined })}>{t('inbox:filter.clear')}</Button>} />
      ) : <EmptyState title={t(`inbox:empty.${search.box ?? 'todo'}`)} text={t(`inbox:empty.${search.box ?? 'todo'}Text`)} />}
      <BulkBar inbox={inbox} />
    </section>
  );
};
