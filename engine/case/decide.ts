/**
 * `decide(model, draft, command, facts) -> events | rejection | need`: no clock, no random, no I/O.
 * One handler per command. What is common to every case is decided here; how a case goes on is the
 * dialect's.
 */
import type { Command, CommandOf, CommandType } from './command.ts';
import { cutMessage } from './cut-message.ts';
import type { DecideContext, Dialect, Library, Outcome } from './dialect.ts';
import type { Draft } from './draft.ts';
import type { Event } from './event.ts';
import type { Answers, Need, Question } from '../stream/facts.ts';
import { raiseIncident, resolveCaseIncidents } from './incident.ts';
import { ordinalMax, type Ordinal } from '../stream/key.ts';
import { reject, type Rejection } from '../stream/rejection.ts';
import type { CaseState } from './state.ts';
import { propagateAll, setAllLocal } from './variable.ts';

/** A compiled definition and the dialect that runs it. */
export interface Executable<Model = unknown> {
  readonly dialect: Dialect<Model>;
  readonly model: Model;
  /** What its decisions will ask, known from the definition: answered beforehand, so that `Need` is rare. */
  readonly questions?: readonly Question[];
}

export interface Facts {
  /** Epoch ms: the larger of the clock and the case's last step. */
  readonly now: number;
  readonly answers: Answers;
  readonly library: Library;
}

export type Decision = { readonly kind: 'accepted'; readonly events: readonly Event[] } | Rejection | Need;

type Handler<T extends CommandType> = (
  dialect: Dialect<unknown>,
  ctx: DecideContext<unknown>,
  command: CommandOf<T>,
) => Outcome;

const noSuch = (verb: string, what: string, ordinal: Ordinal): Rejection =>
  reject('NOT_FOUND', `Expected to ${verb} ${what} with key '{key:${ordinal}}', but no such ${what} was found`);

