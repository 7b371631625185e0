/** Whatever is named by the key of something in a case is there only for those who see the case. One place for all of them: a route cannot forget it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { streamKeyOf } from '../../engine/stream/index.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { doneWhen } from '../http/done-when.ts';
import { notFound } from '../problem/problem-error.ts';
import { forbidden } from './guard.ts';
import { hasRole, scopeOf } from './principal.ts';
import { overseen, seesCaseOf } from './visibility.ts';

/** Parameters of paths that are keys of a case, or of something in it. */
const keysOfCases = ['caseKey', 'processInstanceKey', 'elementInstanceKey', 'userTaskKey', 'variableKey', 'incidentKey'] as const;

const parameter = ({ params }: FastifyRequest, name: string): bigint | undefined => {
  const text = (params as { readonly [name: string]: string | undefined } | undefined)?.[name];
  return text === undefined || !/^\d{1,19}$/.test(text) ? undefined : BigInt(text);
};

const int8Max = 2n ** 63n - 1n;

/** Whether the key's case is of a definition that one of the roles reaches, or the job is of a type that it does. */
const reachesJob = async ({ principal }: FastifyRequest, database: Queryable, key: bigint): Promise<boolean> => {
  const types = scopeOf(principal, 'worker');
  if (types === null || overseen(principal) === null) return true;
  const [row] = await database.query<{ type: string }>('select type from job where key = $1', [key]);
  // One that is gone is answered by whoever is asked to change it.
  return row === undefined || types?.includes(row.type) === true;
};

/** Commands that are for those who oversee the case, beside seeing it. */
const isOversight = (request: FastifyRequest): boolean => {
  const { need } = request.routeOptions.config;
  return Array.isArray(need) && request.method !== 'GET' && !need.includes('employee');
};

const requireOversight = async ({ principal }: FastifyRequest, database: Queryable, key: bigint): Promise<void> => {
  const scope = ['owner', 'operator'].map((role) => scopeOf(principal, role as 'owner' | 'operator'));
  if (hasRole(principal, 'admin') || scope.includes(null)) return;
  const [row] = await database.query<{ id: string }>('select d.id from process_instance i join process_definition d on d.key = i.definition_key where i.key = $1', [streamKeyOf(key)]);
  if (row === undefined || !scope.some((ids) => ids?.includes(row.id))) throw forbidden(`Expected an owner or operator of this procedure, but ${principal.name} is none`);
};

/** Must be called before routes are added. */
export const guardCases = (app: FastifyInstance, database: Queryable): void => {
  const requireReach = async (request: FastifyRequest): Promise<void> => {
    const { principal } = request;
    const job = parameter(request, 'jobKey');
    if (job !== undefined && job <= int8Max) {
      if (!(await reachesJob(request, database, job))) throw forbidden(`Expected a job of a type that ${principal.name} works on, but this one is of another type`);
      return;
    }
    for (const name of keysOfCases) {
      const key = parameter(request, name);
      if (key === undefined || key > int8Max) continue;
      if (!(await seesCaseOf(principal, database, key))) {
        request.refused = [String(key)];
        throw notFound(`Expected something that ${principal.name} may see with key '${key}', but there is nothing`);
      }
      if (isOversight(request)) await requireOversight(request, database, key);
    }
  };
  app.addHook('preHandler', (request, _reply, done) => {
    if (hasRole(request.principal, 'admin')) return done();
    return void doneWhen(requireReach(request), done);
  });
};
