/** The roots of all routes: outside the shell (signing in), and inside it, where somebody is known. */
import { Outlet, createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from '../api/identity.ts';
import { EmptyState, ErrorState } from '../components/states.tsx';
import { Shell } from '../shell/shell.tsx';
import i18next from 'i18next';

export const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
  notFoundComponent: () => <EmptyState title={i18next.t('states:notFoundTitle')} text={i18next.t('states:notFoundText')} />,
});

/** Nobody becomes the owner of the machine silently: they have said so on the sign-in page. */
const isAnonymousByChoice = (): boolean => sessionStorage.getItem('acta-anonymous') === 'yes';

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery);
    // oxlint-disable-next-line typescript/only-throw-error -- The router takes a redirect like this.
    if (me === null || (me.kind === 'anonymous' && !isAnonymousByChoice())) throw redirect({ to: '/sign-in', search: { returnTo: location.href } });
  },
  component: Shell,
});