const handlers: { readonly [T in CommandType]: Handler<T> } = {
  CreateCase: (dialect, ctx, command) => {
    const { draft } = ctx;
    if (draft.state.status !== 'new')
      return reject('ALREADY_EXISTS', 'Expected to create a case, but it exists already');
    const { definition, businessId, tags } = command;
    draft.emit({
      type: 'CaseCreated',
      definition,
      ...(businessId === undefined ? {} : { businessId }),
      ...(tags === undefined ? {} : { tags }),
    });
    setAllLocal(draft, 0, command.variables);
    return dialect.start(ctx, command);
  },

  CancelCase: (dialect, ctx) => {
    dialect.terminate(ctx);
    ctx.draft.emit({ type: 'CaseTerminated' });
    return undefined;
  },

  Continue: (dialect, ctx) => {
    resolveCaseIncidents(ctx.draft);
    return dialect.proceed(ctx);
  },

  ReportFault: (_dialect, { draft }, { errorMessage: message }) => {
    if (Object.values(draft.state.incidents).some(({ phase }) => phase === 'continue'))
      return reject('ALREADY_EXISTS', 'Expected to report that the case does not go on, but an incident says so already');
    raiseIncident(draft, 0, { errorType: 'UNKNOWN', phase: 'continue', message });
    return undefined;
  },

  CompleteUserTask: (dialect, ctx, { task: ordinal, variables, action }) => {
    const task = ctx.draft.state.userTasks[ordinal];
    if (task === undefined) return noSuch('complete', 'user task', ordinal);
    ctx.draft.emit({ type: 'UserTaskCompleted', ordinal, ...(action === undefined ? {} : { action }) });
    return dialect.workCompleted(ctx, task.instance, variables);
  },

  AssignUserTask: (_dialect, ctx, { task: ordinal, assignee, allowOverride, action }) => {
    const task = ctx.draft.state.userTasks[ordinal];
    if (task === undefined) return noSuch('assign', 'user task', ordinal);
    if (!allowOverride && task.assignee !== null && task.assignee !== assignee)
      return reject(
        'INVALID_STATE',
        `Expected to assign user task with key '{key:${ordinal}}', but it is already assigned to '${task.assignee}'. Unassign it first or allow the override`,
      );
    ctx.draft.emit({ type: 'UserTaskAssigned', ordinal, assignee, ...(action === undefined ? {} : { action }) });
    return undefined;
  },

  UnassignUserTask: (_dialect, ctx, { task: ordinal }) => {
    if (ctx.draft.state.userTasks[ordinal] === undefined) return noSuch('unassign', 'user task', ordinal);
    ctx.draft.emit({ type: 'UserTaskAssigned', ordinal, assignee: null });
    return undefined;
  },

  UpdateUserTask: (_dialect, ctx, { task: ordinal, changes, action }) => {
    if (ctx.draft.state.userTasks[ordinal] === undefined) return noSuch('update', 'user task', ordinal);
    ctx.draft.emit({ type: 'UserTaskUpdated', ordinal, changes, ...(action === undefined ? {} : { action }) });
    return undefined;
  },

  CompleteJob: (dialect, ctx, { job: ordinal, variables }) => {
    const job = ctx.draft.state.jobs[ordinal];
    if (job === undefined) return noSuch('complete', 'job', ordinal);
    const blocked = inErrorThrown(ctx.draft.state, ordinal, 'complete');
    if (blocked !== undefined) return blocked;
    resolveJobIncidents(ctx.draft, job.instance, ordinal);
    ctx.draft.emit({ type: 'JobCompleted', ordinal });
    return dialect.workCompleted(ctx, job.instance, variables);
  },

  FailJob: (_dialect, ctx, command) => {
    const { job: ordinal, retries, retryBackOffMs } = command;
    const { draft, now } = ctx;
    const job = draft.state.jobs[ordinal];
    if (job === undefined) return noSuch('fail', 'job', ordinal);
    const blocked = inErrorThrown(draft.state, ordinal, 'fail') ?? withoutRetries(job.retries, ordinal);
    if (blocked !== undefined) return blocked;
    const message = cutMessage(command.errorMessage);
    draft.emit({ type: 'JobFailed', ordinal, retries, retryAt: now + retryBackOffMs, message });
    if (command.variables !== undefined) setAllLocal(draft, job.instance, command.variables);
    if (retries > 0) return undefined;
    raiseIncident(draft, job.instance, {
      errorType: 'JOB_NO_RETRIES',
      phase: 'job',
      job: ordinal,
      message: message === '' ? 'No more retries left.' : message,
    });
    return undefined;
  },

  ThrowJobError: (dialect, ctx, command) => {
    const { job: ordinal, errorCode, errorMessage, variables } = command;
    const { draft } = ctx;
    const job = draft.state.jobs[ordinal];
    if (job === undefined) return noSuch('throw an error for', 'job', ordinal);
    const blocked = inErrorThrown(draft.state, ordinal, 'throw an error for');
    if (blocked !== undefined) return blocked;
    const message = cutMessage(errorMessage);
    const caught = dialect.catches(ctx, job.instance, errorCode);
    if (caught) resolveJobIncidents(draft, job.instance, ordinal);
    draft.emit({ type: 'JobErrorThrown', ordinal, errorCode, message, caught });
    if (caught) return dialect.errorThrown(ctx, job.instance, { errorCode, errorMessage: message, variables });
    const said = message === '' ? '' : ` ${message}`;
    raiseIncident(draft, job.instance, {
      errorType: 'UNHANDLED_ERROR_EVENT',
      phase: 'job',
      job: ordinal,
      message: `Expected to throw an error event with the code '${errorCode}', but nothing catches it.${said}`,
    });
    return undefined;
  },

  UpdateJob: (_dialect, ctx, { job: ordinal, retries }) => {
    if (ctx.draft.state.jobs[ordinal] === undefined) return noSuch('update', 'job', ordinal);
    ctx.draft.emit({ type: 'JobRetriesUpdated', ordinal, retries });
    return undefined;
  },

  FireTimer: (dialect, ctx, { timer: ordinal }) => {
    const timer = ctx.draft.state.timers[ordinal];
    if (timer === undefined) return noSuch('fire', 'timer', ordinal);
    if (ctx.now < timer.due)
      return reject(
        'INVALID_STATE',
        `Expected to fire timer with key '{key:${ordinal}}', but it is due only at ${timer.due} (now ${ctx.now})`,
      );
    ctx.draft.emit({ type: 'TimerFired', ordinal });
    return dialect.timerFired(ctx, { ...timer, ordinal });
  },

  CorrelateMessage: (dialect, ctx, { subscription: ordinal, message, variables }) => {
    const subscription = ctx.draft.state.subscriptions[ordinal];
    if (subscription === undefined) return noSuch('correlate a message to', 'message subscription', ordinal);
    ctx.draft.emit({ type: 'MessageCorrelated', ordinal, message, once: subscription.once });
    return dialect.messageArrived(ctx, subscription, variables);
  },

  SetVariables: (_dialect, ctx, { scope, variables, local }) => {
    if (scope !== 0 && ctx.draft.state.elements[scope] === undefined)
      return noSuch('update variables of', 'element instance', scope);
    (local ? setAllLocal : propagateAll)(ctx.draft, scope, variables);
    return undefined;
  },

  ResolveIncident: (dialect, ctx, { incident: ordinal }) => {
    const incident = ctx.draft.state.incidents[ordinal];
    if (incident === undefined) return noSuch('resolve', 'incident', ordinal);
    const job = incident.job === undefined ? undefined : ctx.draft.state.jobs[incident.job];
    if (incident.job !== undefined && job !== undefined && job.retries <= 0)
      return reject(
        'INVALID_STATE',
        `Expected to resolve incident with key '{key:${ordinal}}', but job with key '{key:${incident.job}}' has no retries left. Please update the job retries and retry resolving the incident`,
      );
    ctx.draft.emit({ type: 'IncidentResolved', ordinal });
    if (incident.phase === 'continue') return dialect.proceed(ctx);
    if (incident.phase !== 'job') return dialect.resume(ctx, { ...incident, ordinal });
    if (job !== undefined && incident.job !== undefined) ctx.draft.emit({ type: 'JobOffered', ordinal: incident.job });
    return undefined;
  },

  SendEvent: (dialect, ctx, command) => dialect.eventSent(ctx, command),
};

