import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { countsQuery } from '../api/inbox.ts';
import { Mark } from '../components/mark.tsx';
import { usePlaces, type Place } from './places.ts';

const isHere = (path: string, at: string): boolean => (path === '/' ? at === '/' : at === path || at.startsWith(`${path}/`));

const PlaceLink = ({ place, className }: { place: Place; className?: string }) => {
  const { t } = useTranslation();
  const at = useRouterState({ select: ({ location }) => location.pathname });
  const { data: counts } = useQuery(countsQuery);
  const count = place.name === 'inbox' ? (counts?.todo ?? 0) : 0;
  const { icon: Icon } = place;
  return (
    <Link to={place.path} className={className} aria-current={isHere(place.path, at) ? 'page' : undefined} activeProps={{}}>
      <Icon size={20} stroke={1.5} aria-hidden />
      <span>{t(`shell:places.${place.name}`)}</span>
      {count > 0 ? <span className="rail-count">{count > 99 ? '99+' : count}</span> : null}
    </Link>
  );
};

export const Rail = ({ onHelp }: { onHelp: () => void }) => {
  const { t } = useTranslation();
  const places = usePlaces();
  return (
    <nav className="rail" aria-label={t('shell:mainNavigation')}>
      <div className="rail-mark"><Mark /></div>
      {places.map((place) => <PlaceLink key={place.name} place={place} className="rail-item" />)}
      <span className="grow" />
      <button type="button" className="rail-item" onClick={onHelp}><span className="serif lg" aria-hidden>?</span><span>{t('shell:help')}</span></button>
    </nav>
  );
};

/** At the thumb: the four places of everyday work. */
export const PhoneNavigation = () => {
  const { t } = useTranslation();
  const places = usePlaces().slice(0, 5);
  return <nav className="nav-phone" aria-label={t('shell:mainNavigation')}>{places.map((place) => <PlaceLink key={place.name} place={place} />)}</nav>;
};
