import { createRoute } from '@tanstack/react-router';
import { withTexts } from '../../app/with-texts.ts';
import { shellRoute } from '../../app/root-route.tsx';

export const meRoute = createRoute({ getParentRoute: () => shellRoute, path: '/me' }).lazy(() => withTexts(import('./me-page.lazy.tsx')));
