import { z } from 'zod';
import { incident, incidentPage, incidentSearch } from '../../contract/incident.ts';
import { key } from '../../contract/key.ts';
import { operation } from '../../contract/process-instance.ts';
import { incidents } from '../../runtime/query/incidents.ts';
import { find } from '../../runtime/query/search.ts';
import { submitForKey } from '../command/submit.ts';
import { searchSeen } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Incident'];
const params = z.strictObject({ incidentKey: key });

export const incidentRoutes = (app: RouteApp, context: ServerContext): void => {
  const { reads: database } = context.runtime;

  app.post(
    '/incidents/search',
    { schema: { tags, summary: 'Search incidents', body: incidentSearch, response: { 200: incidentPage } } },
    (request) => searchSeen(request, database, incidents, request.body),
  );

  app.get(
    '/incidents/:incidentKey',
    { schema: { tags, summary: 'Get an incident', params, response: { 200: incident } } },
    async ({ params: { incidentKey } }) => {
      const found = await find(database, incidents, incidentKey);
      if (found === undefined) throw notFound(`Incident with key '${incidentKey}' not found`);
      return found;
    },
  );

  app.post(
    '/incidents/:incidentKey/resolution',
    { schema: { tags, summary: 'Resolve an incident: try again what it had stopped', params, body: operation, response: { 204: z.undefined() } } },
    async (request, reply) => {
      const { incidentKey } = request.params;
      await submitForKey(context, request, {
        name: 'RESOLVE',
        key: incidentKey,
        missing: `Expected to resolve incident with key '${incidentKey}', but no such incident was found`,
        command: (ordinal) => ({ type: 'ResolveIncident', incident: ordinal }),
      });
      return reply.code(204).send();
    },
  );
};
