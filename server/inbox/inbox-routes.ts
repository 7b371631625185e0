/** The inbox of whoever asks: boxes, one task with all that belongs to it, several at once, what can be begun. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bulkResult, claimTasks, completeTasks, draft as draftShape, inboxCounts, inboxPage, inboxSearch, startable, taskDetail } from '../../contract/inbox.ts';
import { key } from '../../contract/key.ts';
import { isOffered } from '../../engine/case/index.ts';
import { countBoxes, endOfTask, inboxTasks, inBox, type EndOfTask } from '../../runtime/query/inbox.ts';
import { readComments } from '../../runtime/query/comments.ts';
import { userTaskForm } from '../../runtime/query/resources.ts';
import { find, search, type Filter } from '../../runtime/query/search.ts';
import { startables } from '../../runtime/query/startable.ts';
import { taskVariables } from '../../runtime/query/variables.ts';
import { hasRole, type Principal } from '../access/principal.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound, ProblemError } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import { assign, complete } from '../user-task/change-user-task.ts';

const tags = ['Inbox'];
const params = z.strictObject({ userTaskKey: key });
const done = { 204: z.undefined() };

type Found = NonNullable<Awaited<ReturnType<typeof find<typeof inboxTasks.fields>>>>;

const withDue = (task: Found, now: number) => ({ ...task, isOverdue: task.state === 'CREATED' && task.dueDate !== null && Date.parse(task.dueDate) < now });

/** As the kernel will decide it. */
const mayOf = (principal: Principal, task: Found) => {
  const isOpen = task.state === 'CREATED';
  // Whoever owns the machine may everything.
  const mayTake = isOpen && task.assignee === null && (principal.kind === 'anonymous' || isOffered(task, principal.id, (group) => principal.groups.includes(group)));
  return { mayAct: mayTake || (isOpen && (principal.kind === 'anonymous' || task.assignee === principal.id)), mayClaim: mayTake };
};

const completionOf = ({ completionDate: at }: Found, end: EndOfTask | undefined) => (at === null ? null : { by: end?.by ?? null, at, action: end?.action ?? null });

const filterOf = ({ dueBefore, dueAfter, ...filter }: NonNullable<z.output<typeof inboxSearch>['filter']> = {}): Filter => ({
  ...filter,
  ...(dueBefore === undefined && dueAfter === undefined ? {} : { dueDate: { ...(dueBefore === undefined ? {} : { $lt: dueBefore }), ...(dueAfter === undefined ? {} : { $gte: dueAfter }) } }),
});

const parsed = (schema: string): Record<string, unknown> => JSON.parse(schema) as Record<string, unknown>;

export const inboxRoutes = (app: RouteApp, context: ServerContext): void => {
  boxRoutes(app, context);
  detailRoutes(app, context);
  draftRoutes(app, context);
  bulkRoutes(app, context);
  catalogueRoutes(app, context);
};

const boxRoutes = (app: RouteApp, { runtime }: ServerContext): void => {
  const { reads: database, clock } = runtime;

  app.get('/inbox/counts', { schema: { tags, summary: 'How much is in each box, exactly', response: { 200: inboxCounts } } }, ({ principal }) =>
    countBoxes(database, principal, new Date(clock.now()).toISOString()));

  app.post('/inbox/search', { schema: { tags, summary: 'The tasks of a box', body: inboxSearch, response: { 200: inboxPage } } }, async ({ principal, body }) => {
    const { box, filter, sort, page } = body;
    const found = await search(database, inboxTasks, { filter: filterOf(filter), sort, page }, inBox(box, principal));
    return { ...found, items: found.items.map((task) => withDue(task, clock.now())) };
  });
};

