/** API keys of workers and integrations. A key is shown once, when it is made. */
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Empty, Loaded, When } from '../cases/parts.tsx';
import { AddForm } from './people.tsx';
import { keysQuery, useChange } from './queries.ts';
import { RoleSelect, scopeOf } from './roles.tsx';

export const Keys = () => {
  const { t } = useTranslation('cases');
  const query = useQuery(keysQuery);
  const [secret, setSecret] = useState<string | null>(null);
  const remove = useChange((id: string) => api.delete(`/api/api-keys/${encodeURIComponent(id)}`));
  const add = async ({ name, role, scope, expires }: Record<string, string>): Promise<void> => {
    const made = await api.post<{ secret: string }>('/api/api-keys', { name, roles: [{ role, scope: scopeOf(scope) }], expiresAt: expires ? new Date(`${expires}T23:59:59`).toISOString() : null });
    setSecret(made.secret);
  };
  return (
    <>
      <AddForm title={t('admin.newKey')} onAdd={add}>
        <TextInput name="name" label={t('admin.name')} required /><RoleSelect />
        <TextInput name="scope" label={t('admin.scope')} description={t('admin.scopeHelp')} /><TextInput name="expires" type="date" label={t('admin.expires')} />
      </AddForm>
      {secret !== null && <Secret secret={secret} onClose={() => setSecret(null)} />}
      {remove.error !== null && <p className="field-error" role="alert">{remove.error.message}</p>}
      <Loaded query={query}>
        {(keys) => keys.length === 0 ? <Empty title={t('admin.noKeys')} /> : (
          <div className="table-scroll">
            <table className="data-table">
              <thead><tr><th scope="col">{t('admin.name')}</th><th scope="col">{t('admin.roles')}</th><th scope="col">{t('admin.lastUsed')}</th><th scope="col">{t('admin.expires')}</th><th /></tr></thead>
              <tbody>{keys.map(({ id, name, roles, lastUsedAt, expiresAt }) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td>{roles.map(({ role, scope }) => `${t(`admin.role.${role}`)}${scope === null ? '' : ` (${scope.join(', ')})`}`).join(' · ')}</td>
                  <td>{lastUsedAt === null ? <span className="quiet">{t('admin.never')}</span> : <When at={lastUsedAt} />}</td>
                  <td>{expiresAt === null ? <span className="quiet">{t('admin.neverExpires')}</span> : <When at={expiresAt} />}</td>
                  <td className="data-verbs"><Button size="compact-xs" variant="subtle" onClick={() => remove.mutate(id)}>{t('admin.remove')}</Button></td>
                </tr>
              ))}</tbody>
            </table>
          </div>
        )}
      </Loaded>
    </>
  );
};

const Secret = ({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) => {
  const { t } = useTranslation('cases');
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="secret" role="status">
      <p>{t('admin.keyOnce')}</p>
      <code>{secret}</code>
      <div className="dialog-verbs is-start"><Button variant="default" onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}>{t(isCopied ? 'admin.copied' : 'admin.copy')}</Button><Button variant="subtle" onClick={onClose}>{t('deploy.close')}</Button></div>
    </div>
  );
};
