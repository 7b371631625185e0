import { z } from 'zod';
import { key } from '../../contract/key.ts';
import { truncation, valueLengthMax, variable, variablePage, variableSearch } from '../../contract/variable.ts';
import { findVariable, searchedVariables } from '../../runtime/query/variables.ts';
import { searchSeen } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Variable'];
const params = z.strictObject({ variableKey: key });

/** Characters after which values are cut; `undefined`: never. */
export const cutAt = ({ truncateValues }: z.output<typeof truncation>): number | undefined => (truncateValues === 'true' ? valueLengthMax : undefined);

export const variableRoutes = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  app.post(
    '/variables/search',
    { schema: { tags, summary: 'Search variables', querystring: truncation, body: variableSearch, response: { 200: variablePage } } },
    (request) => searchSeen(request, database, searchedVariables(cutAt(request.query)), request.body),
  );

  app.get(
    '/variables/:variableKey',
    { schema: { tags, summary: 'Get a variable with its whole value', params, response: { 200: variable } } },
    async ({ params: { variableKey } }) => {
      const found = await findVariable(database, variableKey);
      if (found === undefined) throw notFound(`Variable with key '${variableKey}' not found`);
      return found;
    },
  );
};
