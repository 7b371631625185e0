import { IconSearch } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../components/keys.tsx';
import { lazyPart } from '../components/lazy-part.ts';
import { changeLanguage, currentLanguage } from '../i18n/language.ts';
import { ariaKeysOf } from './shortcuts.ts';
import { usePlaces } from './places.ts';

const Crumb = () => {
  const { t } = useTranslation();
  const at = useRouterState({ select: ({ location }) => location.pathname });
  const places = usePlaces();
  if (at === '/me') return <div className="crumbs"><b>{t('shell:myAccount')}</b></div>;
  const place = places.toReversed().find(({ path }) => at === path || at.startsWith(`${path}/`)) ?? places[0];
  return <div className="crumbs"><b>{place === undefined ? '' : t(`shell:places.${place.name}`)}</b></div>;
};

const menus = () => import('./menus.tsx');
const Notifications = lazyPart(menus, 'Notifications');
const LazyThemeMenu = lazyPart(menus, 'ThemeMenu');
const Account = lazyPart(menus, 'Account');

/** The room of a button whose menu is on its way. */
const room = <span className="iconbtn" />;

export const ThemeMenu = () => <Suspense fallback={room}><LazyThemeMenu /></Suspense>;

export const LanguageButton = () => {
  const { t } = useTranslation();
  return (
    <button type="button" className="iconbtn txt" onClick={() => void changeLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en')}>
      <span className="sr">{t('shell:language')}</span><span lang={currentLanguage() === 'en' ? 'zh-CN' : 'en'}>{t('shell:languageShort')}</span>
    </button>
  );
};

export const TopBar = ({ onSearch }: { onSearch: () => void }) => {
  const { t } = useTranslation();
  return (
    <header className="topbar">
      <Crumb />
      <span className="grow" />
      <button type="button" className="search" onClick={onSearch} aria-keyshortcuts={ariaKeysOf('palette')}>
        <IconSearch size={16} stroke={1.5} aria-hidden /><span className="grow">{t('shell:search')}</span><Keys of="palette" />
      </button>
      <Suspense fallback={room}><Notifications /></Suspense>
      <LanguageButton />
      <ThemeMenu />
      <Suspense fallback={room}><Account /></Suspense>
    </header>
  );
};
