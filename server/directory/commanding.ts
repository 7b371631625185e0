/** Commands of the directory for a request. */
import type { FastifyRequest } from 'fastify';
import type { IdentityCommand } from '../../engine/identity/index.ts';
import type { Identities } from '../../runtime/identity/identities.ts';
import type { Accepted } from '../../runtime/pipeline/submission.ts';
import { orderOf } from '../http/identity.ts';
import { rejectionProblem } from '../problem/problem-error.ts';

/** @throws ProblemError when it is refused */
export const commanding = (identities: Identities) => async (request: FastifyRequest, command: IdentityCommand): Promise<Accepted> => {
  const result = await identities.command(command, orderOf(request));
  if (result.kind === 'rejected') throw rejectionProblem(result);
  return result;
};
