/**
 * An errand is the smallest procedure that has everything a journal must keep: people's tasks, jobs,
 * timers, messages, decisions, incidents. Its stops follow one another. It is a dialect of its own,
 * so that the journal is tested apart from BPMN and statecharts.
 */
import type { Context as CaseContext, Dialect, Executable, Outcome } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import type { DecisionRef, Ordinal } from '../../engine/stream/index.ts';
import { raiseIncident } from '../../engine/case/incident.ts';
import { propagateAll } from '../../engine/case/variable.ts';
import { terminateAll } from '../../engine/case/attached.ts';

export type Stop = 'task' | 'job' | 'timer' | 'message' | 'decision';

export interface Errand {
  readonly stops: readonly Stop[];
}

type Context = CaseContext<Errand>;

const stopId = (index: number): string => `stop-${index}`;
const stopIndex = (element: string): number => Number(element.slice('stop-'.length));

const kinds = {
  task: 'userTask', job: 'serviceTask', timer: 'intermediateCatchEvent', message: 'receiveTask', decision: 'businessRuleTask',
} as const;

/** Activates the stop at the index, or ends the case behind the last one. */
const enter = (ctx: Context, index: number): Outcome => {
  const stop = ctx.model.stops[index];
  if (stop === undefined) {
    ctx.draft.emit({ type: 'CaseCompleted' });
    return undefined;
  }
  const instance = ctx.draft.peekOrdinal();
  ctx.draft.emit({ type: 'ElementActivated', ordinal: instance, element: stopId(index), kind: kinds[stop], scope: 0 });
  return stop === 'decision' ? evaluate(ctx, instance, index) : waitAt(ctx, instance, index, stop);
};

const waitAt = ({ draft, now }: Context, instance: Ordinal, index: number, stop: Exclude<Stop, 'decision'>): Outcome => {
  const ordinal = draft.peekOrdinal();
  const at = { ordinal, instance } as const;
  if (stop === 'task')
    draft.emit({
      type: 'UserTaskCreated', ...at, element: stopId(index), name: `Stop ${index}`, assignee: null,
      candidateGroups: ['errands'], candidateUsers: [], dueDate: null, followUpDate: null, priority: 50,
      formId: null, externalFormReference: null, headers: {},
    });
  if (stop === 'job')
    draft.emit({ type: 'JobCreated', ...at, element: stopId(index), jobType: 'fetch', retries: 2, headers: { kind: 'errand' } });
  if (stop === 'timer') draft.emit({ type: 'TimerScheduled', ...at, target: stopId(index), due: now + 1_000 });
  if (stop === 'message')
    draft.emit({
      type: 'MessageSubscriptionOpened', ...at, target: stopId(index), messageName: 'arrived', correlationKey: `order-${instance}`, once: true,
    });
  return undefined;
};

const evaluate = (ctx: Context, instance: Ordinal, index: number): Outcome => {
  const answer = ctx.ask({ type: 'decision', id: 'route', binding: { type: 'latest' } });
  if (answer === null) {
    raiseIncident(ctx.draft, instance, { errorType: 'calledDecision', phase: 'activate', message: 'Expected decision route, but there is none' });
    return undefined;
  }
  const { hash, key, id } = answer as unknown as DecisionRef;
  if (ctx.library.decision(hash) === undefined) throw new Error(`Expected decision ${hash} in the library`);
  const output = { next: index + 1, seen: ctx.draft.state.variables.in(0).map(([name]) => name) };
  const ordinal = ctx.draft.peekOrdinal();
  ctx.draft.emit({
    type: 'DecisionEvaluated', ordinal, instance, element: stopId(index), decisionId: id, decisionKey: key, hash,
    state: 'evaluated', output, report: { rules: [1] },
  });
  return leave(ctx, instance, { route: output });
};

/** The stop is done: its result becomes variables, and the next stop begins. */
const leave = (ctx: Context, instance: Ordinal, result: JsonObject): Outcome => {
  const element = ctx.draft.state.elements.get(instance)?.element ?? '';
  propagateAll(ctx.draft, instance, result);
  ctx.draft.emit({ type: 'ElementCompleted', ordinal: instance });
  return enter(ctx, stopIndex(element) + 1);
};

const dialect: Dialect<Errand> = {
  name: 'bpmn',
  start: (ctx) => enter(ctx, 0),
  workCompleted: leave,
  catches: () => false,
  errorThrown: () => undefined,
  timerFired: (ctx, timer) => leave(ctx, timer.instance, { firedAt: ctx.now }),
  messageArrived: (ctx, subscription, variables) => leave(ctx, subscription.instance, variables),
  listenerCompleted: () => undefined,
  signalCaught: () => undefined,
  escalationThrown: () => undefined,
  variablesChanged: () => undefined,
  resume: (ctx, incident) => {
    const element = ctx.draft.state.elements.get(incident.instance)?.element ?? '';
    return evaluate(ctx, incident.instance, stopIndex(element));
  },
  proceed: () => undefined,
  cancel: ({ draft }) => {
    terminateAll(draft);
    return undefined;
  },
  eventSent: () => undefined,
};

export const errand = (stops: readonly Stop[]): Executable => ({ dialect, model: { stops } });
