import { z } from 'zod';
import { definitionStatistics, elementStatistics } from '../../contract/element-statistics.ts';
import { form } from '../../contract/form.ts';
import { key, theTenant } from '../../contract/key.ts';
import { processDefinition, processDefinitionPage, processDefinitionSearch } from '../../contract/process-definition.ts';
import { statisticsOfDefinition } from '../../runtime/query/element-statistics.ts';
import { processDefinitions } from '../../runtime/query/process-definitions.ts';
import { processDefinitionSource, startForm } from '../../runtime/query/resources.ts';
import { find, search } from '../../runtime/query/search.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Process definition'];
const params = z.strictObject({ processDefinitionKey: key });

const missing = (definitionKey: string) => notFound(`Process Definition with key '${definitionKey}' not found`);

export const processDefinitionRoutes = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  app.post(
    '/process-definitions/search',
    { schema: { tags, summary: 'Search process definitions', body: processDefinitionSearch, response: { 200: processDefinitionPage } } },
    ({ body }) => search(database, processDefinitions, body),
  );

  app.get(
    '/process-definitions/:processDefinitionKey',
    { schema: { tags, summary: 'Get a process definition', params, response: { 200: processDefinition } } },
    async ({ params: { processDefinitionKey } }) => {
      const found = await find(database, processDefinitions, processDefinitionKey);
      if (found === undefined) throw missing(processDefinitionKey);
      return found;
    },
  );

  app.get(
    '/process-definitions/:processDefinitionKey/xml',
    { schema: { tags, summary: 'The definition as it was deployed (BPMN XML; JSON for a statechart)', params, response: { 200: z.string() } } },
    async ({ params: { processDefinitionKey } }, reply) => {
      const source = await processDefinitionSource(database, processDefinitionKey);
      if (source === undefined) throw missing(processDefinitionKey);
      const type = source.trimStart().startsWith('{') ? 'application/json' : 'text/xml';
      return reply.type(`${type}; charset=utf-8`).serializer(String).send(source);
    },
  );

  app.post(
    '/process-definitions/:processDefinitionKey/statistics/element-instances',
    {
      schema: {
        tags,
        summary: 'How many instances each element has in the process instances of a definition',
        params,
        body: definitionStatistics,
        response: { 200: elementStatistics },
      },
    },
    async ({ params: { processDefinitionKey }, body }) => ({
      items: await statisticsOfDefinition(database, processDefinitionKey, body.filter ?? {}),
    }),
  );

  app.get(
    '/process-definitions/:processDefinitionKey/form',
    { schema: { tags, summary: 'The form with which a case is started', params, response: { 200: form, 204: z.undefined() } } },
    async ({ params: { processDefinitionKey } }, reply) => {
      const found = await startForm(database, processDefinitionKey);
      if (found === undefined) throw missing(processDefinitionKey);
      return found === null ? reply.code(204).send() : { tenantId: theTenant, ...found };
    },
  );
};
