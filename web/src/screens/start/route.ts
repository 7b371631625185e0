import { createRoute } from '@tanstack/react-router';
import { shellRoute } from '../../app/root-route.tsx';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const startRoute = createRoute({ getParentRoute: () => shellRoute, path: '/start', validateSearch: ({ definition }: Record<string, unknown>): { definition?: string } => ({ definition: text(definition) }) }).lazy(() =>
  import('./start-screen.lazy.tsx').then(({ route }) => route),
);
