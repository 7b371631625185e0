/** All procedures that are deployed, and the place where files are dropped. */
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty, Loaded, useMayDeploy } from '../cases/parts.tsx';
import { countQuery, latestDefinitionsQuery } from '../cases/queries.ts';
import type { Definition } from '../cases/wire.ts';
import { Deploy } from './deploy.tsx';

const DefinitionsPage = () => {
  const { t } = useTranslation('cases');
  const query = useQuery(latestDefinitionsQuery);
  const mayDeploy = useMayDeploy();
  return (
    <div className="work-screen list-page">
      <header className="page-head"><h1>{t('definitions.title')}</h1></header>
      {mayDeploy && <Deploy />}
      <Loaded query={query}>
        {(definitions) => definitions.length === 0 ? <Empty title={t('definitions.empty')} /> : (
          <div className="table-scroll">
            <table className="data-table">
              <thead><tr><th scope="col">{t('definitions.name')}</th><th scope="col">{t('definitions.language')}</th><th scope="col">{t('definitions.version')}</th><th scope="col" className="is-number">{t('definitions.running')}</th><th scope="col" className="is-number">{t('definitions.held')}</th></tr></thead>
              <tbody>{definitions.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))).map((definition) => <Row key={definition.processDefinitionKey} definition={definition} />)}</tbody>
            </table>
          </div>
        )}
      </Loaded>
    </div>
  );
};

const nameOf = ({ name, processDefinitionId }: Definition): string => name ?? processDefinitionId;

const Row = ({ definition }: { readonly definition: Definition }) => {
  const { t } = useTranslation('cases');
  const { processDefinitionId: id, version, versionTag, resourceName } = definition;
  const running = useQuery(countQuery({ processDefinitionId: id, state: 'ACTIVE' })).data?.totalItems;
  const held = useQuery(countQuery({ processDefinitionId: id, state: 'ACTIVE', hasIncident: true })).data?.totalItems;
  return (
    <tr>
      <th scope="row"><Link to="/definitions/$id" params={{ id }}>{nameOf(definition)}</Link></th>
      <td className="quiet">{t(resourceName.endsWith('.json') ? 'definitions.statechart' : 'definitions.bpmn')}</td>
      <td>{t('definitions.versionOf', { version })}{versionTag !== null && <span className="quiet"> · {versionTag}</span>}</td>
      <td className="is-number num">{running === undefined ? '' : <Link to="/cases" search={{ state: 'active', definition: id }}>{running}</Link>}</td>
      <td className={held === undefined || held === 0 ? 'is-number num quiet' : 'is-number num is-bad'}>{held === undefined ? '' : held === 0 ? '0' : <Link to="/cases" search={{ state: 'incident', definition: id }}>{held}</Link>}</td>
    </tr>
  );
};

export const route = createLazyRoute('/shell/definitions')({ component: DefinitionsPage });
