/** Taking away the values of a case, for a person who has the right to that. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { caseErased } from '../../contract/erasure.ts';
import { eraseCase } from '../../runtime/erase/erase-case.ts';
import { refuse } from '../../runtime/pipeline/submission.ts';
import { identityOf } from '../http/identity.ts';
import { rejectionProblem } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import { caseKeyParameter } from './case-history.ts';

const notReached = ['backups and replicas of the database, and its write-ahead log', 'files that were exported', 'logs and stores of whoever was sent the values'];

export const eraseCaseFor = async ({ runtime, eraser }: ServerContext, request: FastifyRequest, { caseKey, because }: { readonly caseKey: string; readonly because: string }): Promise<z.input<typeof caseErased>> => {
  const stream = caseKeyParameter(caseKey);
  if (eraser === undefined)
    throw rejectionProblem(refuse('FORBIDDEN', "Expected a server that may erase, but this one may only add to the journal. Set ACTA_ERASE_URL to a login that is in role acta_eraser only"));
  const erased = await eraseCase(eraser, runtime.kinds, { stream, because, identity: identityOf(request) });
  if (erased.kind === 'rejected') throw rejectionProblem(erased);
  return { caseKey, steps: erased.steps, messagesKept: erased.messagesKept, notReached };
};
