/** People and groups: a list, and beside it whoever is chosen. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Avatar } from '../../components/person.tsx';
import { Empty, Loaded, When } from '../cases/parts.tsx';
import { SessionTable } from '../me/sessions.tsx';
import { groupsQuery, membersQuery, sessionsOfQuery, useChange, userQuery, usersQuery, type Group, type User, type UserDetail } from './queries.ts';

interface ListProps {
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
}

/** Values of a form by the names of its fields. */
export const valuesOf = (event: FormEvent<HTMLFormElement>): Record<string, string> => {
  event.preventDefault();
  return Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']));
};

interface AddFormProps {
  readonly title: string;
  readonly onAdd: (values: Record<string, string>) => Promise<unknown>;
  readonly children: ReactNode;
}

export const AddForm = ({ title, onAdd, children }: AddFormProps) => {
  const { t } = useTranslation('cases');
  const [isOpen, setOpen] = useState(false);
  const add = useChange(onAdd, () => setOpen(false));
  if (!isOpen) return <Button variant="default" onClick={() => setOpen(true)}>{title}</Button>;
  return (
    <form className="add-form" aria-label={title} onSubmit={(event) => add.mutate(valuesOf(event))}>
      {children}
      {add.error !== null && <p className="field-error" role="alert">{add.error.message}</p>}
      <div className="dialog-verbs"><Button variant="default" onClick={() => setOpen(false)}>{t('admin.cancel')}</Button><Button type="submit" loading={add.isPending}>{t('admin.add')}</Button></div>
    </form>
  );
};

export const Users = ({ selected, onSelect }: ListProps) => {
  const { t } = useTranslation('cases');
  const query = useQuery(usersQuery);
  return (
    <div className="two-panes">
      <div>
        <AddForm title={t('admin.newUser')} onAdd={({ username, name, email, password }) => api.post('/v2/users', { username, name: name || null, email: email || null, password })}>
          <TextInput name="username" label={t('admin.username')} required autoComplete="off" />
          <TextInput name="name" label={t('admin.name')} autoComplete="off" />
          <TextInput name="email" type="email" label={t('admin.email')} autoComplete="off" />
          <PasswordInput name="password" label={t('admin.password')} required autoComplete="new-password" />
        </AddForm>
        <Loaded query={query}>{(users) => users.length === 0 ? <Empty title={t('admin.noUsers')} /> : <ul className="pick-list">{users.map((user) => <UserRow key={user.username} user={user} isSelected={user.username === selected} onSelect={onSelect} />)}</ul>}</Loaded>
      </div>
      {selected !== undefined && <aside className="pane"><OneUser key={selected} username={selected} /></aside>}
    </div>
  );
};

const UserRow = ({ user: { username, name, email }, isSelected, onSelect }: { readonly user: User; readonly isSelected: boolean; readonly onSelect: ListProps['onSelect'] }) => (
  <li><button type="button" aria-pressed={isSelected} onClick={() => onSelect(isSelected ? undefined : username)}><Avatar name={name ?? username} size="sm" /><span><strong>{name ?? username}</strong> <span className="quiet">{username}{email !== null && ` · ${email}`}</span></span></button></li>
);

const OneUser = ({ username }: { readonly username: string }) => {
  const query = useQuery(userQuery(username));
  return <Loaded query={query} rows={4}>{(user) => <UserFacts user={user} />}</Loaded>;
};

