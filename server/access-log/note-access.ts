/** Tells the log of access what requests came to: who was refused what, and who saw which case. After they are answered. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessLog, AccessNote } from '../../runtime/access/access-log.ts';
import type { Principal } from '../access/principal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Keys of what was refused although the answer does not say 403: one of several, or what he may not know of. */
    refused: string[] | null;
  }
}

/** What somebody has seen when these were answered. Lists and counts are not among them: they show what is told to each. */
const seen: { readonly [operation: string]: 'case' | 'history' | 'caseFile' | 'task' } = {
  'GET /api/cases/:caseKey': 'case',
  'GET /api/cases/:caseKey/state': 'case',
  'GET /api/cases/:caseKey/comments': 'case',
  'GET /v2/process-instances/:processInstanceKey': 'case',
  'GET /v2/element-instances/:elementInstanceKey': 'case',
  'GET /v2/variables/:variableKey': 'case',
  'GET /v2/incidents/:incidentKey': 'case',
  'GET /api/cases/:caseKey/steps': 'history',
  'GET /api/cases/:caseKey/verdict': 'history',
  'GET /api/cases/:caseKey/file': 'caseFile',
  'GET /api/user-tasks/:userTaskKey/detail': 'task',
  'GET /v2/user-tasks/:userTaskKey': 'task',
  'GET /v2/user-tasks/:userTaskKey/form': 'task',
  'POST /v2/user-tasks/:userTaskKey/variables/search': 'task',
  'POST /v2/user-tasks/:userTaskKey/effective-variables/search': 'task',
};

const idMax = 256;

/** Who it is, on an entry. Nobody's id says nothing. */
export const whoIs = ({ id, kind, method }: Principal): Pick<AccessNote, 'who' | 'kind' | 'method'> =>
  kind === 'anonymous' ? { kind, method } : { who: id.slice(0, idMax), kind, method };

/** Keys are ours; other ids in a path are what somebody wrote, and stay out. */
const subjectOf = ({ params }: FastifyRequest): { readonly subject?: string } => {
  const found = Object.entries((params ?? {}) as Readonly<Record<string, string>>).find(([name, value]) => name.endsWith('Key') && /^\d{1,18}$/.test(value));
  return found === undefined ? {} : { subject: found[1] };
};

const operationOf = ({ method, routeOptions }: FastifyRequest): string => (routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`);

/** Must be called before routes are added, and before anything refuses. */
export const noteAccess = (app: FastifyInstance, log: AccessLog): void => {
  app.decorateRequest('refused', null);
  app.addHook('onResponse', async (request, { statusCode }) => {
    const what = operationOf(request);
    const { refused } = request;
    // Foreign requests are refused before anybody asks who it is.
    const principal = request.principal as Principal | null;
    const who = principal === null ? { kind: 'anonymous' as const, method: 'none' as const } : whoIs(principal);
    if (refused !== null) for (const subject of refused) log.note({ act: 'refusal', ...who, what, subject });
    else if (statusCode === 403) log.note({ act: 'refusal', ...who, what, ...subjectOf(request) });
    else if (statusCode < 300 && who.kind !== 'anonymous' && seen[what] !== undefined) log.note({ act: 'view', ...who, what: seen[what], ...subjectOf(request) });
  });
};