/** A job with an uncaught error waits for a person; nobody else may finish it meanwhile. */
const inErrorThrown = (state: CaseState, ordinal: Ordinal, verb: string): Rejection | undefined => {
  const instance = state.jobs[ordinal]?.instance;
  const attached = instance === undefined ? [] : (state.elements[instance]?.attached ?? []);
  const blocked = attached.some((other) => {
    const incident = state.incidents[other];
    return incident?.job === ordinal && incident.errorType === 'UNHANDLED_ERROR_EVENT';
  });
  if (!blocked) return undefined;
  return reject(
    'INVALID_STATE',
    `Expected to ${verb} job with key '{key:${ordinal}}', but it is in state 'ERROR_THROWN'`,
  );
};

const withoutRetries = (retries: number, ordinal: Ordinal): Rejection | undefined =>
  retries > 0
    ? undefined
    : reject('INVALID_STATE', `Expected to fail job with key '{key:${ordinal}}', but it is in state 'FAILED'`);

const resolveJobIncidents = (draft: Draft, instance: Ordinal, job: Ordinal): void => {
  for (const ordinal of draft.state.elements[instance]?.attached.slice() ?? [])
    if (draft.state.incidents[ordinal]?.job === job) draft.emit({ type: 'IncidentResolved', ordinal });
};

const verbOf = (command: Command): string => command.type.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();

const admitted = (state: CaseState, command: Command): Rejection | undefined => {
  if (command.type === 'CreateCase' || state.status === 'active') return undefined;
  const is = state.status === 'new' ? 'no such case was found' : `the case is ${state.status}`;
  return reject('NOT_FOUND', `Expected to ${verbOf(command)}, but ${is}`);
};

/** Keys have room for so many things in one case; see `key.ts`. */
const outOfOrdinals = ({ lastOrdinal }: CaseState): Rejection | undefined =>
  lastOrdinal <= ordinalMax
    ? undefined
    : reject('RESOURCE_EXHAUSTED', `Expected at most ${ordinalMax} things in the life of a case, but the command makes more`);

/**
 * Decides one command on a draft that becomes the next state. After a rejection or a need the draft
 * is unusable if it has events: the caller drops it then.
 */
export const decide = (executable: Executable, draft: Draft, command: Command, facts: Facts): Decision => {
  const refused = admitted(draft.state, command);
  if (refused !== undefined) return refused;
  const ctx: DecideContext<unknown> = { model: executable.model, draft, ...facts };
  const handler = handlers[command.type] as Handler<CommandType>;
  const outcome = handler(executable.dialect, ctx, command) ?? outOfOrdinals(draft.state);
  if (draft.state.status !== 'active') resolveCaseIncidents(draft);
  return outcome ?? { kind: 'accepted', events: draft.events };
};
