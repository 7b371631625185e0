/**
 * Beginning work: everything that can fail is evaluated before the first event, so that a failure leaves nothing
 * behind and the activation can be run again. What is evaluated is given back as a beginning, to be carried out when
 * everything else that belongs to the element could be evaluated too.
 */
import type { Context } from '../case/draft.ts';
import type { EventOf } from '../case/event.ts';
import type { Ordinal } from '../stream/key.ts';
import { evaluateAttribute, evaluateAttributes, type Site } from './attribute.ts';
import type { JobDefinition, MessageDefinition, TimerDefinition, UserTaskDefinition } from './definition.ts';
import type { Expression } from './expression.ts';
import { isFailure, type Failure } from './failure.ts';
import { evaluateTimer, schedule } from './timer.ts';

/** Emits what begins the work. */
export type Beginning = () => void;

/** The element instance that works, as its dialect names it. */
export interface Worked {
  readonly instance: Ordinal;
  readonly name: string | null;
}

/** Absent: it does the work of its element. */
type Purpose = Pick<EventOf<'JobCreated'>, 'purpose' | 'listener'>;

export const prepareUserTask = (ctx: Context, site: Site, { instance, name }: Worked, { attributes, headers }: UserTaskDefinition): Beginning | Failure => {
  const evaluated = evaluateAttributes(ctx, site, attributes);
  if (isFailure(evaluated)) return evaluated;
  const { draft } = ctx;
  return () =>
    draft.emit({ type: 'UserTaskCreated', ordinal: draft.peekOrdinal(), instance, element: site.element, name, headers, ...evaluated.value });
};

export const prepareJob = (ctx: Context, site: Site, { instance, purpose, listener }: Worked & Purpose, { attributes, headers }: JobDefinition): Beginning | Failure => {
  const evaluated = evaluateAttributes(ctx, site, attributes);
  if (isFailure(evaluated)) return evaluated;
  const { draft } = ctx;
  const of = { ...(purpose === undefined ? {} : { purpose }), ...(listener === undefined ? {} : { listener }) };
  return () => draft.emit({ type: 'JobCreated', ordinal: draft.peekOrdinal(), instance, element: site.element, ...evaluated.value, headers, ...of });
};

/** What catches on behalf of an element instance: the event's id, and whether it is used up by what it catches. */
export interface Catching {
  readonly instance: Ordinal;
  readonly target: string;
  readonly once: boolean;
}

/** Name and key may be looked up from different scopes. */
export const prepareMessage = (
  ctx: Context,
  { name: nameSite, key: keySite }: { readonly name: Site; readonly key: Site },
  { instance, target, once }: Catching,
  { attributes }: MessageDefinition,
): Beginning | Failure => {
  const name = evaluateAttribute(ctx, nameSite, 'messageName', attributes.messageName);
  if (isFailure(name)) return name;
  const key = evaluateAttribute(ctx, keySite, 'correlationKey', attributes.correlationKey);
  if (isFailure(key)) return key;
  const { draft } = ctx;
  const subscription = { messageName: name.value, correlationKey: key.value, once };
  return () => draft.emit({ type: 'MessageSubscriptionOpened', ordinal: draft.peekOrdinal(), instance, target, ...subscription });
};

export const prepareTimer = (ctx: Context, site: Site, { instance, target }: Catching, definition: TimerDefinition): Beginning | Failure => {
  const timer = evaluateTimer(ctx, site, definition);
  return isFailure(timer) ? timer : () => schedule(ctx.draft, instance, target, timer.value);
};

export const prepareSignal = (ctx: Context, site: Site, { instance, target, once }: Catching, name: Expression): Beginning | Failure => {
  const evaluated = evaluateAttribute(ctx, site, 'signalName', name);
  if (isFailure(evaluated)) return evaluated;
  const { draft } = ctx;
  return () => draft.emit({ type: 'SignalSubscriptionOpened', ordinal: draft.peekOrdinal(), instance, target, signalName: evaluated.value, once });
};

/** It is looked at for the first time when what was begun with it has come to rest. */
export const prepareCondition = ({ draft }: Context, { instance, target }: Catching): Beginning => () =>
  draft.emit({ type: 'ConditionOpened', ordinal: draft.peekOrdinal(), instance, target });
