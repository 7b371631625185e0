/** The list of cases: every filter stands in the address, pages are keyset pages, rows are drawn as they are seen. */
import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { caseFilter, caseStates, filterCount, type CasesSearch } from './case-filters.ts';
import { tellBriefSpan } from './format.ts';
import { PersonFilter } from './person-filter.tsx';
import { Candidates } from '../../components/person.tsx';
import { Empty, ErrorNotice, Loading, Person, StateBadge, TabBar, useLanguage, When, WithNames } from './parts.tsx';
import { casesQuery, countQuery, latestDefinitionsQuery, openTasksQuery } from './queries.ts';
import type { Case, UserTask } from './wire.ts';

const rowHeight = 44;

export const CasesPage = () => {
  const { t } = useTranslation('cases');
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (part: Partial<CasesSearch>): void => {
    const next = Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined && value !== ''));
    void navigate({ to: '/cases', search: next as never, replace: true });
  };
  const query = useInfiniteQuery(casesQuery(search));
  const cases = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const { state: _state, ...others } = search;
  const counts = {
    all: useQuery(countQuery(caseFilter(others))).data,
    active: useQuery(countQuery(caseFilter({ ...others, state: 'active' }))).data,
    incident: useQuery(countQuery(caseFilter({ ...others, state: 'incident' }))).data,
    completed: useQuery(countQuery(caseFilter({ ...others, state: 'completed' }))).data,
    canceled: useQuery(countQuery(caseFilter({ ...others, state: 'canceled' }))).data,
  };
  const total = counts[search.state ?? 'all'];
  return (
    <div className="work-screen cases-page">
      <header className="page-head">
        <h1>{t('cases.title')}</h1>
        {total !== undefined && <p>{t('cases.total', { count: total.totalItems, plus: total.hasMoreTotalItems ? '+' : '' })}</p>}
      </header>
      <TabBar label={t('cases.byState')} panel="cases-panel" current={search.state ?? 'all'} onChange={(id) => set({ state: id === 'all' ? undefined : id })}
        tabs={(['all', ...caseStates] as const).map((id) => ({ id, label: t(`cases.tab.${id}`), count: counts[id]?.totalItems, isBad: id === 'incident' }))} />
      <Filters search={search} onChange={set} />
      <div className="cases-panel" id="cases-panel" role="tabpanel" aria-labelledby={`cases-panel-tab-${search.state ?? 'all'}`}>
        {query.error !== null && cases.length === 0 && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <Loading rows={12} />}
        {query.isSuccess && cases.length === 0 && (
          <Empty title={filterCount(search) > 0 ? t('cases.emptyFiltered') : t('cases.empty')}>
            {filterCount(search) > 0 && <Button variant="default" onClick={() => void navigate({ to: '/cases', search: {} as never })}>{t('cases.clear')}</Button>}
          </Empty>
        )}
        {cases.length > 0 && <CaseTable key={JSON.stringify(search)} cases={cases} order={search.order} onOrder={() => set({ order: search.order === 'oldest' ? undefined : 'oldest' })} onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()} />}
      </div>
      <footer className="key-hints"><span><kbd>j</kbd><kbd>k</kbd>{t('keys.move')}</span><span><kbd>Enter</kbd>{t('keys.open')}</span><span><kbd>/</kbd>{t('keys.search')}</span></footer>
    </div>
  );
};

