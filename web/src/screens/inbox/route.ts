import { createRoute } from '@tanstack/react-router';
import { shellRoute } from '../../app/root-route.tsx';
import { readInboxSearch } from './inbox-search.ts';

export const inboxRoute = createRoute({ getParentRoute: () => shellRoute, path: '/inbox', validateSearch: readInboxSearch }).lazy(() =>
  import('./inbox-screen.lazy.tsx').then(({ route }) => route),
);
