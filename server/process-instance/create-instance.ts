import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { theTenant } from '../../contract/key.ts';
import type { createProcessInstance, processInstanceCreated } from '../../contract/process-instance.ts';
import type { Event } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import type { CreateSubmission, DefinitionSelector } from '../../runtime/pipeline/submission.ts';
import { keyParameter } from '../../runtime/query/condition.ts';
import { caseVariables } from '../../runtime/query/variables.ts';
import { forbidden } from '../access/guard.ts';
import { hasRole, scopeOf } from '../access/principal.ts';
import { submitCreation } from '../command/submit.ts';
import { ProblemError } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import type { EndedCaseWatch } from './ended-case-watch.ts';

type Asked = z.output<typeof createProcessInstance>;
type Created = z.infer<typeof processInstanceCreated>;

const awaitDefaultMs = 10_000;

const selectorOf = ({ processDefinitionKey, processDefinitionId = '', processDefinitionVersion: version }: Asked): DefinitionSelector => {
  if (processDefinitionKey !== undefined) return { key: keyParameter(processDefinitionKey) };
  return version < 0 ? { id: processDefinitionId } : { id: processDefinitionId, version };
};

const creationOf = ({ variables, tags, businessId, startInstructions }: Asked): CreateSubmission['create'] => ({
  variables: (variables ?? {}) as JsonObject,
  ...(tags === undefined || tags.length === 0 ? {} : { tags }),
  ...(businessId === undefined || businessId === null ? {} : { businessId }),
  ...(startInstructions === undefined || startInstructions.length === 0
    ? {}
    : { startInstructions: startInstructions.map(({ elementId }) => elementId) }),
});

const starters = ['owner', 'employee', 'operator', 'worker'] as const;

/** Whoever may start only some definitions says which one. */
const requireMayStart = async ({ runtime }: ServerContext, { principal }: FastifyRequest, asked: Asked): Promise<void> => {
  if (hasRole(principal, 'admin') || starters.some((role) => scopeOf(principal, role) === null)) return;
  const [row] = asked.processDefinitionKey === undefined ? [] : await runtime.reads.query<{ id: string }>('select id from process_definition where key = $1', [keyParameter(asked.processDefinitionKey)]);
  const id = row?.id ?? asked.processDefinitionId ?? '';
  if (!starters.some((role) => hasRole(principal, role, id))) throw forbidden(`Expected a definition that ${principal.name} may start, but '${id}' is none`);
};

/** Starts the case; with `awaitCompletion` answers when it has ended. @throws ProblemError 504 with the case's key when it takes too long. */
export const createInstance = async (context: ServerContext, watch: EndedCaseWatch, request: FastifyRequest, asked: Asked): Promise<Created> => {
  await requireMayStart(context, request, asked);
  const { stream, events } = await submitCreation(context, request, { definition: selectorOf(asked), create: creationOf(asked) });
  const [created] = events as readonly Event[];
  if (created?.type !== 'CaseCreated') throw new Error(`Expected the first event of case ${stream} to be CaseCreated, but it is ${created?.type}`);
  const { definition, tags = [], businessId = null } = created;
  const answer = {
    processDefinitionId: definition.id,
    processDefinitionVersion: definition.version,
    tenantId: theTenant,
    variables: {},
    processDefinitionKey: definition.key,
    processInstanceKey: String(stream),
    tags: [...tags],
    businessId,
  };
  if (!asked.awaitCompletion) return answer;
  const ended = events.some(({ type }) => type === 'CaseCompleted');
  if (!ended) await awaitEnd(watch, stream, asked.requestTimeout === 0 ? awaitDefaultMs : asked.requestTimeout);
  return { ...answer, variables: await caseVariables(context.runtime.database, stream, asked.fetchVariables ?? []) };
};

const awaitEnd = async (watch: EndedCaseWatch, stream: bigint, timeoutMs: number): Promise<void> => {
  const state = await watch.ended(stream, timeoutMs);
  if (state === 'COMPLETED') return;
  const extension = { processInstanceKey: String(stream) };
  if (state === 'TERMINATED')
    throw new ProblemError(409, `Expected to await the completion of process instance with key '${stream}', but it was terminated`, { title: 'INVALID_STATE', extension });
  throw new ProblemError(
    504,
    `Expected to complete process instance with key '${stream}' within ${timeoutMs} ms, but it is still running. It goes on: ask for it by its key`,
    { title: 'DEADLINE_EXCEEDED', extension },
  );
};
