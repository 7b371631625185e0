/** Which roles are given to whom, and for what. */
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Holder } from '../../components/person.tsx';
import { Empty, Loaded } from '../cases/parts.tsx';
import { grantsQuery, type Grant } from '../definitions/queries.ts';
import { AddForm } from './people.tsx';
import { grant, revoke, useChange } from './queries.ts';

export const roles = ['admin', 'owner', 'employee', 'auditor', 'operator', 'worker'] as const;
const holders = ['user', 'group', 'apiKey', 'claim'] as const;

/** Parted by commas; nothing is everything. */
export const scopeOf = (text: string | undefined): string[] | null => {
  const ids = (text ?? '').split(/[,,\s]+/).filter((id) => id !== '');
  return ids.length === 0 ? null : ids;
};

export const RoleSelect = () => {
  const { t } = useTranslation('cases');
  return <Select name="role" label={t('admin.roles')} required defaultValue="employee" allowDeselect={false} data={roles.map((role) => ({ value: role, label: `${t(`admin.role.${role}`)} · ${t(`admin.roleHelp.${role}`)}` }))} />;
};

export const Roles = () => {
  const { t } = useTranslation('cases');
  const query = useQuery(grantsQuery);
  const take = useChange(revoke);
  return (
    <>
      <AddForm title={t('admin.grant')} onAdd={({ role = '', type, id = '', scope }) => grant({ role, scope: scopeOf(scope), to: { type: holders.find((one) => one === type) ?? 'user', id } })}>
        <RoleSelect />
        <Select name="type" label={t('admin.to')} required defaultValue="user" allowDeselect={false} data={holders.map((type) => ({ value: type, label: t(`admin.toType.${type}`) }))} />
        <TextInput name="id" label={t('admin.username')} required />
        <TextInput name="scope" label={t('admin.scope')} description={t('admin.scopeHelp')} />
      </AddForm>
      {take.error !== null && <p className="field-error" role="alert">{take.error.message}</p>}
      <Loaded query={query}>
        {({ items }) => items.length === 0 ? <Empty title={t('admin.noGrants')} /> : (
          <div className="table-scroll">
            <table className="data-table">
              <thead><tr><th scope="col">{t('admin.to')}</th><th scope="col">{t('admin.roles')}</th><th scope="col">{t('admin.scope')}</th><th /></tr></thead>
              <tbody>{items.map((one: Grant) => (
                <tr key={`${one.role} ${one.to.type} ${one.to.id} ${one.scope?.join() ?? ''}`}>
                  <th scope="row"><Holder {...one.to} /> <span className="quiet">{t(`admin.toType.${one.to.type}`)}</span></th>
                  <td>{t(`admin.role.${one.role}`)} <span className="quiet">{t(`admin.roleHelp.${one.role}`)}</span></td>
                  <td>{one.scope === null ? <span className="quiet">{t('admin.all')}</span> : one.scope.join(', ')}</td>
                  <td className="data-verbs"><Button size="compact-xs" variant="subtle" onClick={() => take.mutate(one)}>{t('admin.remove')}</Button></td>
                </tr>
              ))}</tbody>
            </table>
          </div>
        )}
      </Loaded>
    </>
  );
};
