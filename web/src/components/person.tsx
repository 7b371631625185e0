/** People are names: Chinese ones show the family name in their circle, Latin ones initials. */
import { IconSettings } from '@tabler/icons-react';
import { usePersonName } from '../api/identity.ts';

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
