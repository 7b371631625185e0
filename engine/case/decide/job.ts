/** What workers report of jobs. */
import type { Ordinal } from '../../stream/key.ts';
import { reject, sentence, type Rejection } from '../../stream/rejection.ts';
import { cutMessage } from '../cut-message.ts';
import type { Draft } from '../draft.ts';
import { raiseIncident } from '../incident.ts';
import type { CaseState } from '../state.ts';
import { setAllLocal } from '../variable.ts';
import { noSuch, type Handlers } from './handler.ts';

export const jobHandlers: Handlers<'CompleteJob' | 'FailJob' | 'ThrowJobError' | 'UpdateJob'> = {
  CompleteJob: (dialect, ctx, { job: ordinal, variables }) => {
    const job = ctx.draft.state.jobs.get(ordinal);
    if (job === undefined) return noSuch('complete', 'job', ordinal);
    const blocked = inErrorThrown(ctx.draft.state, ordinal, 'complete') ?? (ctx.kernel >= 3 ? withoutRetries(job.retries, ordinal, 'complete') : undefined);
    if (blocked !== undefined) return blocked;
    resolveJobIncidents(ctx.draft, job.instance, ordinal);
    ctx.draft.emit({ type: 'JobCompleted', ordinal });
    return job.purpose === undefined ? dialect.workCompleted(ctx, job.instance, variables) : dialect.listenerCompleted(ctx, job, variables);
  },

  FailJob: (_dialect, { draft, now }, command) => {
    const { job: ordinal, retries, retryBackOffMs } = command;
    const job = draft.state.jobs.get(ordinal);
    if (job === undefined) return noSuch('fail', 'job', ordinal);
    const blocked = inErrorThrown(draft.state, ordinal, 'fail') ?? withoutRetries(job.retries, ordinal, 'fail');
    if (blocked !== undefined) return blocked;
    const message = cutMessage(command.errorMessage);
    draft.emit({ type: 'JobFailed', ordinal, retries, retryAt: now + retryBackOffMs, message });
    if (command.variables !== undefined) setAllLocal(draft, job.instance, command.variables);
    if (retries > 0) return undefined;
    raiseIncident(draft, job.instance, {
      errorType: job.purpose === undefined ? 'jobNoRetries' : 'listenerNoRetries',
      phase: 'job',
      job: ordinal,
      message: message === '' ? 'No more retries left.' : message,
    });
    return undefined;
  },

  ThrowJobError: (dialect, ctx, command) => {
    const { job: ordinal, errorCode, errorMessage, variables } = command;
    const { draft } = ctx;
    const job = draft.state.jobs.get(ordinal);
    if (job === undefined) return noSuch('throw an error for', 'job', ordinal);
    const blocked = inErrorThrown(draft.state, ordinal, 'throw an error for') ?? (ctx.kernel >= 3 ? withoutRetries(job.retries, ordinal, 'throw an error for') : undefined);
    if (blocked !== undefined) return blocked;
    if (job.purpose !== undefined)
      return reject('INVALID_STATE', sentence`Expected to throw an error for a job that does an element's work, but job with key '${{ key: ordinal }}' is a listener's, which cannot`);
    const message = cutMessage(errorMessage);
    const caught = dialect.catches(ctx, job.instance, errorCode);
    if (caught) resolveJobIncidents(draft, job.instance, ordinal);
    draft.emit({ type: 'JobErrorThrown', ordinal, errorCode, message, caught });
    if (caught) return dialect.errorThrown(ctx, job.instance, { errorCode, errorMessage: message, variables });
    const said = message === '' ? '' : ` ${message}`;
    raiseIncident(draft, job.instance, {
      errorType: 'unhandledError',
      phase: 'job',
      job: ordinal,
      message: `Expected to throw an error event with the code '${errorCode}', but nothing catches it.${said}`,
    });
    return undefined;
  },

  UpdateJob: (_dialect, { draft }, { job: ordinal, retries }) => {
    if (!draft.state.jobs.has(ordinal)) return noSuch('update', 'job', ordinal);
    draft.emit({ type: 'JobRetriesUpdated', ordinal, retries });
    return undefined;
  },
};

/** A job with an uncaught error waits for a person; nobody else may finish it meanwhile. */
const inErrorThrown = (state: CaseState, ordinal: Ordinal, verb: string): Rejection | undefined => {
  const job = state.jobs.get(ordinal);
  if (job === undefined) return undefined;
  for (const [, incident] of state.incidents.in(job.instance))
    if (incident.job === ordinal && incident.errorType === 'unhandledError')
      return reject('INVALID_STATE', sentence`Expected to ${verb} job with key '${{ key: ordinal }}', but it is in state 'ERROR_THROWN'`);
  return undefined;
};

/** It waits for a person, who gives it retries again. */
const withoutRetries = (retries: number, ordinal: Ordinal, verb: string): Rejection | undefined =>
  retries > 0 ? undefined : reject('INVALID_STATE', sentence`Expected to ${verb} job with key '${{ key: ordinal }}', but it is in state 'FAILED'`);

const resolveJobIncidents = (draft: Draft, instance: Ordinal, job: Ordinal): void => {
  for (const [ordinal, incident] of draft.state.incidents.in(instance))
    if (incident.job === job) draft.emit({ type: 'IncidentResolved', ordinal });
};