const Filters = ({ search, onChange }: { readonly search: CasesSearch; readonly onChange: (part: Partial<CasesSearch>) => void }) => {
  const { t } = useTranslation('cases');
  const { data: definitions = [] } = useQuery(latestDefinitionsQuery);
  const [q, setQ] = useState(search.q ?? '');
  const [variable, setVariable] = useState('');
  const searchBox = useRef<HTMLInputElement>(null);
  useEffect(() => setQ(search.q ?? ''), [search.q]);
  useEffect(() => {
    if (q === (search.q ?? '')) return undefined;
    const timer = setTimeout(() => onChange({ q: q === '' ? undefined : q }), 250);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]') !== null;
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      searchBox.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  const addVariable = (event: FormEvent): void => {
    event.preventDefault();
    if (!/^[^=]+=/.test(variable)) return;
    onChange({ variable: [...new Set([...(search.variable ?? []), variable.trim()])] });
    setVariable('');
  };
  const without = (one: string): void => {
    const left = search.variable?.filter((other) => other !== one) ?? [];
    onChange({ variable: left.length === 0 ? undefined : left });
  };
  return (
    <search className="filters">
      <TextInput ref={searchBox} size="sm" type="search" aria-label={t('cases.filter.number')} placeholder={t('cases.filter.number')} value={q} onChange={({ currentTarget }) => setQ(currentTarget.value)} className="filter-search" />
      <Select size="sm" aria-label={t('cases.filter.definition')} placeholder={t('cases.filter.definition')} clearable searchable value={search.definition ?? null} onChange={(definition) => onChange({ definition: definition ?? undefined })}
        data={definitions.map(({ processDefinitionId, name }) => ({ value: processDefinitionId, label: name ?? processDefinitionId }))} />
      <PersonFilter label={t('cases.filter.starter')} value={search.starter} onChange={(starter) => onChange({ starter })} />
      <PersonFilter label={t('cases.filter.person')} value={search.person} onChange={(person) => onChange({ person })} />
      <label className="filter-date"><span>{t('cases.filter.from')}</span><input type="date" value={search.from ?? ''} max={search.to} onChange={({ currentTarget }) => onChange({ from: currentTarget.value || undefined })} /></label>
      <label className="filter-date"><span>{t('cases.filter.to')}</span><input type="date" value={search.to ?? ''} min={search.from} onChange={({ currentTarget }) => onChange({ to: currentTarget.value || undefined })} /></label>
      <form onSubmit={addVariable}><TextInput size="sm" aria-label={t('cases.filter.value')} placeholder={t('cases.filter.value')} value={variable} onChange={({ currentTarget }) => setVariable(currentTarget.value)} /></form>
      {search.variable?.map((one) => <button key={one} type="button" className="chip" onClick={() => without(one)} aria-label={t('cases.filter.remove', { filter: one })}>{one.replace('=', ' = ')}<span aria-hidden="true">×</span></button>)}
    </search>
  );
};

const byCase = (tasks: readonly UserTask[]): Map<string, UserTask[]> => {
  const found = new Map<string, UserTask[]>();
  for (const task of tasks) found.set(task.processInstanceKey, [...(found.get(task.processInstanceKey) ?? []), task]);
  return found;
};

interface CaseTableProps {
  readonly cases: readonly Case[];
  readonly order: 'oldest' | undefined;
  readonly onOrder: () => void;
  readonly onEnd: () => void;
}

const CaseTable = ({ cases, order, onOrder, onEnd }: CaseTableProps) => {
  const { t } = useTranslation('cases');
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const rows = useVirtualizer({ count: cases.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= cases.length - 15) onEnd();
  }, [last, cases.length, onEnd]);
  const seen = useMemo(() => cases.slice(Math.floor((shown[0]?.index ?? 0) / 50) * 50, Math.floor(last / 50) * 50 + 50).filter(({ state }) => state === 'ACTIVE').map(({ processInstanceKey }) => processInstanceKey), [cases, shown[0]?.index, last]);
  const { data: tasks = [] } = useQuery({ ...openTasksQuery(seen), placeholderData: (before) => before });
  const tasksOf = useMemo(() => byCase(tasks), [tasks]);
  const move = (to: number): void => {
    const next = Math.min(cases.length - 1, Math.max(0, to));
    setCurrent(next);
    rows.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = cases[current];
    if (event.key === 'j' || event.key === 'ArrowDown') move(current + 1);
    else if (event.key === 'k' || event.key === 'ArrowUp') move(current - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(cases.length - 1);
    else if (event.key === 'Enter' && target !== undefined && !(event.target instanceof HTMLAnchorElement)) void navigate({ to: '/cases/$key', params: { key: target.processInstanceKey } as never });
    else return;
    event.preventDefault();
  };
  return (
    <WithNames ids={[...tasks.map(({ assignee }) => assignee), ...cases.map(({ initiator }) => initiator)]}>
      <div className="case-table" role="table" aria-label={t('cases.title')} aria-rowcount={cases.length} ref={scroller} tabIndex={0} onKeyDown={onKeyDown}>
        <div className="case-row is-head" role="row">
          <span role="columnheader">{t('cases.column.state')}</span>
          <span role="columnheader">{t('cases.column.number')}</span>
          <span role="columnheader">{t('cases.column.subject')}</span>
          <span role="columnheader">{t('cases.column.definition')}</span>
          <span role="columnheader">{t('cases.column.step')}</span>
          <span role="columnheader">{t('cases.column.with')}</span>
          <span role="columnheader">{t('cases.column.starter')}</span>
          <span role="columnheader" aria-sort={order === 'oldest' ? 'ascending' : 'descending'}><button type="button" onClick={onOrder}>{t('cases.column.started')} <span aria-hidden="true">{order === 'oldest' ? '↑' : '↓'}</span></button></span>
          <span role="columnheader" className="is-number">{t('cases.column.running')}</span>
        </div>
        <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {shown.map(({ index, start }) => {
            const one = cases[index];
            return one === undefined ? null : <CaseRow key={one.processInstanceKey} one={one} tasks={tasksOf.get(one.processInstanceKey) ?? []} isCurrent={index === current} top={start} index={index} onPoint={() => setCurrent(index)} />;
          })}
        </div>
      </div>
    </WithNames>
  );
};

interface CaseRowProps {
  readonly one: Case;
  readonly tasks: readonly UserTask[];
  readonly isCurrent: boolean;
  readonly top: number;
  readonly index: number;
  readonly onPoint: () => void;
}

const CaseRow = ({ one, tasks, isCurrent, top, index, onPoint }: CaseRowProps) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const { processInstanceKey, businessId, processDefinitionName, processDefinitionId, processDefinitionVersion, startDate, endDate, state, hasIncident, initiator, subject } = one;
  const [first, ...more] = tasks;
  const spent = Date.parse(endDate ?? new Date().toISOString()) - Date.parse(startDate);
  return (
    <div className={isCurrent ? 'case-row is-current' : 'case-row'} role="row" aria-rowindex={index + 2} aria-current={isCurrent || undefined} style={{ transform: `translateY(${top}px)` }} onPointerDown={onPoint}>
      <span role="cell"><StateBadge state={state} hasIncident={hasIncident} /></span>
      <span role="cell" className="case-number mono">{businessId ?? <span className="quiet">—</span>}</span>
      <span role="cell" className="case-subject"><Link to="/cases/$key" params={{ key: processInstanceKey } as never} tabIndex={isCurrent ? 0 : -1}>{subject ?? processDefinitionName ?? processDefinitionId}</Link></span>
      <span role="cell">{processDefinitionName ?? processDefinitionId} <span className="quiet">v{processDefinitionVersion}</span></span>
      <span role="cell">{first === undefined ? <span className="quiet">{state === 'ACTIVE' ? t('cases.byItself') : '—'}</span> : <>{first.name ?? first.elementId}{more.length > 0 && <span className="quiet"> +{more.length}</span>}</>}</span>
      <span role="cell">{first?.assignee ? <Person id={first.assignee} /> : <span className="quiet">{first === undefined ? '—' : first.candidateUsers.length + first.candidateGroups.length === 0 ? t('cases.anyone') : <Candidates users={first.candidateUsers} groups={first.candidateGroups} />}</span>}</span>
      <span role="cell">{initiator === null || initiator === '' ? <span className="quiet">—</span> : <Person id={initiator} />}</span>
      <span role="cell" className="num"><When at={startDate} isTable /></span>
      <span role="cell" className="is-number num">{tellBriefSpan(spent, language)}</span>
    </div>
  );
};
