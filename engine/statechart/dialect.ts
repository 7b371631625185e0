/**
 * The statechart dialect. What a person or a client asks for is rejected when the statechart cannot
 * take it, and nothing changes. What nobody could be told of (a job's result, a timer, a message) is
 * always taken: when the statechart cannot go on with it, an incident keeps it, and resolving the
 * incident goes on with it.
 */
import type { CommandOf } from '../case/command.ts';
import type { DecideContext, Dialect, Outcome } from '../case/dialect.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject } from '../stream/rejection.ts';
import { setAllLocal, setLocal } from '../case/variable.ts';
import { cancelAttached } from '../case/attached.ts';
import { acceptedEvents } from './accepted-events.ts';
import { evaluateValue, scopeOf, type Failure } from './evaluation.ts';
import { occurrenceType, type MachineStep, type Occurrence, type StepReading } from './machine.ts';
import type { Invocation, StatechartModel } from './model.ts';
import { Settlement } from './settle.ts';
import { configurationOf, forget, record, snapshotOf, stop, type Stopped } from './snapshot.ts';
import { startDelay, startInvocation } from './start-work.ts';

type Context = DecideContext<StatechartModel>;

/** `taken`: the occurrence itself made a transition, not only what stood ready anyway. */
type Occurred = { readonly ok: true; readonly taken: boolean } | { readonly ok: false; readonly failure: Failure };

const readingOf = ({ draft, model, now }: Context): StepReading => ({
  variable: (name) => {
    const variables = draft.state.variables[0];
    return variables !== undefined && Object.hasOwn(variables, name) ? variables[name]?.value : undefined;
  },
  parameters: model.parameterValues,
  now,
});

const settle = (ctx: Context, step: MachineStep & { ok: true }, event: string): void => {
  new Settlement(ctx).settle(step, event);
  if (step.done) ctx.draft.emit({ type: 'CaseCompleted' });
};

const typeOfFirst = ({ model }: Context, step: MachineStep & { ok: true }): string | undefined => {
  const first = step.trace.find((trace) => trace.kind === 'took');
  const transition = first === undefined ? undefined : model.transitions.get(first.transition);
  return transition === undefined ? undefined : occurrenceType(transition.trigger, transition.source);
};

/** One macrostep. Nothing is emitted when it fails. `worked`: an element that ends if this is taken. */
const occur = (ctx: Context, occurrence: Occurrence, worked?: Ordinal): Occurred => {
  const step = ctx.model.machine.send(configurationOf(snapshotOf(ctx.draft.state)), occurrence, readingOf(ctx));
  if (!step.ok) return step;
  const taken = typeOfFirst(ctx, step) === occurrence.type;
  if (worked !== undefined && taken) endWork(ctx, worked, occurrence.type.startsWith('done/'));
  settle(ctx, step, occurrence.type);
  return { ok: true, taken };
};

/** Work inside a state is an element of its own and ends; work that is the state ends with the state. */
const endWork = ({ draft, model }: Context, instance: Ordinal, completed = true): void => {
  const element = draft.state.elements[instance]?.element;
  if (element === undefined || model.states.has(element)) return;
  cancelAttached(draft, instance);
  draft.emit({ type: completed ? 'ElementCompleted' : 'ElementTerminated', ordinal: instance });
};

const invocationOf = ({ draft, model }: Context, instance: Ordinal): Invocation | undefined =>
  model.invocations.get(draft.state.elements[instance]?.element ?? '');

const noneHolds = ({ type }: Occurrence, element: string): Failure => ({
  errorType: 'CONDITION_ERROR',
  message: `Expected ${type.startsWith('error/') ? 'onError' : 'onDone'} of '${element}' to lead on, but none of its guards holds`,
});

