/**
 * A dialect whose definitions are lists of acts that follow one another, for trying what cases and other streams
 * tell each other apart from any modelling language. Whatever waits goes on with the next act when it is done.
 */
import type { Context as CaseContext, DefinitionRef, Dialect, Executable, Outcome } from '../../engine/case/index.ts';
import { terminateAll } from '../../engine/case/attached.ts';
import { raiseIncident } from '../../engine/case/incident.ts';
import { propagateAll } from '../../engine/case/variable.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import type { Binding, Ordinal } from '../../engine/stream/index.ts';

export type Act =
  | { readonly wait: 'task' | 'job' }
  | { readonly signal: string; readonly stays?: true }
  | { readonly throw: string; readonly variables?: JsonObject }
  | { readonly call: string; readonly binding?: Binding; readonly errors?: readonly string[] }
  | { readonly error: string }
  | { readonly escalate: string };

type Context = CaseContext<readonly Act[]>;

const kindOf = (act: Act) =>
  'wait' in act ? (act.wait === 'task' ? 'userTask' : 'serviceTask') : 'call' in act ? 'callActivity' : 'signal' in act ? 'intermediateCatchEvent' : 'intermediateThrowEvent';

const enter = (ctx: Context, index: number): Outcome => {
  const act = ctx.model[index];
  if (act === undefined) {
    ctx.draft.emit({ type: 'CaseCompleted' });
    return undefined;
  }
  const instance = ctx.draft.peekOrdinal();
  ctx.draft.emit({ type: 'ElementActivated', ordinal: instance, element: `act-${index}`, kind: kindOf(act), scope: 0 });
  return perform(ctx, instance, act);
};

const perform = (ctx: Context, instance: Ordinal, act: Act): Outcome => {
  const { draft } = ctx;
  const element = draft.state.elements.get(instance)?.element ?? '';
  const at = (): { readonly ordinal: Ordinal; readonly instance: Ordinal; readonly element: string } => ({ ordinal: draft.peekOrdinal(), instance, element });
  if ('wait' in act && act.wait === 'job') draft.emit({ type: 'JobCreated', ...at(), jobType: 'work', retries: 1, headers: {} });
  else if ('wait' in act)
    draft.emit({
      type: 'UserTaskCreated', ...at(), name: null, assignee: null, candidateGroups: [], candidateUsers: [], dueDate: null, followUpDate: null,
      priority: 50, formId: null, externalFormReference: null, headers: {},
    });
  else if ('signal' in act)
    draft.emit({ type: 'SignalSubscriptionOpened', ordinal: draft.peekOrdinal(), instance, target: element, signalName: act.signal, once: act.stays !== true });
  else if ('call' in act) call(ctx, instance, act);
  else if ('throw' in act) return throwSignal(ctx, instance, act);
  else if ('escalate' in act) {
    draft.emit({ type: 'EscalationThrown', instance, element, escalationCode: act.escalate, caught: null, leaves: true });
    return leave(ctx, instance, {});
  } else {
    draft.emit({ type: 'ErrorLeft', errorCode: act.error, message: `Error ${act.error}`, variables: {} });
    draft.emit({ type: 'ElementTerminated', ordinal: instance });
    draft.emit({ type: 'CaseTerminated' });
  }
  return undefined;
};

const throwSignal = (ctx: Context, instance: Ordinal, act: Extract<Act, { throw: string }>): Outcome => {
  const element = ctx.draft.state.elements.get(instance)?.element ?? '';
  ctx.draft.emit({ type: 'SignalThrown', instance, element, signalName: act.throw, variables: act.variables ?? {} });
  return leave(ctx, instance, {});
};

const call = (ctx: Context, instance: Ordinal, { call: id, binding = { type: 'latest' }, errors = [] }: Extract<Act, { call: string }>): void => {
  const { draft, stream } = ctx;
  const definition = ctx.ask({ type: 'definition', id, binding }) as unknown as DefinitionRef | null;
  if (definition === null)
    return raiseIncident(draft, instance, { errorType: 'calledElement', phase: 'activate', message: `Expected process '${id}' to be deployed, but it is not` });
  const called = BigInt(ctx.ask({ type: 'caseNumber', n: 0 }) as string) << 24n;
  const element = draft.state.elements.get(instance)?.element ?? '';
  const root = draft.state.caller?.root ?? String(stream);
  draft.emit({ type: 'CaseCalled', ordinal: draft.peekOrdinal(), instance, element, case: String(called), definition, root, all: true, caught: { errors } });
};

const leave = (ctx: Context, instance: Ordinal, result: JsonObject): Outcome => {
  const index = Number((ctx.draft.state.elements.get(instance)?.element ?? '').slice('act-'.length));
  propagateAll(ctx.draft, instance, result);
  ctx.draft.emit({ type: 'ElementCompleted', ordinal: instance });
  return enter(ctx, index + 1);
};

const actOf = (ctx: Context, instance: Ordinal): Act | undefined => ctx.model[Number((ctx.draft.state.elements.get(instance)?.element ?? '').slice('act-'.length))];

const dialect: Dialect<readonly Act[]> = {
  name: 'bpmn',
  start: (ctx) => enter(ctx, 0),
  workCompleted: leave,
  listenerCompleted: () => undefined,
  catches: (ctx, instance, errorCode) => {
    const act = actOf(ctx, instance);
    return act !== undefined && 'call' in act && act.errors?.includes(errorCode) === true;
  },
  errorThrown: (ctx, instance, { errorCode }) => leave(ctx, instance, { caught: errorCode }),
  timerFired: () => undefined,
  messageArrived: (ctx, { instance }, variables) => leave(ctx, instance, variables),
  signalCaught: (ctx, { instance, once }, variables) => {
    if (once) return leave(ctx, instance, variables);
    propagateAll(ctx.draft, instance, variables);
    return undefined;
  },
  escalationThrown: (ctx, _instance, escalationCode) => {
    propagateAll(ctx.draft, 0, { escalated: escalationCode });
    return undefined;
  },
  variablesChanged: () => undefined,
  resume: (ctx, { instance }) => {
    const act = actOf(ctx, instance);
    return act === undefined ? undefined : perform(ctx, instance, act);
  },
  proceed: () => undefined,
  cancel: ({ draft }) => {
    terminateAll(draft);
    return undefined;
  },
  eventSent: () => undefined,
};

export const script = (...acts: readonly Act[]): Executable => ({ dialect, model: acts });
