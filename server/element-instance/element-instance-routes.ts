import { z } from 'zod';
import { elementInstance, elementInstancePage, elementInstanceSearch, setVariables } from '../../contract/element-instance.ts';
import { incidentPage, incidentSearch } from '../../contract/incident.ts';
import { key } from '../../contract/key.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { elementInstances } from '../../runtime/query/element-instances.ts';
import { incidentsWithin } from '../../runtime/query/incidents.ts';
import { find, search } from '../../runtime/query/search.ts';
import { submitForKey } from '../command/submit.ts';
import { searchSeen } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Element instance'];
const params = z.strictObject({ elementInstanceKey: key });

export const elementInstanceRoutes = (app: RouteApp, context: ServerContext): void => {
  const { reads: database } = context.runtime;

  app.post(
    '/element-instances/search',
    { schema: { tags, summary: 'Search element instances', body: elementInstanceSearch, response: { 200: elementInstancePage } } },
    (request) => searchSeen(request, database, elementInstances, request.body),
  );

  app.get(
    '/element-instances/:elementInstanceKey',
    { schema: { tags, summary: 'Get an element instance', params, response: { 200: elementInstance } } },
    async ({ params: { elementInstanceKey } }) => {
      const found = await find(database, elementInstances, elementInstanceKey);
      if (found === undefined) throw notFound(`Element Instance with key '${elementInstanceKey}' not found`);
      return found;
    },
  );

  app.post(
    '/element-instances/:elementInstanceKey/incidents/search',
    { schema: { tags, summary: 'Search the incidents of an element instance and of what is in it', params, body: incidentSearch, response: { 200: incidentPage } } },
    async ({ params: { elementInstanceKey }, body }) => {
      const found = await find(database, elementInstances, elementInstanceKey);
      if (found === undefined) throw notFound(`Element Instance with key '${elementInstanceKey}' not found`);
      return search(database, incidentsWithin(elementInstanceKey), body);
    },
  );

  app.put(
    '/element-instances/:elementInstanceKey/variables',
    { schema: { tags, summary: 'Set variables of a process instance or element instance', params, body: setVariables, response: { 204: z.undefined() } } },
    async (request, reply) => {
      const { elementInstanceKey } = request.params;
      const { variables, local } = request.body;
      await submitForKey(context, request, {
        name: 'UPDATE',
        key: elementInstanceKey,
        missing: `Expected to update variables for element with key '${elementInstanceKey}', but no such element was found`,
        command: (scope) => ({ type: 'SetVariables', scope, variables: variables as JsonObject, local }),
      });
      return reply.code(204).send();
    },
  );
};
