/** Who there is, and who may do what. */
import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hasRole, useMe } from '../../api/identity.ts';
import { ForbiddenState } from '../../components/states.tsx';
import { TabBar } from '../cases/parts.tsx';
import { Keys } from './keys.tsx';
import { Groups, Users } from './people.tsx';
import { Roles } from './roles.tsx';
import { adminTabs, type AdminSearch } from './route.ts';

const AdminPage = () => {
  const { t } = useTranslation('cases');
  const { tab = 'users', id } = useSearch({ strict: false }) as AdminSearch;
  const navigate = useNavigate();
  const mayAdminister = hasRole(useMe());
  const show = (search: AdminSearch): void => void navigate({ to: '/admin', search, replace: true });
  return (
    <div className="work-screen list-page">
      <header className="page-head"><h1>{t('admin.title')}</h1></header>
      {!mayAdminister ? <ForbiddenState /> : (
        <>
          <TabBar label={t('admin.title')} panel="admin-panel" current={tab} onChange={(next) => show({ tab: next })} tabs={adminTabs.map((one) => ({ id: one, label: t(`admin.tab.${one}`) }))} />
          <div className="admin-panel" id="admin-panel" role="tabpanel" aria-labelledby={`admin-panel-tab-${tab}`}>
            {tab === 'users' && <Users selected={id} onSelect={(next) => show({ tab, ...(next === undefined ? {} : { id: next }) })} />}
            {tab === 'groups' && <Groups selected={id} onSelect={(next) => show({ tab, ...(next === undefined ? {} : { id: next }) })} />}
            {tab === 'roles' && <Roles />}
            {tab === 'keys' && <Keys />}
          </div>
        </>
      )}
    </div>
  );
};

export const route = createLazyRoute('/shell/admin')({ component: AdminPage });
