import { createRoute } from '@tanstack/react-router';
import { withTexts } from '../../app/with-texts.ts';
import { shellRoute } from '../../app/root-route.tsx';
import { readCaseSearch } from './case-search.ts';
import { readCasesSearch } from './case-filters.ts';

export const casesRoute = createRoute({ getParentRoute: () => shellRoute, path: '/cases', validateSearch: readCasesSearch }).lazy(() => withTexts(import('./cases-page.lazy.tsx')));
export const caseRoute = createRoute({ getParentRoute: () => shellRoute, path: '/cases/$key', validateSearch: readCaseSearch }).lazy(() => withTexts(import('./case-page.lazy.tsx')));
