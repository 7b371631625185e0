import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { incident, incidentPage, incidentSearch, resolveIncident } from '../../contract/incident.ts';
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
      await resolve(context, request, request.params.incidentKey, {});
      return reply.code(204).send();
    },
  );
};

/** What Camunda takes two requests for, the retries of the job and the resolution, is one here: both happen or neither. */
export const incidentRepairRoutes = (app: RouteApp, context: ServerContext): void => {
  app.post(
    '/incidents/:incidentKey/resolution',
    { schema: { tags, summary: 'Give the job of an incident retries, and try again what the incident had stopped', params, body: resolveIncident, response: { 204: z.undefined() } } },
    async (request, reply) => {
      await resolve(context, request, request.params.incidentKey, request.body);
      return reply.code(204).send();
    },
  );
};

const resolve = async (context: ServerContext, request: FastifyRequest, incidentKey: string, { retries }: z.output<typeof resolveIncident>): Promise<void> => {
  await submitForKey(context, request, {
    name: 'RESOLVE',
    key: incidentKey,
    missing: `Expected to resolve incident with key '${incidentKey}', but no such incident was found`,
    command: (incident) => ({ type: 'ResolveIncident', incident, ...(retries === undefined ? {} : { retries }) }),
  });
};
