import { z } from 'zod';
import { callHierarchy, elementStatistics } from '../../contract/element-statistics.ts';
import { incidentPage, incidentSearch } from '../../contract/incident.ts';
import { key } from '../../contract/key.ts';
import {
  createProcessInstance, operation, processInstance, processInstanceCreated, processInstancePage, processInstanceSearch,
} from '../../contract/process-instance.ts';
import { callsTo } from '../../runtime/query/calls.ts';
import { statisticsOfCase } from '../../runtime/query/element-statistics.ts';
import { incidents } from '../../runtime/query/incidents.ts';
import { processInstances } from '../../runtime/query/process-instances.ts';
import { find, search } from '../../runtime/query/search.ts';
import { submitForKey } from '../command/submit.ts';
import { searchSeen } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import { createInstance } from './create-instance.ts';
import { EndedCaseWatch } from './ended-case-watch.ts';

const tags = ['Process instance'];
const params = z.strictObject({ processInstanceKey: key });

export const processInstanceRoutes = (app: RouteApp, context: ServerContext): void => {
  queries(app, context);
  commands(app, context);
};

const queries = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  const existing = async (processInstanceKey: string) => {
    const found = await find(database, processInstances, processInstanceKey);
    if (found === undefined) throw notFound(`Process Instance with key '${processInstanceKey}' not found`);
    return found;
  };

  app.post(
    '/process-instances/search',
    { schema: { tags, summary: 'Search process instances', body: processInstanceSearch, response: { 200: processInstancePage } } },
    (request) => searchSeen(request, database, processInstances, request.body),
  );

  app.get(
    '/process-instances/:processInstanceKey',
    { schema: { tags, summary: 'Get a process instance', params, response: { 200: processInstance } } },
    ({ params: { processInstanceKey } }) => existing(processInstanceKey),
  );

  app.get(
    '/process-instances/:processInstanceKey/statistics/element-instances',
    { schema: { tags, summary: 'How many instances each element of a process instance has', params, response: { 200: elementStatistics } } },
    async ({ params: { processInstanceKey } }) => {
      await existing(processInstanceKey);
      return { items: await statisticsOfCase(database, processInstanceKey) };
    },
  );

  app.get(
    '/process-instances/:processInstanceKey/call-hierarchy',
    { schema: { tags, summary: 'The calls that lead to a process instance, the root first', params, response: { 200: callHierarchy } } },
    async ({ params: { processInstanceKey } }) => {
      await existing(processInstanceKey);
      return callsTo(database, BigInt(processInstanceKey));
    },
  );

  app.post(
    '/process-instances/:processInstanceKey/incidents/search',
    { schema: { tags, summary: 'Search the incidents of a process instance', params, body: incidentSearch, response: { 200: incidentPage } } },
    async ({ params: { processInstanceKey }, body }) => {
      await existing(processInstanceKey);
      // A branch of its own: the filter may ask for a key too, and then both must hold.
      return search(database, incidents, { ...body, filter: { ...body.filter, $or: [{ processInstanceKey }] } });
    },
  );
};

const commands = (app: RouteApp, context: ServerContext): void => {
  const watch = new EndedCaseWatch(context.runtime.database);
  app.addHook('preClose', async () => watch.close());

  app.post(
    '/process-instances',
    {
      schema: {
        tags,
        summary: 'Start a case of a BPMN process or a statechart',
        body: createProcessInstance,
        response: { 200: processInstanceCreated },
      },
    },
    (request) => createInstance(context, watch, request, request.body),
  );

  app.post(
    '/process-instances/:processInstanceKey/cancellation',
    { schema: { tags, summary: 'Cancel a process instance', params, body: operation, response: { 204: z.undefined() } } },
    async (request, reply) => {
      const { processInstanceKey } = request.params;
      const missing = `Expected to cancel a process instance with key '${processInstanceKey}', but no such process was found`;
      await submitForKey(context, request, {
        name: 'CANCEL',
        key: processInstanceKey,
        missing,
        command: (ordinal) => {
          // Only the case's own key names it, not that of something inside.
          if (ordinal !== 0) throw notFound(`Command 'CANCEL' rejected with code 'NOT_FOUND': ${missing}`);
          return { type: 'CancelCase' };
        },
      });
      return reply.code(204).send();
    },
  );
};
