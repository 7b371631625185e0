/** People are names: Chinese ones show the family name in their circle, Latin ones initials. */
import { IconSettings } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useGroupName, usePersonName } from '../api/identity.ts';

const initialsOf = (name: string): string => {
  if (/^[\u4e00-\u9fff]/.test(name)) return name.slice(0, 1);
  return name.split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((part) => part.slice(0, 1).toUpperCase()).join('');
};

const hueOf = (name: string): string => ['a', 'b', 'c', 'd', ''][Array.from(name).reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % 5] ?? '';

export const Avatar = ({ name, size = '' }: { name: string; size?: '' | 'sm' | 'lg' }) => (
  <span className={`ava ${size} ${hueOf(name)}`} aria-hidden>{initialsOf(name)}</span>
);

export const Machine = () => <span className="ava sm sys" aria-hidden><IconSettings size={12} /></span>;

export const PersonName = ({ id }: { id: string }) => <>{usePersonName(id)}</>;

export const Person = ({ id, size = 'sm' }: { id: string; size?: '' | 'sm' | 'lg' }) => {
  const name = usePersonName(id);
  return <span className="row row-1"><Avatar name={name} size={size} /><span className="clip">{name}</span></span>;
};

const GroupName = ({ id }: { id: string }) => <>{useGroupName(id)}</>;

/** Who may take a task: people and groups by their names; nothing when it is nobody. */
export const Candidates = ({ users, groups }: { users: readonly string[]; groups: readonly string[] }) => {
  const { t } = useTranslation();
  const all = [...users.map((id) => <PersonName key={`user ${id}`} id={id} />), ...groups.map((id) => <GroupName key={`group ${id}`} id={id} />)];
  return <>{all.map((name, index) => <Fragment key={name.key}>{index === 0 ? null : t('shell:comma')}{name}</Fragment>)}</>;
};

/** Whoever holds a role: people and groups by their names. */
export const Holder = ({ type, id }: { type: string; id: string }) => (type === 'user' ? <PersonName id={id} /> : type === 'group' ? <GroupName id={id} /> : <>{id}</>);
