import { z } from 'zod';
import { form } from '../../contract/form.ts';
import { key, theTenant } from '../../contract/key.ts';
import {
  assignUserTask, completeUserTask, taskVariableSearch, updateUserTask, userTask, userTaskChangeset, userTaskPage, userTaskSearch,
} from '../../contract/user-task.ts';
import { truncation, variablePage } from '../../contract/variable.ts';
import { userTaskForm } from '../../runtime/query/resources.ts';
import { find, search } from '../../runtime/query/search.ts';
import { userTasks } from '../../runtime/query/user-tasks.ts';
import { isUserTask, taskVariables } from '../../runtime/query/variables.ts';
import { searchSeenTasks } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import { invalidArgument, notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import { cutAt } from '../variable/variable-routes.ts';
import { assign, complete, unassign, update } from './change-user-task.ts';

const tags = ['User task'];
const params = z.strictObject({ userTaskKey: key });
const done = { 204: z.undefined() };

const missing = (taskKey: string) => notFound(`User Task with key '${taskKey}' not found`);

export const userTaskRoutes = (app: RouteApp, context: ServerContext): void => {
  queries(app, context);
  variableQueries(app, context);
  commands(app, context);
};

const queries = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  app.post(
    '/user-tasks/search',
    { schema: { tags, summary: 'Search user tasks', body: userTaskSearch, response: { 200: userTaskPage } } },
    (request) => searchSeenTasks(request, database, userTasks, request.body),
  );

  app.get(
    '/user-tasks/:userTaskKey',
    { schema: { tags, summary: 'Get a user task', params, response: { 200: userTask } } },
    async ({ params: { userTaskKey } }) => {
      const found = await find(database, userTasks, userTaskKey);
      if (found === undefined) throw missing(userTaskKey);
      return found;
    },
  );

  app.get(
    '/user-tasks/:userTaskKey/form',
    { schema: { tags, summary: 'The form of a user task', params, response: { 200: form, 204: z.undefined() } } },
    async ({ params: { userTaskKey } }, reply) => {
      const found = await userTaskForm(database, userTaskKey);
      if (found === undefined) throw missing(userTaskKey);
      return found === null ? reply.code(204).send() : { tenantId: theTenant, ...found };
    },
  );
};

const variableQueries = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  for (const [path, summary, effective] of [
    ['variables', 'Search the variables that a user task sees, hidden ones too', false],
    ['effective-variables', 'Search the variables that a user task sees, the innermost of each name', true],
  ] as const)
    app.post(
      `/user-tasks/:userTaskKey/${path}/search`,
      { schema: { tags, summary, params, querystring: truncation, body: taskVariableSearch, response: { 200: variablePage } } },
      async ({ params: { userTaskKey }, query, body }) => {
        if (effective && (body.page?.after ?? body.page?.before) !== undefined)
          throw invalidArgument('Expected page.from and page.limit only, but a cursor was given');
        const found = await search(database, taskVariables(userTaskKey, { max: cutAt(query), effective }), body);
        if (found.items.length === 0 && !(await isUserTask(database, userTaskKey))) throw missing(userTaskKey);
        return found;
      },
    );
};

const commands = (app: RouteApp, context: ServerContext): void => {
  app.post(
    '/user-tasks/:userTaskKey/completion',
    { schema: { tags, summary: 'Complete a user task', params, body: completeUserTask, response: done } },
    async (request, reply) => {
      await complete(context, request, request.params.userTaskKey, request.body);
      return reply.code(204).send();
    },
  );

  app.post(
    '/user-tasks/:userTaskKey/assignment',
    { schema: { tags, summary: 'Assign a user task', params, body: assignUserTask, response: done } },
    async (request, reply) => {
      await assign(context, request, request.params.userTaskKey, request.body);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/user-tasks/:userTaskKey/assignee',
    { schema: { tags, summary: 'Unassign a user task', params, response: done } },
    async (request, reply) => {
      await unassign(context, request, request.params.userTaskKey);
      return reply.code(204).send();
    },
  );

  app.patch(
    '/user-tasks/:userTaskKey',
    { schema: { tags, summary: 'Change dates, candidates or priority of a user task', params, body: updateUserTask, response: done } },
    async (request, reply) => {
      await update(context, request, request.params.userTaskKey, request.body);
      return reply.code(204).send();
    },
  );

  // What @camunda8/sdk 8.8 sends instead.
  app.patch(
    '/user-tasks/:userTaskKey/update',
    { schema: { hide: true, params, body: userTaskChangeset, response: done } },
    async (request, reply) => {
      await update(context, request, request.params.userTaskKey, { changeset: request.body });
      return reply.code(204).send();
    },
  );
};
