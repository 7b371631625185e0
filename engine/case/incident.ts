/** Incidents: the case needs a person. They are events, visible, and can be resolved. */
import type { Draft } from './draft.ts';
import type { IncidentErrorType, IncidentPhase } from './event.ts';
import type { Ordinal } from '../stream/key.ts';
import { cutMessage } from './cut-message.ts';

export interface IncidentCause {
  readonly errorType: IncidentErrorType;
  readonly phase: IncidentPhase;
  readonly message: string;
  readonly job?: Ordinal;
}

/** `instance` 0: the incident is the case's own. */
export const raiseIncident = (draft: Draft, instance: Ordinal, cause: IncidentCause): void => {
  const { errorType, phase, job } = cause;
  const message = cutMessage(cause.message);
  const ordinal = draft.nextOrdinal();
  const element = (instance === 0 ? draft.state.definition?.id : draft.state.elements[instance]?.element) ?? '';
  const base = { type: 'IncidentCreated', ordinal, instance, element, errorType, phase, message } as const;
  draft.emit(job === undefined ? base : { ...base, job });
};

/** Resolves incidents of the case itself, which belong to no element that would take them along. */
export const resolveCaseIncidents = (draft: Draft): void => {
  for (const [ordinal, { instance }] of Object.entries(draft.state.incidents))
    if (instance === 0) draft.emit({ type: 'IncidentResolved', ordinal: Number(ordinal) });
};
