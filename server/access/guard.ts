/** Refuses what somebody may not, before the request is read. */
import type { FastifyInstance } from 'fastify';
import { unauthorized } from './authenticate.ts';
import { operations, type Need } from './operations.ts';
import { hasRole, type Principal } from './principal.ts';
import { ProblemError } from '../problem/problem-error.ts';

export const forbidden = (detail: string): ProblemError => new ProblemError(403, detail, { title: 'FORBIDDEN' });

const wanted = (need: readonly string[]): string => ['admin', ...need].map((role) => `'${role}'`).join(' or ');

/** Why somebody may not; `undefined`: he may. */
const refusedNeed = (need: Need, principal: Principal): ProblemError | undefined => {
  if (need === 'anyone') return undefined;
  if (principal.kind === 'anonymous' && principal.grants.length === 0)
    return unauthorized('Expected somebody who has signed in, but the request is anonymous. Sign in, or send an API key (Authorization: Bearer acta_…)');
  if (need === 'known' || hasRole(principal, 'admin') || need.some((role) => hasRole(principal, role))) return undefined;
  return forbidden(`Expected the role ${wanted(need)}, but ${principal.name} has not got it. Ask an administrator for it`);
};

declare module 'fastify' {
  interface FastifyContextConfig {
    need?: Need;
  }
}

/** Must be called before routes are added. */
export const guardOperations = (app: FastifyInstance): void => {
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      if (method === 'HEAD' || method === 'OPTIONS') continue;
      const need = operations[`${method} ${route.url}`] ?? route.config?.need;
      if (need === undefined) throw new Error(`Expected an entry in server/access/operations.ts for '${method} ${route.url}', but there is none`);
      route.config = { ...route.config, need };
    }
  });
  app.addHook('onRequest', (request, _reply, done) => {
    // What is no route is answered as such to whoever is known; others learn nothing of it.
    done(request.is404 ? undefined : refusedNeed(request.routeOptions.config.need ?? 'known', request.principal));
  });
};
