import { createRoute } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route.tsx';

/** Only a path of this app: never another site. What does not fit is undefined, not absent, else the raw value would stay. */
const ownPath = (value: unknown): string | undefined => (typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined);

export const signInRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sign-in', validateSearch: ({ returnTo }: Record<string, unknown>): { returnTo?: string } => ({ returnTo: ownPath(returnTo) }) }).lazy(() =>
  import('./sign-in-screen.lazy.tsx').then(({ route }) => route),
);

export const setupRoute = createRoute({ getParentRoute: () => rootRoute, path: '/setup' }).lazy(() => import('./setup-screen.lazy.tsx').then(({ route }) => route));