const UserFacts = ({ user }: { readonly user: UserDetail }) => {
  const { t } = useTranslation('cases');
  const at = `/api/users/${encodeURIComponent(user.username)}`;
  const sessions = useQuery(sessionsOfQuery(user.username));
  const lock = useChange(() => api.patch(at, { isActive: !user.isActive }));
  const end = useChange(() => api.delete(`${at}/sessions`));
  return (
    <>
      <h2>{user.name ?? user.username}</h2>
      <dl className="facts is-column">
        <div><dt>{t('admin.username')}</dt><dd>{user.username}</dd></div>
        <div><dt>{t('admin.state')}</dt><dd>{t(user.isActive ? 'admin.active' : 'admin.inactive')}</dd></div>
        <div><dt>{t('admin.lastSeen')}</dt><dd>{user.lastSeenAt === null ? t('admin.never') : <When at={user.lastSeenAt} />}</dd></div>
        <div><dt>{t('admin.groups')}</dt><dd>{user.groups.length === 0 ? '—' : user.groups.map(({ id, name }) => <span key={id} className="tag">{name}</span>)}</dd></div>
        <div><dt>{t('admin.roles')}</dt><dd>{user.roles.length === 0 ? '—' : user.roles.map(({ role, scope, from }) => <span key={`${role} ${from.id}`} className="tag">{t(`admin.role.${role}`)}{scope !== null && ` · ${scope.join(', ')}`}{from.type === 'group' && ` · ${from.id}`}</span>)}</dd></div>
      </dl>
      <div className="dialog-verbs is-start">
        <Button variant="default" onClick={() => lock.mutate(undefined)} loading={lock.isPending} className={user.isActive ? 'is-danger' : ''}>{t(user.isActive ? 'admin.lock' : 'admin.unlock')}</Button>
        <Button variant="default" onClick={() => end.mutate(undefined)} loading={end.isPending}>{t('admin.endAll')}</Button>
      </div>
      <Loaded query={sessions} rows={2}>{(items) => items.length === 0 ? null : <><h3>{t('admin.sessions')}</h3><SessionTable sessions={items} /></>}</Loaded>
      <AddForm title={t('admin.resetPassword')} onAdd={({ password }) => api.post(`${at}/password`, { password })}><PasswordInput name="password" label={t('admin.password')} required autoComplete="new-password" /></AddForm>
      {(lock.error ?? end.error) !== null && <p className="field-error" role="alert">{(lock.error ?? end.error)?.message}</p>}
    </>
  );
};

export const Groups = ({ selected, onSelect }: ListProps) => {
  const { t } = useTranslation('cases');
  const query = useQuery(groupsQuery);
  const shown = query.data?.find(({ groupId }) => groupId === selected);
  return (
    <div className="two-panes">
      <div>
        <AddForm title={t('admin.newGroup')} onAdd={({ groupId, name }) => api.post('/v2/groups', { groupId, name })}>
          <TextInput name="groupId" label={t('admin.groupId')} required /><TextInput name="name" label={t('admin.name')} required />
        </AddForm>
        <Loaded query={query}>{(groups) => groups.length === 0 ? <Empty title={t('admin.noGroups')} /> : <ul className="pick-list">{groups.map(({ groupId, name }) => <li key={groupId}><button type="button" aria-pressed={groupId === selected} onClick={() => onSelect(groupId === selected ? undefined : groupId)}><span><strong>{name}</strong> <span className="quiet">{groupId}</span></span></button></li>)}</ul>}</Loaded>
      </div>
      {shown !== undefined && <aside className="pane"><Members key={shown.groupId} group={shown} /></aside>}
    </div>
  );
};

const Members = ({ group: { groupId, name } }: { readonly group: Group }) => {
  const { t } = useTranslation('cases');
  const query = useQuery(membersQuery(groupId));
  const names = new Map(useQuery(usersQuery).data?.map((user) => [user.username, user.name ?? user.username]));
  const at = (username: string): string => `/v2/groups/${encodeURIComponent(groupId)}/users/${encodeURIComponent(username)}`;
  const remove = useChange((username: string) => api.delete(at(username)));
  return (
    <>
      <h2>{name}</h2>
      <h3>{t('admin.members')}</h3>
      <Loaded query={query} rows={3}>{(members) => <ul className="member-list">{members.map(({ username }) => <li key={username}><Avatar name={names.get(username) ?? username} size="sm" />{names.get(username) ?? username}<Button size="compact-xs" variant="subtle" onClick={() => remove.mutate(username)}>{t('admin.remove')}</Button></li>)}</ul>}</Loaded>
      {remove.error !== null && <p className="field-error" role="alert">{remove.error.message}</p>}
      <AddForm title={t('admin.addMember')} onAdd={({ username = '' }) => api.put(at(username))}><TextInput name="username" label={t('admin.username')} required list="usernames" /><datalist id="usernames">{[...names].map(([username, known]) => <option key={username} value={username}>{known}</option>)}</datalist></AddForm>
    </>
  );
};
