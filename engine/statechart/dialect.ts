/**
 * The statechart dialect. What a person or a client asks for is rejected when the statechart cannot
 * take it. What nobody could be told of (a job's result, a timer, a message) is always taken: when the
 * statechart cannot go on with it, an incident keeps it, and resolving the incident goes on with it.
 */
import { terminateAll } from '../case/attached.ts';
import type { CommandOf } from '../case/command.ts';
import type { Dialect, Outcome } from '../case/dialect.ts';
import type { Context } from '../case/draft.ts';
import { setLocal } from '../case/variable.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject } from '../stream/rejection.ts';
import { siteOf } from '../work/attribute.ts';
import { evaluate } from '../work/expression.ts';
import { isFailure, type Failure } from '../work/failure.ts';
import { acceptedEvents } from './accepted-events.ts';
import { beginDelay, beginWork } from './begin-work.ts';
import { isDeadline, keep, keptEvent } from './kept.ts';
import { eventType } from './machine-config.ts';
import { noneHolds, StatechartRun, workDone } from './run.ts';
import { forget, snapshotOf, stopAt, type Stopped } from './snapshot.ts';
import type { Statechart } from './statechart.ts';

/** Variables that the case was not given get their first value from the definition. */
const setContext = (ctx: Context<Statechart>): Failure | undefined => {
  const { draft, model: chart } = ctx;
  const { id, context } = chart.model;
  for (const { name, value } of context) {
    if (draft.state.variables.get(0, name) !== undefined) continue;
    const { scope } = siteOf(ctx, id, 0, { parameters: chart.parameters, event: null });
    const result = evaluate(ctx, value, scope, { element: id, attribute: `the first value of '${name}'` });
    if (!result.ok) return { errorType: 'extractValue', message: result.message };
    setLocal(draft, 0, name, result.value);
  }
  return undefined;
};

/** A person can be told that the result leads nowhere: the task stays open. */
const completeUserTask = (run: StatechartRun, instance: Ordinal, result: JsonObject): Outcome => {
  const invocation = run.invocationOf(instance);
  if (invocation === undefined) throw new Error(`Expected element instance ${instance} to be work of the statechart, but it is not`);
  const { element, hasDone } = invocation;
  const refuse = ({ message }: Failure) =>
    reject('INVALID_STATE', `Expected to complete the user task of '${element}', but the statechart cannot go on with this result. ${message}`);
  const occurrence = workDone(element, result);
  const reaction = run.reactionTo(occurrence);
  if (isFailure(reaction)) return refuse(reaction);
  if (!reaction.taken && hasDone) return refuse(noneHolds(invocation, 'onDone'));
  run.carryOut(occurrence, reaction, { instance, completed: true });
  if (!reaction.taken) run.endWork(instance);
  return undefined;
};

const sendEvent = (run: StatechartRun, { event, data }: CommandOf<'SendEvent'>): Outcome => {
  const { chart, draft } = run;
  const accepted = acceptedEvents(chart, draft.state);
  const match = accepted.find((candidate) => candidate.event === event);
  const refuse = (but: string) => reject('INVALID_STATE', `Expected to send event '${event}' to the case, but ${but}`);
  if (chart.internalEvents.has(event)) return refuse('only the statechart itself raises it');
  if (match === undefined) {
    const names = accepted.map((candidate) => candidate.event).join(', ');
    return refuse(names === '' ? 'it accepts no events now' : `it accepts only these now: ${names}`);
  }
  const occurrence = { type: event, feel: { type: event, data }, brings: {} };
  const reaction = run.reactionTo(occurrence);
  if (isFailure(reaction)) return refuse(`the statechart cannot take it. ${reaction.message}`);
  if (!reaction.taken) return refuse(`this does not hold now: ${match.guards.join(', or ')}`);
  run.carryOut(occurrence, reaction);
  return undefined;
};

/** A deadline is over. That none of its guards holds is an answer, not a failure. */
const elapse = (run: StatechartRun, instance: Ordinal, type: string): void => {
  const occurrence = { type, feel: { type, data: {} }, brings: {} };
  const reaction = run.reactionTo(occurrence);
  if (isFailure(reaction)) keep(run.draft, instance, occurrence, reaction);
  else run.carryOut(occurrence, reaction);
};

