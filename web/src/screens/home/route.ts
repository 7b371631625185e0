import { createRoute } from '@tanstack/react-router';
import { shellRoute } from '../../app/root-route.tsx';

export const homeRoute = createRoute({ getParentRoute: () => shellRoute, path: '/' }).lazy(() =>
  import('./home-screen.lazy.tsx').then(({ route }) => route),
);
