/**
 * Bringing messages and subscriptions together. Messages are taken in the order of their publication; a message
 * goes once to each process; a subscription takes one message at a time, and a `once` one only one.
 */
import type { Context as StreamContext } from '../stream/decider.ts';
import { memberOf } from '../json/named-members.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject, sentence, type Rejection } from '../stream/rejection.ts';
import type { MessageCommand, MessageEvent } from './command.ts';
import type { BufferedMessage, MessageState, OpenSubscription } from './state.ts';

type Context = StreamContext<MessageState, MessageEvent, undefined>;
type CommandOf<T extends MessageCommand['type']> = Extract<MessageCommand, { type: T }>;
type Handlers = { readonly [T in MessageCommand['type']]: (ctx: Context, command: CommandOf<T>) => Rejection | undefined };

interface Pair {
  readonly name: string;
  readonly correlationKey: string;
}

const isSame = (a: Pair, b: Pair): boolean => a.name === b.name && a.correlationKey === b.correlationKey;

const mayTake = (message: BufferedMessage, subscription: OpenSubscription): boolean =>
  subscription.pending === undefined && isSame(message, subscription) && memberOf(message.taken, subscription.process) === undefined;

/** The message to the subscriptions that are open now, the oldest of each process. */
const offerMessage = ({ draft }: Context, message: Ordinal): void => {
  for (const [subscription, open] of draft.state.subscriptions.in(0)) {
    const buffered = draft.state.messages.get(message);
    if (buffered !== undefined && mayTake(buffered, open)) draft.emit({ type: 'MessageAssigned', message, subscription });
  }
};

/** The oldest message that waits for such a subscription. */
const offerTo = ({ draft, now }: Context, subscription: Ordinal): void => {
  const open = draft.state.subscriptions.get(subscription);
  if (open === undefined) return;
  for (const [message, buffered] of draft.state.messages.in(0))
    if (buffered.expires > now && mayTake(buffered, open)) return draft.emit({ type: 'MessageAssigned', message, subscription });
};

/** A message whose time is over goes when it is on its way to nobody. */
const expireIfOver = ({ draft, now }: Context, ordinal: Ordinal): void => {
  const message = draft.state.messages.get(ordinal);
  if (message !== undefined && message.expires <= now && message.pending.length === 0) draft.emit({ type: 'MessageExpired', ordinal });
};

const find = <T>(rows: Iterable<readonly [Ordinal, T]>, isIt: (row: T) => boolean): readonly [Ordinal, T] | undefined => {
  for (const found of rows) if (isIt(found[1])) return found;
  return undefined;
};

/** Expiry beyond the year 9999 cannot be written; such a message simply stays. */
const lastInstant = 253_402_300_799_000;

/** The way of a message to a case has come to its end. */
const settle = (ctx: Context, { message: key, subscription: subscriptionKey }: { readonly message: string; readonly subscription: string }, type: 'CorrelationConfirmed' | 'CorrelationRefused' | 'CorrelationReleased'): Rejection | undefined => {
  const { state } = ctx.draft;
  const [message, buffered] = find(state.messages.in(0), (row) => row.message === key) ?? [];
  const pending = buffered?.pending.find((ordinal) => state.subscriptions.get(ordinal)?.subscription === subscriptionKey);
  if (message === undefined || pending === undefined)
    return reject('NOT_FOUND', sentence`Expected message '${key}' to be on its way to subscription '${subscriptionKey}', but it is not`);
  ctx.draft.emit({ type, message, subscription: pending });
  // Else the message would be offered to it again, until the case tells that the subscription is closed: for ever, when it is stuck.
  if (type === 'CorrelationReleased') {
    ctx.draft.emit({ type: 'SubscriptionRemoved', ordinal: pending });
    offerMessageAgain(ctx, message);
  }
  offerTo(ctx, pending);
  expireIfOver(ctx, message);
  return undefined;
};

const offerMessageAgain = (ctx: Context, message: Ordinal): void => {
  if ((ctx.draft.state.messages.get(message)?.expires ?? 0) > ctx.now) offerMessage(ctx, message);
};

const handlers: Handlers = {
  PublishMessage: (ctx, command) => {
    const { draft, now } = ctx;
    const { name, correlationKey, messageId, timeToLiveMs, variables } = command;
    const isAnother = (other: BufferedMessage): boolean => other.messageId === messageId && other.expires > now && isSame(other, command);
    if (messageId !== null && find(draft.state.messages.in(0), isAnother) !== undefined)
      return reject('ALREADY_EXISTS', `Expected to publish a new message with id '${messageId}', but a message with that id was already published`);
    const message = ctx.ask({ type: 'caseNumber', n: 0 }) as string;
    const ordinal = draft.peekOrdinal();
    const expires = Math.min(now + timeToLiveMs, lastInstant);
    draft.emit({ type: 'MessagePublished', ordinal, message, name, correlationKey, messageId, expires, variables });
    offerMessage(ctx, ordinal);
    expireIfOver(ctx, ordinal);
    return undefined;
  },

  AddSubscription: (ctx, { type: _type, ...subscription }) => {
    const ordinal = ctx.draft.peekOrdinal();
    ctx.draft.emit({ type: 'SubscriptionAdded', ordinal, ...subscription });
    offerTo(ctx, ordinal);
    return undefined;
  },

  RemoveSubscription: (ctx, { subscription }) => {
    const { draft } = ctx;
    const [ordinal, open] = find(draft.state.subscriptions.in(0), (row) => row.subscription === subscription) ?? [];
    if (ordinal === undefined) return reject('NOT_FOUND', sentence`Expected to remove subscription '${subscription}', but there is none`);
    const message = open?.pending;
    // It is on its way in vain: the case closed the subscription before it came, and will refuse it.
    if (message !== undefined) draft.emit({ type: 'CorrelationReleased', message, subscription: ordinal });
    draft.emit({ type: 'SubscriptionRemoved', ordinal });
    if (message === undefined) return undefined;
    offerMessageAgain(ctx, message);
    expireIfOver(ctx, message);
    return undefined;
  },

  ConfirmCorrelation: (ctx, command) => settle(ctx, command, 'CorrelationConfirmed'),
  RefuseCorrelation: (ctx, command) => settle(ctx, command, command.closed ? 'CorrelationReleased' : 'CorrelationRefused'),

  ExpireMessages: (ctx) => {
    for (const [ordinal] of ctx.draft.state.messages.in(0)) expireIfOver(ctx, ordinal);
    return undefined;
  },
};

export const decideMessages = (ctx: Context, command: MessageCommand): Rejection | undefined =>
  (handlers[command.type] as (ctx: Context, command: MessageCommand) => Rejection | undefined)(ctx, command);
