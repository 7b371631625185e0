/** One case: where it is, how it came there, what it knows, and what holds it up. */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { liveStateOf } from '../../diagram/live-state.ts';
import { readCaseSearch, type CaseTab } from './case-search.ts';
import { DataView } from './data-view.tsx';
import { DiagramView } from './diagram-view.tsx';
import { elementNames, type ElementNames } from './element-names.ts';
import { tellBriefSpan, tellSpan } from './format.ts';
import { IncidentsView } from './incidents-view.tsx';
import { outlineOf } from './outline.ts';
import { ErrorNotice, Loaded, Loading, Person, StateBadge, TabBar, useLanguage, useMayOperate, useSeesWork, When, WithNames } from './parts.tsx';
import { caseQuery, elementsQuery, incidentsQuery, jobsQuery, sourceQuery, statisticsQuery, stepsQuery, tasksQuery, timersQuery, variablesQuery } from './queries.ts';
import { ReasonDialog, type OperatorAct } from './reason-dialog.tsx';
import { post } from './request.ts';
import { idsInValues, participants, takenWays, whoOf } from './story.ts';
import { StoryView } from './story-view.tsx';
import type { CaseSummary } from './wire.ts';
import { PeopleView, WorkView } from './work-view.tsx';

export const CasePage = () => {
  const { key = '' } = useParams({ strict: false });
  const query = useQuery(caseQuery(key));
  if (query.data === undefined) return query.error === null ? <Loading rows={10} /> : <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  return <OneCase one={query.data} />;
};

const OneCase = ({ one }: { readonly one: CaseSummary }) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const { tab: wanted = 'story', element } = readCaseSearch(useSearch({ strict: false }));
  const seesWork = useSeesWork();
  const tab = wanted === 'work' && !seesWork ? 'story' : wanted;
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayOperate = useMayOperate() && one.state === 'ACTIVE';
  const [operation, setOperation] = useState<OperatorAct | null>(null);
  const { key } = one;
  const source = useQuery(sourceQuery(one.processDefinitionKey));
  const steps = useQuery(stepsQuery(key));
  const statistics = useQuery(statisticsQuery(key));
  const elements = useQuery(elementsQuery(key));
  const incidents = useQuery(incidentsQuery(key));
  const tasks = useQuery(tasksQuery(key));
  const jobs = useQuery({ ...jobsQuery(key), enabled: seesWork });
  const timers = useQuery({ ...timersQuery(key), enabled: seesWork });
  const variables = useQuery(variablesQuery(key));
  const names = useMemo(() => (source.data === undefined ? undefined : elementNames(source.data, language)), [source.data, language]);
  const live = useMemo(() => liveStateOf(statistics.data ?? [], takenWays(steps.data?.steps ?? [])), [statistics.data, steps.data]);
  const people = useMemo(() => [...participants(steps.data?.steps ?? []), ...idsInValues(steps.data?.steps ?? []), ...(tasks.data ?? []).flatMap(({ assignee, candidateUsers }) => [assignee, ...candidateUsers])], [steps.data, tasks.data]);
  const open = (incidents.data ?? []).filter(({ state }) => state === 'ACTIVE');
  const show = (next: { tab?: CaseTab; element?: string | undefined }): void => void navigate({ to: '/cases/$key', params: { key } as never, search: Object.fromEntries(Object.entries({ tab, element, ...next }).filter(([, value]) => value !== undefined)) as never, replace: true });
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['case', key] });
  const nameOf = (id: string): string => names?.nameOf(id) || id;
  return (
    <WithNames ids={people}>
      <div className="work-screen case-page">
        <CaseHead one={one} names={names} steps={steps.data?.steps} onCancel={mayOperate ? () => setOperation({ title: t('act.cancel.title'), effect: t('act.cancel.effect'), verb: t('act.cancel.verb'), isDangerous: true, act: () => post(`/v2/process-instances/${key}/cancellation`, {}) }) : undefined} />
        <div className="case-body">
          <div className="case-diagram">
            {source.data !== undefined ? <DiagramView source={source.data} live={live} selected={element ?? null} onSelect={(id) => show({ element: id === element ? undefined : id })} /> : source.error !== null ? <ErrorNotice error={source.error} onRetry={() => void source.refetch()} /> : <Loading rows={3} />}
            <Legend />
          </div>
          <aside className="outline" aria-label={t('case.outline')}>
            <h2>{t('case.outline')}</h2>
            <Loaded query={elements} rows={8}>{(data) => <Outline rows={outlineOf(data, names?.depthOf ?? (() => 0), names?.nameOf ?? (() => ''))} selected={element} onSelect={(id) => show({ element: id === element ? undefined : id })} />}</Loaded>
          </aside>
        </div>
        <section className="case-tabs">
          <TabBar label={t('case.about')} panel="case-panel" current={tab} onChange={(next) => show({ tab: next })} tabs={[
            { id: 'story', label: t('case.tab.story') },
            { id: 'data', label: t('case.tab.data'), count: variables.data?.filter(({ scopeKey }) => scopeKey === key).length },
            { id: 'incidents', label: t('case.tab.incidents'), count: open.length, isBad: true },
            { id: 'people', label: t('case.tab.people'), count: tasks.data?.length },
            ...(seesWork ? [{ id: 'work' as const, label: t('case.tab.work'), count: (jobs.data?.length ?? 0) + (timers.data?.length ?? 0) }] : []),
          ]} />
          {element !== undefined && tab === 'story' && <p className="only"><span>{t('case.only', { name: nameOf(element) })}</span><button type="button" onClick={() => show({ element: undefined })}>{t('case.showAll')}</button></p>}
          <div className="case-panel" id="case-panel" role="tabpanel" aria-labelledby={`case-panel-tab-${tab}`} tabIndex={0}>
            {tab === 'story' && <Loaded query={steps}>{({ steps: all, isWhole }) => <StoryView steps={all} isWhole={isWhole} element={element} nameOf={nameOf} one={one} open={tasks.data?.filter(({ state }) => state === 'CREATED') ?? []} />}</Loaded>}
            {tab === 'data' && <Loaded query={steps}>{({ steps: all }) => <DataView steps={all} nameOf={nameOf} caseKey={key} mayChange={mayOperate} onOperate={setOperation} />}</Loaded>}
            {tab === 'incidents' && <Loaded query={incidents}>{(data) => <IncidentsView incidents={data} jobs={jobs.data ?? []} variables={variables.data ?? []} nameOf={nameOf} mayAct={mayOperate} onOperate={setOperation} />}</Loaded>}
            {tab === 'people' && <Loaded query={tasks}>{(data) => <PeopleView tasks={data} nameOf={nameOf} />}</Loaded>}
            {tab === 'work' && <Loaded query={jobs}>{(data) => <WorkView jobs={data} timers={timers.data ?? []} nameOf={nameOf} mayAct={mayOperate} onOperate={setOperation} />}</Loaded>}
          </div>
        </section>
        {operation !== null && <ReasonDialog caseKey={key} operation={operation} onClose={() => setOperation(null)} onDone={refresh} />}
      </div>
    </WithNames>
  );
};

