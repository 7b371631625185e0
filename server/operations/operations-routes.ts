import { faultList, faultsQuery } from '../../contract/fault.ts';
import { installation } from '../../contract/installation.ts';
import { timerPage, timerSearch } from '../../contract/timer.ts';
import { productVersion } from '../../runtime/package-root.ts';
import { readFaults } from '../../runtime/query/faults.ts';
import { timers } from '../../runtime/query/timers.ts';
import { searchSeen } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import type { ServerContext, Store } from '../server-context.ts';

const tags = ['Operations'];

const embedded: Store = { database: 'embedded', journal: 'changeable' };

export const operationsRoutes = (app: RouteApp, { runtime, store = embedded }: ServerContext): void => {
  const { reads: database, log, zone } = runtime;
  const version = productVersion();
  app.get('/installation', { schema: { tags, summary: 'What runs here', response: { 200: installation } } }, () => ({ version, log, timeline: runtime.timeline, zone, ...store }));

  app.get(
    '/faults',
    { schema: { tags, summary: 'What went wrong inside the engine, newest first', querystring: faultsQuery, response: { 200: faultList } } },
    async ({ query }) => ({ items: await readFaults(database, query) }),
  );

  app.post(
    '/timers/search',
    { schema: { tags, summary: 'Search the timers that wait', body: timerSearch, response: { 200: timerPage } } },
    (request) => searchSeen(request, database, timers, request.body),
  );
};
