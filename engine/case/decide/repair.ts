/** What operators change: variables, and incidents that are resolved. */
import type { Ordinal } from '../../stream/key.ts';
import { reject, sentence, type Rejection } from '../../stream/rejection.ts';
import type { Draft } from '../draft.ts';
import { propagateAll, setAllLocal } from '../variable.ts';
import { proceed } from './case.ts';
import { noSuch, type Handlers } from './handler.ts';

export const repairHandlers: Handlers<'SetVariables' | 'ResolveIncident'> = {
  SetVariables: (dialect, ctx, { scope, variables, local }) => {
    const { draft } = ctx;
    if (!draft.state.elements.has(scope)) return noSuch('update variables of', 'element instance', scope);
    (local ? setAllLocal : propagateAll)(draft, scope, variables);
    return dialect.variablesChanged(ctx);
  },

  ResolveIncident: (dialect, ctx, { incident: ordinal, retries }) => {
    const { draft } = ctx;
    const incident = draft.state.incidents.get(ordinal);
    if (incident === undefined) return noSuch('resolve', 'incident', ordinal);
    if (retries !== undefined && incident.job === undefined)
      return reject('INVALID_STATE', sentence`Expected to resolve incident with key '${{ key: ordinal }}' with ${retries} retries for its job, but it is not about a job`);
    const refused = incident.job === undefined ? undefined : giveRetries(draft, ordinal, incident.job, retries ?? 0);
    if (refused !== undefined) return refused;
    draft.emit({ type: 'IncidentResolved', ordinal });
    if (incident.phase === 'continue') return proceed(dialect, ctx);
    if (incident.phase !== 'job') return dialect.resume(ctx, { ...incident, ordinal });
    if (incident.job !== undefined && draft.state.jobs.has(incident.job)) draft.emit({ type: 'JobOffered', ordinal: incident.job });
    return undefined;
  },
};

/** The job has `least` from now on, or more; none at all is refused, for nobody would do it. */
const giveRetries = (draft: Draft, incident: Ordinal, ordinal: Ordinal, least: number): Rejection | undefined => {
  const job = draft.state.jobs.get(ordinal);
  if (job === undefined) return undefined;
  if (Math.max(job.retries, least) <= 0)
    return reject(
      'INVALID_STATE',
      sentence`Expected to resolve incident with key '${{ key: incident }}', but job with key '${{ key: ordinal }}' has no retries left. Please update the job retries and retry resolving the incident`,
    );
  if (job.retries < least) draft.emit({ type: 'JobRetriesUpdated', ordinal, retries: least });
  return undefined;
};