const isDeadline = (type: string): boolean => type.startsWith('after/');

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keeps an occurrence at an incident of the element instance. */
const keep = ({ draft }: Context, instance: Ordinal, { type, feel }: Occurrence, failure: Failure): void => {
  if (draft.state.elements[instance] === undefined) return;
  if (!isDeadline(type)) setLocal(draft, instance, 'event', feel);
  const waiting = stop(draft, instance, failure, { what: 'event', type });
  const snapshot = snapshotOf(draft.state);
  record(draft, { ...snapshot, waiting: [...snapshot.waiting, waiting] });
};

/** Goes on after work of the element instance; what cannot go on waits at an incident. */
const goOn = (ctx: Context, instance: Ordinal, occurrence: Occurrence): void => {
  const invocation = invocationOf(ctx, instance);
  const occurred = occur(ctx, occurrence, instance);
  if (!occurred.ok) return keep(ctx, instance, occurrence, occurred.failure);
  if (occurred.taken || invocation === undefined) return;
  if (occurrence.type.startsWith('done/') && !invocation.hasDone) endWork(ctx, instance);
  else keep(ctx, instance, occurrence, noneHolds(occurrence, invocation.element));
};

/** A deadline is over. That none of its guards holds is an answer, not a failure. */
const elapse = (ctx: Context, instance: Ordinal, type: string): void => {
  const occurrence: Occurrence = { type, feel: { type, data: {} } };
  const occurred = occur(ctx, occurrence);
  if (!occurred.ok) keep(ctx, instance, occurrence, occurred.failure);
};

const completeUserTask = (ctx: Context, instance: Ordinal, { element, hasDone }: Invocation, occurrence: Occurrence): Outcome => {
  const occurred = occur(ctx, occurrence, instance);
  const refuse = ({ message }: Failure) =>
    reject('INVALID_STATE', `Expected to complete the user task of '${element}', but the statechart cannot go on with this result. ${message}`);
  if (!occurred.ok) return refuse(occurred.failure);
  if (occurred.taken) return undefined;
  if (hasDone) return refuse(noneHolds(occurrence, element));
  endWork(ctx, instance);
  return undefined;
};

/** Variables that the case was not given get their first value from the definition. */
const setContext = (ctx: Context): Failure | null => {
  const { draft, model, now } = ctx;
  for (const { name, value } of model.context) {
    const reading = readingOf(ctx);
    if (reading.variable(name) !== undefined) continue;
    const scope = scopeOf({ ...reading, assigned: {}, event: null });
    const result = evaluateValue(value, scope, now);
    if (!result.ok) return { errorType: 'EXTRACT_VALUE_ERROR', message: result.message };
    setLocal(draft, 0, name, result.value);
  }
  return null;
};

const sendEvent = (ctx: Context, { event, data }: CommandOf<'SendEvent'>): Outcome => {
  const { model, draft } = ctx;
  const accepted = acceptedEvents(model, draft.state);
  const match = accepted.find((candidate) => candidate.event === event);
  const refuse = (but: string) => reject('INVALID_STATE', `Expected to send event '${event}' to the case, but ${but}`);
  if (model.internalEvents.has(event)) return refuse('only the statechart itself raises it');
  if (match === undefined) {
    const names = accepted.map((candidate) => candidate.event).join(', ');
    return refuse(names === '' ? 'it accepts no events now' : `it accepts only these now: ${names}`);
  }
  const occurred = occur(ctx, { type: event, feel: { type: event, data } });
  if (!occurred.ok) return refuse(`the statechart cannot take it. ${occurred.failure.message}`);
  return occurred.taken ? undefined : refuse(`this does not hold now: ${match.guards.join(', or ')}`);
};

/** Goes on with what was kept at an incident, as it stands there now. */
const goOnWithKept = (ctx: Context, instance: Ordinal, type: string): void => {
  if (isDeadline(type)) return elapse(ctx, instance, type);
  const feel = ctx.draft.state.variables[instance]?.['event']?.value;
  goOn(ctx, instance, { type, feel: isObject(feel) ? feel : { type, data: {} } });
};

