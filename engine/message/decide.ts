/**
 * Bringing messages and subscriptions together. Messages are taken in the order of their publication; a message
 * goes once to each process, to a case that waits for it or, where none does, to a new one; a subscription takes one message at a time, and a `once` one only one.
 */
import type { Context as StreamContext } from '../stream/decider.ts';
import { memberOf } from '../json/named-members.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject, sentence, type Rejection } from '../stream/rejection.ts';
import type { MessageCommand, MessageEvent } from './command.ts';
import type { Pair } from './lookup.ts';
import { startCases, startNext } from './start-cases.ts';
import type { MessageState } from './state.ts';

type Context = StreamContext<MessageState, MessageEvent, undefined>;
type CommandOf<T extends MessageCommand['type']> = Extract<MessageCommand, { type: T }>;
type Handlers = { readonly [T in MessageCommand['type']]: (ctx: Context, command: CommandOf<T>) => Rejection | undefined };

/** The message to the subscriptions that are open now, the oldest of each process. */
const offerMessage = ({ draft }: Context, message: Ordinal): void => {
  const { messages, subscriptionLookup } = draft.state;
  const buffered = messages.get(message);
  if (buffered === undefined) return;
  const hasNotHad = (process: string): boolean => memberOf(buffered.taken, process) === undefined;
  for (const subscription of subscriptionLookup.oldestFree(buffered, hasNotHad)) draft.emit({ type: 'MessageAssigned', message, subscription });
};

/** The oldest message that waits for such a subscription. */
const offerTo = ({ draft, now }: Context, subscription: Ordinal): void => {
  const { messages, messageLookup, subscriptions } = draft.state;
  const open = subscriptions.get(subscription);
  if (open === undefined || open.pending !== undefined) return;
  for (const message of messageLookup.untakenBy(open, open.process))
    if ((messages.get(message)?.expires ?? 0) > now) return draft.emit({ type: 'MessageAssigned', message, subscription });
};

/** A message whose time is over goes when it is on its way to nobody. */
const expireIfOver = ({ draft, now }: Context, ordinal: Ordinal): void => {
  const message = draft.state.messages.get(ordinal);
  if (message !== undefined && message.expires <= now && message.pending.length === 0) draft.emit({ type: 'MessageExpired', ordinal });
};

/** Expiry beyond the year 9999 cannot be written; such a message simply stays. */
const lastInstant = 253_402_300_799_000;

/** The way of a message to a case has come to its end. */
const settle = (ctx: Context, { message: key, subscription: subscriptionKey }: { readonly message: string; readonly subscription: string }, type: 'CorrelationConfirmed' | 'CorrelationRefused' | 'CorrelationReleased'): Rejection | undefined => {
  const { state } = ctx.draft;
  const message = state.messageLookup.withKey(key);
  const pending = message === undefined ? undefined : state.messages.get(message)?.pending.find((ordinal) => state.subscriptions.get(ordinal)?.subscription === subscriptionKey);
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

/** Whether a message with the id is buffered and its time is not over. */
const isWaiting = ({ draft, now }: Context, pair: Pair, messageId: string): boolean => {
  for (const message of draft.state.messageLookup.withId(pair, messageId)) if ((draft.state.messages.get(message)?.expires ?? 0) > now) return true;
  return false;
};

const handlers: Handlers = {
  PublishMessage: (ctx, command) => {
    const { draft, now } = ctx;
    const { name, correlationKey, messageId, timeToLiveMs, variables } = command;
    if (messageId !== null && isWaiting(ctx, command, messageId))
      return reject('ALREADY_EXISTS', `Expected to publish a new message with id '${messageId}', but a message with that id was already published`);
    const message = ctx.ask({ type: 'caseNumber', n: 0 }) as string;
    const ordinal = draft.peekOrdinal();
    const expires = Math.min(now + timeToLiveMs, lastInstant);
    draft.emit({ type: 'MessagePublished', ordinal, message, name, correlationKey, messageId, expires, variables });
    offerMessage(ctx, ordinal);
    startCases(ctx, ordinal);
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
    const ordinal = draft.state.subscriptionLookup.withKey(subscription);
    if (ordinal === undefined) return reject('NOT_FOUND', sentence`Expected to remove subscription '${subscription}', but there is none`);
    const message = draft.state.subscriptions.get(ordinal)?.pending;
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

  NoteCaseEnded: (ctx, { case: ended }) => {
    const { draft } = ctx;
    const ordinal = draft.state.startedLookup.ofCase(ended);
    const row = ordinal === undefined ? undefined : draft.state.started.get(ordinal);
    if (ordinal === undefined || row === undefined) return reject('NOT_FOUND', sentence`Expected to note the end of case '${ended}' that a message has started, but none has`);
    draft.emit({ type: 'StartedCaseEnded', ordinal });
    startNext(ctx, row, row.process);
    return undefined;
  },

  ExpireMessages: (ctx) => {
    for (const ordinal of ctx.draft.state.messageLookup.over(ctx.now)) expireIfOver(ctx, ordinal);
    return undefined;
  },
};

export const decideMessages = (ctx: Context, command: MessageCommand): Rejection | undefined =>
  (handlers[command.type] as (ctx: Context, command: MessageCommand) => Rejection | undefined)(ctx, command);
