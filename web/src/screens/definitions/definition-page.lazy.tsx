/** One procedure as it was deployed: its versions, its diagram with what runs, its decisions and forms, who may start it. */
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasRole, useMe } from '../../api/identity.ts';
import { Holder } from '../../components/person.tsx';
import { DecisionView } from '../../diagram/decision/decision-view.tsx';
import { liveStateOf } from '../../diagram/live-state.ts';
import { DiagramView } from '../cases/diagram-view.tsx';
import { currentLanguage } from '../../i18n/language.ts';
import { elementNames, isStatechart } from '../cases/element-names.ts';
import { Empty, ErrorNotice, Loaded, Loading, TabBar, useLanguage } from '../cases/parts.tsx';
import { definitionStatisticsQuery, sourceQuery, versionsQuery } from '../cases/queries.ts';
import type { Definition } from '../cases/wire.ts';
import { decisionsQuery, formQuery, grantsQuery } from './queries.ts';
import { readForm } from './read-form.ts';
import type { DefinitionSearch, DefinitionTab } from './route.ts';

const DefinitionPage = () => {
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(versionsQuery(id));
  if (query.data === undefined) return query.error === null ? <Loading rows={10} /> : <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  return <Versions id={id} versions={query.data} />;
};

const Versions = ({ id, versions }: { readonly id: string; readonly versions: readonly Definition[] }) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const { version, tab: wanted = 'diagram' } = useSearch({ strict: false }) as DefinitionSearch;
  // Who holds which role is for auditors to read.
  const seesGrants = hasRole(useMe(), 'auditor');
  const tab = wanted === 'people' && !seesGrants ? 'diagram' : wanted;
  const navigate = useNavigate();
  const [latest] = versions;
  const shown = versions.find((one) => one.version === version) ?? latest;
  const source = useQuery({ ...sourceQuery(shown?.processDefinitionKey ?? ''), enabled: shown !== undefined });
  const names = useMemo(() => (source.data === undefined ? undefined : elementNames(source.data, language)), [source.data, language]);
  if (shown === undefined) return <Empty title={t('definitions.empty')} />;
  const show = (next: DefinitionSearch): void => void navigate({ to: '/definitions/$id', params: { id }, search: { ...(version === undefined ? {} : { version }), tab, ...next }, replace: true });
  return (
    <div className="work-screen definition-page">
      <header className="case-head">
        <div className="case-title">
          <p className="case-crumb"><Link to="/definitions">{t('definitions.title')}</Link></p>
          <h1>{names?.name || shown.name || id} <span className="tag">{source.data === undefined ? '' : t(isStatechart(source.data) ? 'definitions.statechart' : 'definitions.bpmn')}</span></h1>
        </div>
        <Link to="/cases" search={{ definition: id, state: 'active' }} className="button">{t('definitions.cases')}</Link>
      </header>
      <TabBar<DefinitionTab> label={t('definitions.title')} panel="definition-panel" current={tab} onChange={(next) => show({ tab: next })} tabs={[
        { id: 'diagram', label: t('definitions.tab.diagram') },
        { id: 'decisions', label: t('definitions.tab.decisions'), count: names?.decisionIds.length },
        { id: 'forms', label: t('definitions.tab.forms'), count: names?.formIds.length },
        ...(seesGrants ? [{ id: 'people' as const, label: t('definitions.tab.people') }] : []),
      ]} />
      <div className="definition-body">
        <nav className="versions" aria-label={t('definitions.versions')}>
          <h2>{t('definitions.versions')}</h2>
          <ol>
            {versions.map((one) => (
              <li key={one.version}>
                <button type="button" aria-current={one.version === shown.version || undefined} onClick={() => show({ version: one.version })}>
                  {t('definitions.versionOf', { version: one.version })}{one.versionTag !== null && <span className="quiet"> · {one.versionTag}</span>}
                  <span className={one === latest ? 'version-state is-good' : 'version-state quiet'}>{t(one === latest ? 'definitions.inForce' : 'definitions.superseded')}</span>
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <div className="definition-panel" id="definition-panel" role="tabpanel" aria-labelledby={`definition-panel-tab-${tab}`} tabIndex={0}>
          <Loaded query={source}>
            {(text) => tab === 'diagram' ? <LiveDiagram source={text} definition={shown} />
              : tab === 'decisions' ? <Decisions ids={names?.decisionIds ?? []} />
              : tab === 'forms' ? <Forms ids={names?.formIds ?? []} />
              : <WhoMayStart id={id} />}
          </Loaded>
        </div>
      </div>
    </div>
  );
};

const LiveDiagram = ({ source, definition }: { readonly source: string; readonly definition: Definition }) => {
  const { t } = useTranslation('cases');
  const [isLive, setLive] = useState(false);
  const { data } = useQuery({ ...definitionStatisticsQuery(definition.processDefinitionKey), enabled: isLive });
  const live = useMemo(() => (data === undefined ? undefined : liveStateOf(data)), [data]);
  return (
    <div className="definition-diagram">
      <DiagramView source={source} live={isLive ? live : undefined} />
      <label className="live-switch"><input type="checkbox" checked={isLive} onChange={({ currentTarget }) => setLive(currentTarget.checked)} /> {t('definitions.showLive')}</label>
    </div>
  );
};

const Decisions = ({ ids }: { readonly ids: readonly string[] }) => {
  const { t } = useTranslation('cases');
  const query = useQuery(decisionsQuery(ids));
  if (ids.length === 0) return <Empty title={t('definitions.noDecisions')} />;
  return <div className="reading"><Loaded query={query}>{(files) => files.length === 0 ? <Empty title={t('definitions.noDecisions')} /> : <>{files.map(({ key, xml }) => <DecisionView key={key} xml={xml} />)}</>}</Loaded></div>;
};

const Forms = ({ ids }: { readonly ids: readonly string[] }) => {
  const { t } = useTranslation('cases');
  if (ids.length === 0) return <Empty title={t('definitions.noForms')} />;
  return <div className="reading forms">{ids.map((id) => <FormOutline key={id} id={id} />)}</div>;
};

const FormOutline = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation('cases');
  const language = currentLanguage();
  const query = useQuery(formQuery(id));
  const read = useMemo(() => (query.data === null || query.data === undefined ? undefined : readForm(query.data.schema, language)), [query.data, language]);
  if (query.data === null) return <p className="quiet">{t('definitions.noForm', { id })}</p>;
  if (read === undefined) return query.error === null ? <Loading rows={2} /> : <ErrorNotice error={query.error} />;
  return (
    <section className="form-outline">
      <h3>{read.title || id}</h3>
      <dl>{read.fields.map(({ key, label, type, isRequired, choices }) => <div key={key}><dt>{label}{isRequired && <span className="tag">{t('definitions.required')}</span>}</dt><dd className="quiet">{choices.length > 0 ? choices.join(' · ') : type}</dd></div>)}</dl>
    </section>
  );
};

const WhoMayStart = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation('cases');
  const query = useQuery(grantsQuery);
  return (
    <Loaded query={query}>
      {({ items }) => {
        const grants = items.filter(({ role, scope }) => ['employee', 'owner', 'operator'].includes(role) && (scope === null || scope.includes(id)));
        if (grants.length === 0) return <Empty title={t('definitions.start.none')} />;
        return (
          <div className="reading table-scroll">
            <table className="data-table">
              <thead><tr><th scope="col">{t('definitions.start.to')}</th><th scope="col">{t('definitions.start.role')}</th><th scope="col">{t('definitions.start.scope')}</th></tr></thead>
              <tbody>{grants.map(({ role, scope, to }) => <tr key={`${role} ${to.type} ${to.id}`}><th scope="row"><Holder {...to} /> <span className="quiet">{t(`admin.toType.${to.type}`)}</span></th><td>{t(`admin.role.${role}`)}</td><td className="quiet">{t(scope === null ? 'definitions.start.everyone' : 'definitions.start.this')}</td></tr>)}</tbody>
            </table>
          </div>
        );
      }}
    </Loaded>
  );
};

export const route = createLazyRoute('/shell/definitions/$id')({ component: DefinitionPage });
