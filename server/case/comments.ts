/** Comments of a case: commands like any other, so that they stand on its record. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { addComment, comment } from '../../contract/comment.ts';
import type { Event } from '../../engine/case/index.ts';
import { ordinalOf, siblingKey, streamKeyOf } from '../../engine/stream/index.ts';
import { readComments } from '../../runtime/query/comments.ts';
import { isUserTask } from '../../runtime/query/variables.ts';
import { submitForKey } from '../command/submit.ts';
import { notFound } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import { caseKeyParameter } from './case-history.ts';

const taskOf = async ({ runtime }: ServerContext, caseKey: bigint, userTaskKey: string): Promise<number> => {
  const task = BigInt(userTaskKey);
  if (streamKeyOf(task) !== caseKey || !(await isUserTask(runtime.database, userTaskKey)))
    throw notFound(`Expected a user task of case '${caseKey}' to comment on, but '${userTaskKey}' is none`);
  return ordinalOf(task);
};

export const addCommentTo = async (context: ServerContext, request: FastifyRequest, caseKey: string, { text, userTaskKey }: z.output<typeof addComment>): Promise<z.input<typeof comment>> => {
  const key = caseKeyParameter(caseKey);
  const task = userTaskKey === undefined ? {} : { task: await taskOf(context, key, userTaskKey) };
  const missing = `Expected to comment on the case with key '${caseKey}', but no such active case was found`;
  const { stream, events } = await submitForKey(context, request, { name: 'COMMENT', key: caseKey, missing, command: () => ({ type: 'AddComment', text, ...task }) });
  const [event] = events as readonly Event[];
  if (event?.type !== 'CommentAdded') throw new Error(`Expected case ${caseKey} to have a comment more, but it has not`);
  const added = (await readComments(context.runtime.database, stream)).find((each) => each.key === String(siblingKey(stream, event.ordinal)));
  if (added === undefined) throw new Error(`Expected comment ${event.ordinal} of case ${caseKey} to be found, but it is not`);
  return added;
};