const detailRoutes = (app: RouteApp, { runtime }: ServerContext): void => {
  const { reads: database, clock } = runtime;

  app.get('/user-tasks/:userTaskKey/detail', { schema: { tags, summary: 'A task with its form, what it sees, the own draft and what was said', params, response: { 200: taskDetail } } }, async ({ principal, params: { userTaskKey } }) => {
    const task = await find(database, inboxTasks, userTaskKey);
    if (task === undefined) throw notFound(`User Task with key '${userTaskKey}' not found`);
    const [form, values, drafts, comments, end] = [
      await userTaskForm(database, userTaskKey),
      await search(database, taskVariables(userTaskKey, { max: undefined, effective: true }), { page: { limit: 1_000 } }),
      await runtime.database.query<{ input: string; updated_at: string }>('select input, updated_at from task_draft where user_task_key = $1 and person = $2', [BigInt(userTaskKey), principal.id]),
      await readComments(database, BigInt(task.processInstanceKey)),
      await endOfTask(database, userTaskKey),
    ];
    const [draft] = drafts;
    return {
      task: withDue(task, clock.now()),
      form: form === null || form === undefined ? null : { schema: parsed(form.schema), formId: form.formId, formKey: form.formKey },
      variables: values.items.map(({ name, value }) => ({ name, value: JSON.parse(value) as unknown })),
      draft: draft === undefined ? null : { values: parsed(draft.input), updatedAt: draft.updated_at },
      comments,
      ...mayOf(principal, task),
      completed: completionOf(task, end),
    };
  });
};

/** What was typed and not sent. It stands outside the journal, and goes with the task. */
const draftRoutes = (app: RouteApp, { runtime: { database } }: ServerContext): void => {
  app.put('/user-tasks/:userTaskKey/draft', { schema: { tags, summary: 'Keep what was typed and not sent', params, body: draftShape, response: done } }, async ({ principal, params: { userTaskKey }, body }, reply) => {
    const rows = await database.query(
      `insert into task_draft (user_task_key, person, input) select key, $2, $3 from user_task where key = $1 and state = 'CREATED'
       on conflict (user_task_key, person) do update set input = excluded.input, updated_at = clock_timestamp() returning person`,
      [BigInt(userTaskKey), principal.id, JSON.stringify(body.values)],
    );
    if (rows.length === 0) throw notFound(`Expected an open user task with key '${userTaskKey}', but there is none: nothing was kept`);
    return reply.code(204).send();
  });

  app.delete('/user-tasks/:userTaskKey/draft', { schema: { tags, summary: 'Throw the own draft away', params, response: done } }, async ({ principal, params: { userTaskKey } }, reply) => {
    await database.query('delete from task_draft where user_task_key = $1 and person = $2', [BigInt(userTaskKey), principal.id]);
    return reply.code(204).send();
  });
};

type One = (request: FastifyRequest, task: string) => Promise<unknown>;

/** One after the other: what is refused does not keep the others. */
const each = async (request: FastifyRequest, keys: readonly string[], one: One) => {
  const results = [];
  for (const task of new Set(keys)) {
    try {
      await one(request, task);
      results.push({ key: task, ok: true });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.statusCode >= 500) throw error;
      if (error.statusCode === 403) (request.refused ??= []).push(task);
      results.push({ key: task, ok: false, problem: { title: error.title, detail: error.message } });
    }
  }
  return { results };
};

const bulkRoutes = (app: RouteApp, context: ServerContext): void => {
  app.post('/user-tasks/claim', { schema: { tags, summary: 'Take several tasks, with a result for each', body: claimTasks, response: { 200: bulkResult } } }, (request) =>
    each(request, request.body.keys, (asked, task) => assign(context, asked, task, { assignee: asked.principal.id, allowOverride: false })));

  app.post('/user-tasks/complete', { schema: { tags, summary: 'Complete several tasks alike, with a result for each', body: completeTasks, response: { 200: bulkResult } } }, (request) => {
    const { keys, variables, action } = request.body;
    return each(request, keys, (asked, task) => complete(context, asked, task, { variables, action }));
  });
};

const catalogueRoutes = (app: RouteApp, { runtime: { reads: database } }: ServerContext): void => {
  const starters = ['admin', 'owner', 'employee', 'operator'] as const;

  app.get('/startable', { schema: { tags, summary: 'What whoever asks may begin', response: { 200: startable } } }, async ({ principal }) => ({
    items: (await startables(database))
      .filter(({ id }) => starters.some((role) => hasRole(principal, role, id)))
      .map(({ id, key: definition, name, version, dialect, form_id: formId, schema }) => ({
        processDefinitionId: id, processDefinitionKey: String(definition), name: name ?? id, version, language: dialect,
        startForm: schema === null || formId === null ? null : { schema: parsed(schema), formId },
      })),
  }));
};
