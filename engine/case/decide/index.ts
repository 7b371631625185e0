/**
 * Deciding a command of a case: no clock, no random, no I/O. What is common to every case is decided here, one
 * handler per command; how a case goes on is the dialect's.
 */
import { ordinalMax, type Ordinal } from '../../stream/key.ts';
import { reject, type Rejection } from '../../stream/rejection.ts';
import type { Command, CommandOf, CommandType } from '../command.ts';
import type { Executable, Outcome } from '../dialect.ts';
import type { Context } from '../draft.ts';
import { isEnding } from '../ending.ts';
import type { CaseState } from '../state.ts';
import { callHandlers } from './call.ts';
import { caseHandlers, resolveCaseIncidents } from './case.ts';
import { commentHandlers } from './comment.ts';
import { functionsOf } from '../who-acted.ts';
import { eventHandlers } from './event.ts';
import { noSuch, type Handler, type Handlers } from './handler.ts';
import { jobHandlers } from './job.ts';
import { repairHandlers } from './repair.ts';
import { userTaskHandlers } from './user-task.ts';

const handlers: Handlers<CommandType> = { ...caseHandlers, ...userTaskHandlers, ...commentHandlers, ...jobHandlers, ...eventHandlers, ...callHandlers, ...repairHandlers };

const verbOf = (command: Command): string => command.type.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();

const subscriptionOf = (state: CaseState, { type, subscription }: CommandOf<'CatchSignal' | 'CorrelateMessage'>): readonly [string, Ordinal, Ordinal | undefined] =>
  type === 'CatchSignal'
    ? ['signal subscription', subscription, state.signals.get(subscription)?.instance]
    : ['message subscription', subscription, state.subscriptions.get(subscription)?.instance];

/** What a command is about, and where it is. */
const subjectOf = (state: CaseState, command: Command): readonly [what: string, ordinal: Ordinal, instance: Ordinal | undefined] | undefined => {
  if ('task' in command) return ['user task', command.task, state.userTasks.get(command.task)?.instance];
  if ('job' in command) return ['job', command.job, state.jobs.get(command.job)?.instance];
  if ('timer' in command) return ['timer', command.timer, state.timers.get(command.timer)?.instance];
  if ('subscription' in command) return subscriptionOf(state, command);
  if ('instance' in command) return ['element instance', command.instance, command.instance];
  if ('scope' in command) return ['element instance', command.scope, command.scope];
  if ('incident' in command) {
    const incident = state.incidents.get(command.incident);
    return ['incident', command.incident, incident?.phase === 'continue' ? undefined : incident?.instance];
  }
  return undefined;
};

const admitted = (state: CaseState, command: Command): Rejection | undefined => {
  if (command.type === 'CreateCase') return undefined;
  if (state.status !== 'active') {
    const is = state.status === 'new' ? 'no such case was found' : `the case is ${state.status}`;
    return reject('NOT_FOUND', `Expected to ${verbOf(command)}, but ${is}`);
  }
  if (state.elements.get(0)?.phase === 'terminating' && command.type !== 'Continue' && command.type !== 'ReportFault' && command.type !== 'ResolveIncident')
    return reject('NOT_FOUND', `Expected to ${verbOf(command)}, but the case is being terminated`);
  return aboutEnding(state, command);
};

/** What is being ended is gone for everybody but the case itself. */
const aboutEnding = (state: CaseState, command: Command): Rejection | undefined => {
  const [what, ordinal, instance] = subjectOf(state, command) ?? ['', 0, undefined];
  if (instance === undefined || !isEnding(state, instance)) return undefined;
  return noSuch(command.type === 'SetVariables' ? 'update variables of' : (verbOf(command).split(' ')[0] ?? ''), what, ordinal);
};

/** Kept for telling a person that there is room for nothing else. */
const ordinalsKept = 1_000;

/** Keys have room for so many things in one case; see `key.ts`. */
const outOfOrdinals = ({ lastOrdinal }: CaseState, { type }: Command): Rejection | undefined => {
  const most = type === 'ReportFault' ? ordinalMax : ordinalMax - ordinalsKept;
  return lastOrdinal <= most ? undefined : reject('RESOURCE_EXHAUSTED', `Expected at most ${most} things in the life of a case, but the command makes more`);
};

export const decideCase = (ctx: Context<Executable>, command: Command): Outcome => {
  const { state } = ctx.draft;
  const refused = admitted(state, command);
  if (refused !== undefined) return refused;
  const { dialect, model } = ctx.model;
  const outcome = (handlers[command.type] as Handler<CommandType>)(dialect, { ...ctx, model, functions: functionsOf(ctx) }, command) ?? outOfOrdinals(state, command);
  if (state.status !== 'active') resolveCaseIncidents(ctx.draft);
  return outcome;
};
