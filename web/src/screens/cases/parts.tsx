/** Small parts that the screens of cases, definitions and administration share. */
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hasRole, useMe } from '../../api/identity.ts';
import { Avatar } from '../../components/person.tsx';
import { EmptyState, ErrorState } from '../../components/states.tsx';
import { tellFullTime, tellTableTime, tellTime, tellValue } from './format.ts';
import { peopleQuery } from './queries.ts';
import type { Who } from './story.ts';
import './cases.css';

export const useLanguage = (): string => useTranslation('cases').i18n.language;

export const When = ({ at, isTable = false }: { readonly at: string; readonly isTable?: boolean }) => {
  const language = useLanguage();
  return <time dateTime={at} title={tellFullTime(at, language)}>{isTable ? tellTableTime(at) : tellTime(at, language)}</time>;
};

const Names = createContext<ReadonlyMap<string, string>>(new Map());

export const useTellValue = (): ((value: unknown) => string) => {
  const { t, i18n } = useTranslation('cases');
  const names = useContext(Names);
  return (value) => tellValue(value, i18n.language, { yes: t('value.yes'), no: t('value.no'), nothing: t('value.nothing'), nameOf: (text) => names.get(text) });
};

/** Finds the names of all people of a screen with one request. */
export const WithNames = ({ ids, children }: { readonly ids: readonly (string | null | undefined)[]; readonly children: ReactNode }) => {
  const wanted = useMemo(() => [...new Set(ids.filter((id): id is string => typeof id === 'string'))].toSorted((a, b) => a.localeCompare(b)).slice(0, 200), [ids]);
  const { data } = useQuery(peopleQuery(wanted));
  return <Names value={data ?? new Map()}>{children}</Names>;
};

export const useNameOf = (): ((id: string) => string) => {
  const names = useContext(Names);
  return (id) => names.get(id) ?? id;
};

export const useWho = (): ((who: Who) => string) => {
  const { t } = useTranslation('cases');
  const nameOf = useNameOf();
  return ({ id, isAnonymous }) => (isAnonymous && id === 'anonymous' ? t('people.anonymous') : nameOf(id));
};

export const Person = ({ id }: { readonly id: string }) => {
  const name = useNameOf()(id);
  return <span className="person"><Avatar name={name} size="sm" />{name}</span>;
};

export const StateBadge = ({ state, hasIncident }: { readonly state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED'; readonly hasIncident: boolean }) => {
  const { t } = useTranslation('cases');
  const shown = state === 'ACTIVE' && hasIncident ? 'incident' : ({ ACTIVE: 'active', COMPLETED: 'completed', TERMINATED: 'canceled' } as const)[state];
  return <span className={`badge is-${shown}`}><svg viewBox="0 0 16 16" aria-hidden="true"><path d={badgeIcons[shown]} /></svg>{t(`state.${shown}`)}</span>;
};

const badgeIcons = {
  active: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 3v3.2L10 10',
  incident: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm-2 4 4 4m0-4-4 4',
  completed: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM5.4 8.2l1.8 1.8 3.4-3.8',
  canceled: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM4 12l8-8',
};

/** Skeletons in the final geometry, and only after a moment. */
export const Loading = ({ rows = 6 }: { readonly rows?: number }) => {
  const { t } = useTranslation('cases');
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  return <div className="skeleton" role="status" aria-label={t('screen.loading')}>{Array.from({ length: rows }, (_, row) => <span key={row} />)}</div>;
};

export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => <EmptyState title={title} action={children} />;

/** What happened, whether the record is affected, what to do. */
export const ErrorNotice = ({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) => <ErrorState error={error} {...(onRetry === undefined ? {} : { onRetry })} />;

interface QueryState<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** The four states of everything that is read. */
export function Loaded<T>({ query, rows, children }: { readonly query: QueryState<T>; readonly rows?: number; readonly children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading rows={rows ?? 6} />;
}

/** Whoever may not act sees no verbs. The server decides; this only leaves out what it would refuse. */
export const useMayOperate = (): boolean => hasRole(useMe(), 'operator', 'owner');
/** Jobs and timers are for those who oversee the procedure. */
export const useSeesWork = (): boolean => hasRole(useMe(), 'owner', 'auditor', 'operator');
export const useMayDeploy = (): boolean => hasRole(useMe(), 'owner');

interface TabsProps<T extends string> {
  readonly tabs: readonly { readonly id: T; readonly label: string; readonly count?: number | undefined; readonly isBad?: boolean }[];
  readonly current: T;
  readonly onChange: (tab: T) => void;
  readonly label: string;
  readonly panel: string;
}

/** Tabs by the pattern of ARIA: arrows move, the panel follows. */
export function TabBar<T extends string>({ tabs, current, onChange, label, panel }: TabsProps<T>) {
  const move = (by: number): void => {
    const next = tabs[(tabs.findIndex(({ id }) => id === current) + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.id);
    document.getElementById(`${panel}-tab-${next.id}`)?.focus();
  };
  return (
    <div className="tabbar" role="tablist" aria-label={label} onKeyDown={(event) => {
      if (event.key === 'ArrowRight') move(1);
      else if (event.key === 'ArrowLeft') move(-1);
      else return;
      event.preventDefault();
    }}>
      {tabs.map(({ id, label: text, count, isBad }) => (
        <button key={id} type="button" role="tab" id={`${panel}-tab-${id}`} aria-selected={id === current} aria-controls={panel} tabIndex={id === current ? 0 : -1} onClick={() => onChange(id)}>
          {text}{count !== undefined && <span className={isBad && count > 0 ? 'count is-bad' : 'count'}>{count}</span>}
        </button>
      ))}
    </div>
  );
}
