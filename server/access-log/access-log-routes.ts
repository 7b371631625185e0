/** What auditors read of those who came. */
import { accessPage, accessSearch } from '../../contract/access-log.ts';
import type { AccessLog } from '../../runtime/access/access-log.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { accessEntries } from '../../runtime/query/access-entries.ts';
import { searchSeenOrAll } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';

export const accessLogRoutes = (app: RouteApp, { accessLog, database }: { readonly accessLog: AccessLog; readonly database: Queryable }): void => {
  app.post(
    '/access-log/search',
    { schema: { tags: ['Access'], summary: 'Search who signed in, was refused, and looked at which case', body: accessSearch, response: { 200: accessPage } } },
    async (request) => {
      // What this server has seen so far is there; that of others follows within their minute.
      await accessLog.flush();
      return searchSeenOrAll(request, database, accessEntries, request.body);
    },
  );
};
