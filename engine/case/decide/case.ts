/** The case as a whole: it begins, is cancelled, goes on where a limit had stopped it. */
import { doneBy } from '../../stream/actor.ts';
import type { Ordinal } from '../../stream/key.ts';
import { reject } from '../../stream/rejection.ts';
import type { Draft } from '../draft.ts';
import { raiseIncident } from '../incident.ts';
import { setAllLocal } from '../variable.ts';
import type { Handlers, Proceed } from './handler.ts';

/** Incidents of the case itself, which belong to no element that would take them along. */
export const resolveCaseIncidents = (draft: Draft): void => {
  for (const [ordinal] of draft.state.incidents.in(0)) draft.emit({ type: 'IncidentResolved', ordinal });
};

const calledCase = (root: string): string =>
  `Expected to cancel a case that nobody has called, but it is called by another. Cancel the case at the top of the calls, with key '${root}'`;

const nothingLeft: { readonly elements: readonly Ordinal[]; readonly scopes: readonly Ordinal[] } = { elements: [], scopes: [] };

export const caseHandlers: Handlers<'CreateCase' | 'CancelCase' | 'CloseCase' | 'Continue' | 'ReportFault' | 'SendEvent'> = {
  CreateCase: (dialect, ctx, command) => {
    const { draft } = ctx;
    if (draft.state.status !== 'new') return reject('ALREADY_EXISTS', 'Expected to create a case, but it exists already');
    const { definition, businessId, tags, parent, root, caught, startEvent, startedBy } = command;
    draft.emit({
      type: 'CaseCreated',
      definition,
      initiator: doneBy(ctx.order),
      ...(businessId === undefined ? {} : { businessId }),
      ...(tags === undefined ? {} : { tags }),
      ...(parent === undefined ? {} : { parent }),
      ...(root === undefined ? {} : { root }),
      ...(caught === undefined ? {} : { caught }),
      ...(startEvent === undefined ? {} : { startEvent }),
      ...(startedBy === undefined ? {} : { startedBy }),
    });
    setAllLocal(draft, 0, command.variables);
    return dialect.start(ctx, command);
  },

  CancelCase: (dialect, ctx) =>
    ctx.draft.state.caller === null ? dialect.cancel(ctx) : reject('INVALID_STATE', calledCase(ctx.draft.state.caller.root)),

  /** One that is broken does not come here: nothing can be decided on a state that is not known. */
  CloseCase: () => reject('INVALID_STATE', 'Expected to close a case whose record is broken, but every step of it follows the one before. Cancel it instead'),

  Continue: (dialect, ctx) => {
    resolveCaseIncidents(ctx.draft);
    return proceed(dialect, ctx);
  },

  ReportFault: (_dialect, { draft }, { errorMessage: message }) => {
    for (const [, { phase }] of draft.state.incidents.in(0))
      if (phase === 'continue') return reject('ALREADY_EXISTS', 'Expected to report that the case does not go on, but an incident says so already');
    raiseIncident(draft, 0, { errorType: 'unknown', phase: 'continue', message });
    return undefined;
  },

  SendEvent: (dialect, ctx, command) => dialect.eventSent(ctx, command),
};

/** Takes up what is left, if anything is. */
export const proceed: Proceed = (dialect, ctx) => {
  const left = ctx.draft.state.continuation;
  if (left !== null) ctx.draft.emit({ type: 'Continued' });
  return dialect.proceed(ctx, left ?? nothingLeft);
};