interface CaseHeadProps {
  readonly one: CaseSummary;
  readonly names: ElementNames | undefined;
  readonly steps: readonly { readonly actor: Parameters<typeof whoOf>[0]['actor']; readonly onBehalfOf: Parameters<typeof whoOf>[0]['onBehalfOf'] }[] | undefined;
  readonly onCancel: (() => void) | undefined;
}

const CaseHead = ({ one, names, steps, onCancel }: CaseHeadProps) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const title = names?.name || one.name;
  const [first] = steps ?? [];
  const starter = first === undefined ? null : whoOf(first);
  return (
    <header className="case-head">
      <div className="case-title">
        <p className="case-crumb"><Link to="/cases">{t('cases.title')}</Link>{one.businessId !== null && <> · <span className="mono">{one.businessId}</span></>} · {title} <Link to="/definitions/$id" params={{ id: one.processDefinitionId } as never} search={{ version: one.version } as never}>{t('case.version', { version: one.version })}</Link></p>
        <h1>{one.subject ?? title} <StateBadge state={one.state} hasIncident={one.incidents > 0} /></h1>
        <dl className="facts">
          {starter !== null && <div><dt>{t('case.startedBy')}</dt><dd>{starter.isAnonymous && starter.id === 'anonymous' ? t('people.anonymous') : <Person id={starter.id} />}</dd></div>}
          <div><dt>{t('case.started')}</dt><dd><When at={one.startedAt} /></dd></div>
          {one.endedAt !== null && <div><dt>{t('case.ended')}</dt><dd><When at={one.endedAt} /></dd></div>}
          <div><dt>{one.endedAt === null ? t('case.running') : t('case.took')}</dt><dd className="num">{tellSpan(Date.parse(one.endedAt ?? new Date().toISOString()) - Date.parse(one.startedAt), language)}</dd></div>
          {one.tags.length > 0 && <div><dt>{t('case.tags')}</dt><dd>{one.tags.map((tag) => <span key={tag} className="tag">{tag}</span>)}</dd></div>}
        </dl>
      </div>
      {onCancel !== undefined && <Button variant="default" className="is-danger" onClick={onCancel}>{t('act.cancel.title')}</Button>}
    </header>
  );
};

const Legend = () => {
  const { t } = useTranslation('cases');
  return (
    <p className="legend">
      <span><svg viewBox="0 0 20 10" aria-hidden="true"><path className="is-done" d="M1 5h18" /></svg>{t('diagram.mood.visited')}</span>
      <span><svg viewBox="0 0 20 14" aria-hidden="true"><rect className="is-active" x="2" y="1.5" width="16" height="11" rx="3" /></svg>{t('diagram.mood.active')}</span>
      <span><svg viewBox="0 0 20 10" aria-hidden="true"><path className="is-open" d="M1 5h18" /></svg>{t('diagram.mood.pencil')}</span>
    </p>
  );
};

const Outline = ({ rows, selected, onSelect }: { readonly rows: ReturnType<typeof outlineOf>; readonly selected: string | undefined; readonly onSelect: (id: string) => void }) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  return (
    <ol>
      {rows.map(({ elementId, name, state, hasIncident, depth, startDate, endDate, times }) => (
        <li key={elementId}>
          <button type="button" aria-pressed={elementId === selected} className={`outline-row is-${hasIncident ? 'incident' : state.toLowerCase()}`} style={{ paddingInlineStart: `${1 + Math.min(depth, 4) * 0.9}rem` }} onClick={() => onSelect(elementId)}>
            <span className="outline-node" aria-hidden="true" />
            <span className="outline-name">{name}</span>
            {times > 1 && <span className="tag num">×{times}</span>}
            {hasIncident ? <span className="now is-bad">{t('state.incident')}</span> : state === 'ACTIVE' ? <span className="now">{t('case.now')}</span> : null}
            <span className="outline-time num"><When at={startDate} isTable /></span>
            <span className="outline-span num">{endDate === null ? '' : tellBriefSpan(Date.parse(endDate) - Date.parse(startDate), language)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
};
