import { z } from 'zod';
import { decisionDefinition, decisionDefinitionPage, decisionDefinitionSearch } from '../../contract/decision-definition.ts';
import { key } from '../../contract/key.ts';
import { decisionDefinitions } from '../../runtime/query/decision-definitions.ts';
import { decisionDefinitionSource } from '../../runtime/query/resources.ts';
import { find, search } from '../../runtime/query/search.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Decision definition'];
const params = z.strictObject({ decisionDefinitionKey: key });

const missing = (decisionKey: string) => notFound(`Decision Definition with key '${decisionKey}' not found`);

export const decisionDefinitionRoutes = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  app.post(
    '/decision-definitions/search',
    { schema: { tags, summary: 'Search decision definitions', body: decisionDefinitionSearch, response: { 200: decisionDefinitionPage } } },
    ({ body }) => search(database, decisionDefinitions, body),
  );

  app.get(
    '/decision-definitions/:decisionDefinitionKey',
    { schema: { tags, summary: 'Get a decision definition', params, response: { 200: decisionDefinition } } },
    async ({ params: { decisionDefinitionKey } }) => {
      const found = await find(database, decisionDefinitions, decisionDefinitionKey);
      if (found === undefined) throw missing(decisionDefinitionKey);
      return found;
    },
  );

  app.get(
    '/decision-definitions/:decisionDefinitionKey/xml',
    { schema: { tags, summary: 'The DMN file of the decision as it was deployed', params, response: { 200: z.string() } } },
    async ({ params: { decisionDefinitionKey } }, reply) => {
      const source = await decisionDefinitionSource(database, decisionDefinitionKey);
      if (source === undefined) throw missing(decisionDefinitionKey);
      return reply.type('text/xml; charset=utf-8').serializer(String).send(source);
    },
  );
};
