/** The commands of a user task. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { assignUserTask, completeUserTask, updateUserTask } from '../../contract/user-task.ts';
import type { UserTaskChanges } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { find } from '../../runtime/query/search.ts';
import { userTasks } from '../../runtime/query/user-tasks.ts';
import { refuse, type Accepted } from '../../runtime/pipeline/submission.ts';
import { rejected, submitForKey, type KeyedCommand } from '../command/submit.ts';
import { identityOf } from '../http/identity.ts';
import type { ServerContext } from '../server-context.ts';

/** A task that somebody else was quicker with is the most frequent mistake of daily work: it is not told to be unknown. */
const missing = (context: ServerContext, verb: string, key: string) => async (): Promise<string> => {
  const expected = `Expected to ${verb} user task with key '${key}'`;
  const found = await find(context.runtime.database, userTasks, key);
  if (found === undefined || found.state === 'CREATED') return `${expected}, but no such user task was found`;
  const ended = found.completionDate === null ? '' : ` since ${found.completionDate}`;
  return `${expected}, but it is ${found.state}${ended}`;
};

/** An installation may want to know whose work it is. */
const submitTask = (context: ServerContext, request: FastifyRequest, keyed: KeyedCommand): Promise<Accepted> => {
  if (context.refusesAnonymousTasks === true && identityOf(request).actor.kind === 'anonymous')
    throw rejected(keyed.name, refuse('FORBIDDEN', 'Expected somebody who is known to do the task, but the request is anonymous, and this installation refuses that (ACTA_ANONYMOUS_TASKS=refuse)'));
  return submitForKey(context, request, keyed);
};

const given = (action: string | null | undefined): { readonly action?: string } =>
  action === undefined || action === null ? {} : { action };

export const complete = (context: ServerContext, request: FastifyRequest, key: string, { variables, action }: z.output<typeof completeUserTask>) =>
  submitTask(context, request, {
    name: 'COMPLETE',
    key,
    missing: missing(context, 'complete', key),
    command: (task) => ({ type: 'CompleteUserTask', task, variables: (variables ?? {}) as JsonObject, ...given(action) }),
  });

export const assign = (context: ServerContext, request: FastifyRequest, key: string, { assignee, allowOverride, action }: z.output<typeof assignUserTask>) =>
  submitTask(context, request, {
    name: 'ASSIGN',
    key,
    missing: missing(context, 'assign', key),
    command: (task) => ({ type: 'AssignUserTask', task, assignee, allowOverride: allowOverride ?? true, ...given(action) }),
  });

export const unassign = (context: ServerContext, request: FastifyRequest, key: string) =>
  submitTask(context, request, {
    name: 'ASSIGN',
    key,
    missing: missing(context, 'unassign', key),
    command: (task) => ({ type: 'UnassignUserTask', task }),
  });

type Changeset = NonNullable<z.output<typeof updateUserTask>['changeset']>;

/** Null is as if absent; an empty text clears a date. */
const changesOf = ({ dueDate, followUpDate, candidateUsers, candidateGroups, priority }: Changeset): UserTaskChanges => ({
  ...(typeof dueDate === 'string' ? { dueDate: dueDate === '' ? null : dueDate } : {}),
  ...(typeof followUpDate === 'string' ? { followUpDate: followUpDate === '' ? null : followUpDate } : {}),
  ...(candidateUsers ? { candidateUsers } : {}),
  ...(candidateGroups ? { candidateGroups } : {}),
  ...(typeof priority === 'number' ? { priority } : {}),
});

export const update = (context: ServerContext, request: FastifyRequest, key: string, { changeset, action }: z.output<typeof updateUserTask>) =>
  submitTask(context, request, {
    name: 'UPDATE',
    key,
    missing: missing(context, 'update', key),
    command: (task) => ({ type: 'UpdateUserTask', task, changes: changesOf(changeset ?? {}), ...given(action) }),
  });
