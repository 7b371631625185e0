/** The own account: who I am here, my password, and where I am signed in. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, type Me } from '../../api/identity.ts';
import { ProblemNotice } from '../../components/states.tsx';
import { Empty, Loaded } from '../cases/parts.tsx';
import { PasswordForm } from './password.tsx';
import { endSession, ownSessionsQuery } from './queries.ts';
import { SessionTable } from './sessions.tsx';
import './me.css';

const Facts = ({ me }: { readonly me: Me }) => {
  const { t } = useTranslation('cases');
  return (
    <dl className="facts">
      <div><dt>{t('admin.username')}</dt><dd className="mono">{me.id}</dd></div>
      {me.email !== null && <div><dt>{t('admin.email')}</dt><dd>{me.email}</dd></div>}
      <div><dt>{t('me.method')}</dt><dd>{t(`me.methodOf.${me.method}`)}</dd></div>
      <div><dt>{t('admin.groups')}</dt><dd className="tags">{me.groups.length === 0 ? '—' : me.groups.map(({ id, name }) => <span key={id} className="tag">{name}</span>)}</dd></div>
      <div><dt>{t('admin.roles')}</dt><dd className="tags">{me.roles.length === 0 ? '—' : me.roles.map(({ role, scope }) => <span key={`${role} ${scope?.join() ?? ''}`} className="tag">{t(`admin.role.${role}`)}{scope !== null && ` · ${scope.join(', ')}`}</span>)}</dd></div>
    </dl>
  );
};

const OwnSessions = () => {
  const { t } = useTranslation('cases');
  const client = useQueryClient();
  const query = useQuery(ownSessionsQuery);
  const end = useMutation({ mutationFn: endSession, onSettled: () => client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }) });
  return (
    <section aria-label={t('me.sessions')}>
      <h2>{t('me.sessions')}</h2>
      <p className="quiet">{t('me.sessionsHelp')}</p>
      <ProblemNotice error={end.error} />
      <Loaded query={query} rows={3}>{(sessions) => sessions.length === 0 ? <Empty title={t('me.noSessions')} /> : <SessionTable sessions={sessions} onEnd={end.mutate} isBusy={end.isPending} />}</Loaded>
    </section>
  );
};

const MePage = () => {
  const { t } = useTranslation('cases');
  const me = useMe();
  useEffect(() => {
    document.title = `${t('me.title')} · Acta`;
  }, [t]);
  return (
    <div className="work-screen list-page me-page">
      <header className="page-head"><h1>{me.kind === 'anonymous' ? t('people.anonymous') : me.name}</h1><p>{t('me.title')}</p></header>
      <Facts me={me} />
      <section aria-label={t('me.password')}>
        <h2>{t('me.password')}</h2>
        {me.method === 'password' ? <PasswordForm username={me.id} /> : <p className="quiet">{t(me.method === 'sample' || me.method === 'oidc' ? `me.noPassword.${me.method}` : 'me.noPassword.other')}</p>}
      </section>
      {me.kind === 'person' && <OwnSessions />}
    </div>
  );
};

export const route = createLazyRoute('/shell/me')({ component: MePage });
