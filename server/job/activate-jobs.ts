import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { activatedJob, activatedJobs, activateJobs } from '../../contract/job.ts';
import { theTenant } from '../../contract/key.ts';
import { jobKindOf } from '../../runtime/query/camunda-words.ts';
import type { ActivatedJob } from '../../runtime/job/activated-job.ts';
import { claimJobs } from '../../runtime/job/claim-jobs.ts';
import { releaseJobs } from '../../runtime/job/job-lease.ts';
import { forbidden } from '../access/guard.ts';
import { hasRole, type Principal } from '../access/principal.ts';
import { invalidArgument } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import type { JobWaitingRoom, Wanted } from './job-waiting-room.ts';

/** How long a request is held that does not say. */
const heldDefaultMs = 10_000;

interface Activation {
  readonly principal: Principal;
  readonly socket: ServerResponse;
  readonly asked: z.output<typeof activateJobs>;
}

/** Claims jobs for the client; a client that is gone before they are sent gives them back. */
export const activate = async (context: ServerContext, room: JobWaitingRoom, { socket, asked, principal }: Activation): Promise<z.input<typeof activatedJobs>> => {
  const { runtime, reservedJobTypes } = context;
  const { type, timeout, maxJobsToActivate, worker, fetchVariable, requestTimeout } = asked;
  if (!hasRole(principal, 'admin') && !hasRole(principal, 'worker', type)) throw forbidden(`Expected a job type that ${principal.name} works on, but '${type}' is none`);
  if (reservedJobTypes.has(type))
    throw invalidArgument(`Expected to activate jobs of type '${type}', but this type is run by Acta's own workers`);
  const wanted: Wanted = {
    type,
    worker: worker ?? '',
    max: maxJobsToActivate,
    timeoutMs: timeout,
    ...(fetchVariable ? { fetchVariables: fetchVariable } : {}),
  };
  const heldMs = requestTimeout ?? 0;
  const gone = goneSignal(socket);
  const jobs =
    heldMs < 0
      ? await claimJobs(runtime.database, { ...wanted, now: runtime.clock.now() })
      : await room.wait(wanted, heldMs === 0 ? heldDefaultMs : heldMs, gone);
  if (gone.aborted) {
    await releaseJobs(runtime.database, jobs, runtime.clock.now());
    return { jobs: [] };
  }
  return { jobs: jobs.map(wireJob) };
};

const goneSignal = (socket: ServerResponse): AbortSignal => {
  const controller = new AbortController();
  if (socket.destroyed) controller.abort();
  else
    socket.once('close', () => {
      if (!socket.writableFinished) controller.abort();
    });
  return controller.signal;
};

const wireJob = (job: ActivatedJob): z.input<typeof activatedJob> => ({
  type: job.type,
  processDefinitionId: job.definitionId,
  processDefinitionVersion: job.definitionVersion,
  elementId: job.elementId,
  customHeaders: { ...job.headers },
  worker: job.worker,
  retries: job.retries,
  deadline: job.deadline,
  variables: job.variables,
  tenantId: theTenant,
  jobKey: String(job.key),
  processInstanceKey: String(job.caseKey),
  processDefinitionKey: String(job.definitionKey),
  elementInstanceKey: String(job.elementInstanceKey),
  ...jobKindOf(job.purpose),
  tags: [...job.tags],
  rootProcessInstanceKey: String(job.rootKey),
  userTask: null,
});
