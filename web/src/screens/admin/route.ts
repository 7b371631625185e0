import { createRoute } from '@tanstack/react-router';
import { withTexts } from '../../app/with-texts.ts';
import { shellRoute } from '../../app/root-route.tsx';

export const adminTabs = ['users', 'groups', 'roles', 'keys'] as const;
export type AdminTab = (typeof adminTabs)[number];

export interface AdminSearch {
  readonly tab?: AdminTab;
  /** Whom the panel shows. */
  readonly id?: string;
}

const readSearch = (raw: Readonly<Record<string, unknown>>): AdminSearch => {
  const tab = adminTabs.find((one) => one === raw['tab']);
  return { ...(tab === undefined ? {} : { tab }), ...(typeof raw['id'] === 'string' ? { id: raw['id'] } : {}) };
};

export const adminRoute = createRoute({ getParentRoute: () => shellRoute, path: '/admin', validateSearch: readSearch }).lazy(() => withTexts(import('./admin-page.lazy.tsx')));