/** Goes on with what was kept at an incident; what it brought has been brought. */
const goOnWithKept = (run: StatechartRun, instance: Ordinal, type: string): void => {
  if (isDeadline(type)) return elapse(run, instance, type);
  run.goOn(instance, { ...keptEvent(run.draft, instance, type), brings: {} }, type.startsWith('error/') ? 'onError' : 'onDone');
};

/** Does again what the incident had stopped. */
const resume = (run: StatechartRun, instance: Ordinal, stopped: Stopped): void => {
  const { ctx, chart, draft, decideLater } = run;
  if (stopped.what === 'event') return goOnWithKept(run, instance, stopped.type);
  const invocation = run.invocationOf(instance);
  const state = chart.find(draft.state.elements.get(instance)?.element ?? '');
  const delay = stopped.what === 'delay' ? state?.delays.find(({ name }) => name === stopped.name) : undefined;
  let failure: Failure | undefined;
  if (delay !== undefined) failure = beginDelay(ctx, delay, instance);
  else if (stopped.what === 'invocation' && invocation !== undefined) failure = beginWork(ctx, invocation, { instance, decideLater });
  if (failure !== undefined) stopAt(draft, instance, failure, stopped);
};

/** Runs the statechart; what is accepted is played out. */
const running = (ctx: Context<Statechart>, act: (run: StatechartRun) => Outcome | void): Outcome => {
  const run = new StatechartRun(ctx);
  const refused = act(run);
  if (refused === undefined) run.play();
  return refused ?? undefined;
};

export const statechartDialect: Dialect<Statechart> = {
  name: 'statechart',

  start: (ctx, { startInstructions }) => {
    if (startInstructions !== undefined && startInstructions.length > 0)
      return reject('INVALID_ARGUMENT', 'Expected to start at chosen elements, but a statechart starts only in its initial state');
    return running(ctx, (run) => {
      const failure = setContext(ctx) ?? run.start();
      return failure && reject('INVALID_STATE', `Expected to create a case, but the statechart cannot start. ${failure.message}`);
    });
  },

  workCompleted: (ctx, instance, result) =>
    running(ctx, (run) => {
      const invocation = run.invocationOf(instance);
      if (invocation?.work.type === 'userTask') return completeUserTask(run, instance, result);
      return run.goOn(instance, workDone(invocation?.element ?? '', result));
    }),

  catches: (ctx, instance, errorCode) =>
    (new StatechartRun(ctx).invocationOf(instance)?.catches ?? []).some((codes) => codes === null || codes.includes(errorCode)),

  errorThrown: (ctx, instance, { errorCode, errorMessage, variables }) =>
    running(ctx, (run) => {
      const type = `error/${run.invocationOf(instance)?.element ?? ''}`;
      run.goOn(instance, { type, feel: { type, errorCode, errorMessage, data: variables }, brings: variables }, 'onError');
    }),

  timerFired: (ctx, { instance, target }) =>
    running(ctx, (run) => {
      const state = ctx.draft.state.elements.get(instance)?.element ?? '';
      elapse(run, instance, eventType({ kind: 'after', delay: target }, state));
    }),

  messageArrived: (ctx, { instance, target }, variables) => running(ctx, (run) => run.goOn(instance, workDone(target, variables))),

  listenerCompleted: () => {
    throw new Error('Expected no listener in a statechart, which has none');
  },

  signalCaught: () => {
    throw new Error('Expected no signal for a statechart, which subscribes to none');
  },

  escalationThrown: () => {
    throw new Error('Expected no escalation for a statechart, which calls no cases that throw any');
  },

  variablesChanged: () => undefined,

  resume: (ctx, { ordinal, instance }) =>
    running(ctx, (run) => {
      const stopped = snapshotOf(ctx.draft.state).waiting.find(({ incident }) => incident === ordinal);
      if (stopped !== undefined) resume(run, instance, stopped);
      forget(ctx.draft);
    }),

  proceed: (ctx, { elements }) => running(ctx, (run) => elements.forEach(run.decideLater)),

  cancel: ({ draft }) => {
    terminateAll(draft);
    return undefined;
  },

  eventSent: (ctx, command) => running(ctx, (run) => sendEvent(run, command)),
};