/** Does again what the incident had stopped. */
const resume = (ctx: Context, instance: Ordinal, stopped: Stopped): void => {
  const { draft, model } = ctx;
  if (stopped.what === 'event') return goOnWithKept(ctx, instance, stopped.type);
  const invocation = invocationOf(ctx, instance);
  const state = model.states.get(draft.state.elements[instance]?.element ?? '');
  const delay = stopped.what === 'delay' ? state?.delays.find(({ name }) => name === stopped.name) : undefined;
  let failure: Failure | null = null;
  if (delay !== undefined) failure = startDelay(ctx, delay, instance);
  else if (stopped.what === 'invocation' && invocation !== undefined) failure = startInvocation(ctx, invocation, instance);
  const again = failure === null ? [] : [stop(draft, instance, failure, stopped)];
  const snapshot = snapshotOf(draft.state);
  if (again.length > 0) record(draft, { ...snapshot, waiting: [...snapshot.waiting, ...again] });
};

export const statechartDialect: Dialect<StatechartModel> = {
  name: 'statechart',

  start: (ctx, { startInstructions }) => {
    if (startInstructions !== undefined && startInstructions.length > 0)
      return reject('INVALID_ARGUMENT', 'Expected to start at chosen elements, but a statechart starts only in its initial state');
    const unset = setContext(ctx);
    const step: MachineStep = unset === null ? ctx.model.machine.start(readingOf(ctx)) : { ok: false, failure: unset };
    if (!step.ok)
      return reject('INVALID_STATE', `Expected to create a case, but the statechart cannot start. ${step.failure.message}`);
    settle(ctx, step, 'start');
    return undefined;
  },

  workCompleted: (ctx, instance, result) => {
    const invocation = invocationOf(ctx, instance);
    if (invocation === undefined) return undefined;
    const type = `done/${invocation.element}`;
    const occurrence: Occurrence = { type, feel: { type, data: result } };
    setAllLocal(ctx.draft, 0, result);
    if (invocation.work.kind === 'userTask') return completeUserTask(ctx, instance, invocation, occurrence);
    goOn(ctx, instance, occurrence);
    return undefined;
  },

  catches: (ctx, instance, errorCode) =>
    (invocationOf(ctx, instance)?.catches ?? []).some((codes) => codes === null || codes.includes(errorCode)),

  errorThrown: (ctx, instance, { errorCode, errorMessage, variables }) => {
    const type = `error/${invocationOf(ctx, instance)?.element ?? ''}`;
    setAllLocal(ctx.draft, 0, variables);
    goOn(ctx, instance, { type, feel: { type, errorCode, errorMessage, data: variables } });
    return undefined;
  },

  timerFired: (ctx, { instance, target }) => {
    const state = ctx.draft.state.elements[instance]?.element ?? '';
    const type = occurrenceType({ kind: 'after', delay: target }, state);
    elapse(ctx, instance, type);
    return undefined;
  },

  messageArrived: (ctx, { instance, target }, variables) => {
    const type = `done/${target}`;
    setAllLocal(ctx.draft, 0, variables);
    goOn(ctx, instance, { type, feel: { type, data: variables } });
    return undefined;
  },

  resume: (ctx, { ordinal, instance }) => {
    const stopped = snapshotOf(ctx.draft.state).waiting.find(({ incident }) => incident === ordinal);
    if (stopped !== undefined) resume(ctx, instance, stopped);
    forget(ctx.draft);
    return undefined;
  },

  // A statechart's macrostep is short (`statechartIterations`), so nothing is left for later.
  proceed: () => undefined,

  // Inner elements are younger than those around them.
  terminate: ({ draft }) => {
    for (const ordinal of Object.keys(draft.state.elements).map(Number).toReversed()) {
      cancelAttached(draft, ordinal);
      draft.emit({ type: 'ElementTerminated', ordinal });
    }
  },

  eventSent: sendEvent,
};
