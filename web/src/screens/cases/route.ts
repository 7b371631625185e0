import { createRoute } from '@tanstack/react-router';
import { shellRoute } from '../../app/root-route.tsx';
import { readCaseSearch } from './case-search.ts';
import { readCasesSearch } from './case-filters.ts';

export const casesRoute = createRoute({ getParentRoute: () => shellRoute, path: '/cases', validateSearch: readCasesSearch }).lazy(() => import('./cases-page.lazy.tsx').then(({ route }) => route));
export const caseRoute = createRoute({ getParentRoute: () => shellRoute, path: '/cases/$key', validateSearch: readCaseSearch }).lazy(() => import('./case-page.lazy.tsx').then(({ route }) => route));
