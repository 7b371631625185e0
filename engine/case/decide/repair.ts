/** What operators change: variables, and incidents that are resolved. */
import { reject, sentence } from '../../stream/rejection.ts';
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
    const job = incident.job === undefined ? undefined : draft.state.jobs.get(incident.job);
    if (retries !== undefined && incident.job === undefined)
      return reject('INVALID_STATE', sentence`Expected to resolve incident with key '${{ key: ordinal }}' with ${retries} retries for its job, but it is not about a job`);
    if (incident.job !== undefined && job !== undefined && Math.max(job.retries, retries ?? 0) <= 0)
      return reject(
        'INVALID_STATE',
        sentence`Expected to resolve incident with key '${{ key: ordinal }}', but job with key '${{ key: incident.job }}' has no retries left. Please update the job retries and retry resolving the incident`,
      );
    if (retries !== undefined && incident.job !== undefined && job !== undefined && job.retries < retries)
      draft.emit({ type: 'JobRetriesUpdated', ordinal: incident.job, retries });
    draft.emit({ type: 'IncidentResolved', ordinal });
    if (incident.phase === 'continue') return proceed(dialect, ctx);
    if (incident.phase !== 'job') return dialect.resume(ctx, { ...incident, ordinal });
    if (job !== undefined && incident.job !== undefined) draft.emit({ type: 'JobOffered', ordinal: incident.job });
    return undefined;
  },
};
