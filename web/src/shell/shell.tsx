/** The frame: rail, top bar, the screen, the phone's navigation; palette and key sheet lie over all. */
import { Outlet } from '@tanstack/react-router';
import { IconWifiOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { followChanges } from '../api/live.ts';
import { useMe } from '../api/identity.ts';
import { lazyPart } from '../components/lazy-part.ts';
import { useGlobalKeys } from './global-keys.ts';
import { PhoneNavigation, Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useIsOffline } from './use-offline.ts';

const ShortcutSheet = lazyPart(() => import('./shortcut-sheet.tsx'), 'ShortcutSheet');
const Palette = lazyPart(() => import('./palette.tsx'), 'Palette');

export const Shell = () => {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [sheet, setSheet] = useState(false);
  const [palette, setPalette] = useState(0);
  const isOffline = useIsOffline();
  useEffect(() => void import('../theme/mantine-parts.css'), []);
  useEffect(() => followChanges(client), [client, me.id]);
  const openPalette = () => setPalette((times) => times + 1);
  useGlobalKeys({ openSheet: () => setSheet(true), openPalette });
  return (
    <div className="app">
      <a href="#content" className="skip">{t('shell:skip')}</a>
      <Rail onHelp={() => setSheet(true)} />
      <TopBar onSearch={openPalette} />
      <main id="content" className="main" tabIndex={-1}>
        {isOffline ? <div className="offline" role="status"><IconWifiOff size={16} aria-hidden /> {t('shell:offline')}</div> : null}
        <Outlet />
      </main>
      <PhoneNavigation />
      <Suspense>
        {sheet ? <ShortcutSheet onClose={() => setSheet(false)} /> : null}
        {palette > 0 ? <Palette asked={palette} /> : null}
      </Suspense>
    </div>
  );
};
