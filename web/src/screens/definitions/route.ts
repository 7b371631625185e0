import { createRoute } from '@tanstack/react-router';
import { withTexts } from '../../app/with-texts.ts';
import { shellRoute } from '../../app/root-route.tsx';

const tabs = ['diagram', 'decisions', 'forms', 'people'] as const;
export type DefinitionTab = (typeof tabs)[number];

export interface DefinitionSearch {
  /** Absent: the latest. */
  readonly version?: number;
  readonly tab?: DefinitionTab;
}

const readSearch = (raw: Readonly<Record<string, unknown>>): DefinitionSearch => {
  const tab = tabs.find((one) => one === raw['tab']);
  const version = Number(raw['version']);
  return { ...(Number.isInteger(version) && version > 0 ? { version } : {}), ...(tab === undefined ? {} : { tab }) };
};

export const definitionsRoute = createRoute({ getParentRoute: () => shellRoute, path: '/definitions' }).lazy(() => withTexts(import('./definitions-page.lazy.tsx')));
export const definitionRoute = createRoute({ getParentRoute: () => shellRoute, path: '/definitions/$id', validateSearch: readSearch }).lazy(() => withTexts(import('./definition-page.lazy.tsx')));
