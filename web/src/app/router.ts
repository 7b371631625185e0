/** All screens, one file of routes each; what a screen needs is loaded when somebody goes there. */
import { createRouter, parseSearchWith, stringifySearchWith } from '@tanstack/react-router';
import { queryClient } from '../api/query-client.ts';
import { adminRoute } from '../screens/admin/route.ts';
import { caseRoute, casesRoute } from '../screens/cases/route.ts';
import { definitionRoute, definitionsRoute } from '../screens/definitions/route.ts';
import { homeRoute } from '../screens/home/route.ts';
import { inboxRoute } from '../screens/inbox/route.ts';
import { meRoute } from '../screens/me/route.ts';
import { setupRoute, signInRoute } from '../screens/sign-in/route.ts';
import { startRoute } from '../screens/start/route.ts';
import { rootRoute, shellRoute } from './root-route.tsx';

/** Keys are digits and stay texts, without quotes in the address: as numbers they would lose their last digits. */
const parse = (text: string): unknown => {
  if (/^-?\d+$/.test(text)) throw new SyntaxError('A key is no JSON');
  return JSON.parse(text);
};

const routeTree = rootRoute.addChildren([signInRoute, setupRoute, shellRoute.addChildren([homeRoute, inboxRoute, startRoute, casesRoute, caseRoute, definitionsRoute, definitionRoute, adminRoute, meRoute])]);

export const router = createRouter({ routeTree, context: { client: queryClient }, defaultPreload: 'intent', scrollRestoration: true, parseSearch: parseSearchWith(parse), stringifySearch: stringifySearchWith(JSON.stringify, parse) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
