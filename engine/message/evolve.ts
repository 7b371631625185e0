/** The only code that changes a message stream's state. */
import { setMember } from '../json/named-members.ts';
import { UnknownEventError } from '../stream/decider.ts';
import type { Ordinal } from '../stream/key.ts';
import { assign } from '../stream/undo-log.ts';
import type { MessageEvent } from './command.ts';
import type { BufferedMessage, MessageState } from './state.ts';

type EventOf<T extends MessageEvent['type']> = Extract<MessageEvent, { type: T }>;
type Pair = { readonly message: Ordinal; readonly subscription: Ordinal };

const withTaken = ({ taken }: BufferedMessage, process: string, subscription: Ordinal): BufferedMessage['taken'] => {
  const now = { ...taken };
  setMember(now, process, subscription);
  return now;
};

/** The message has arrived, or not: it is on its way no longer, and its subscription waits again unless it is used up. */
const settled = (state: MessageState, { message, subscription }: Pair, isFree: boolean): void => {
  const waiting = state.subscriptions.get(subscription);
  const buffered = state.messages.get(message);
  if (waiting !== undefined) {
    const { pending: _pending, ...rest } = waiting;
    state.subscriptions.set(subscription, rest);
  }
  if (buffered === undefined) return;
  const taken = isFree ? Object.fromEntries(Object.entries(buffered.taken).filter(([, by]) => by !== subscription)) : buffered.taken;
  state.messages.set(message, { ...buffered, taken, pending: buffered.pending.filter((ordinal) => ordinal !== subscription) });
};

type Evolvers = { readonly [T in MessageEvent['type']]: (state: MessageState, event: EventOf<T>) => void };

const evolvers: Evolvers = {
  MessagePublished: (state, { ordinal, type: _type, ...message }) => state.messages.set(ordinal, { ...message, taken: {}, pending: [] }),
  SubscriptionAdded: (state, { ordinal, type: _type, ...subscription }) => state.subscriptions.set(ordinal, subscription),
  SubscriptionRemoved: (state, { ordinal }) => state.subscriptions.delete(ordinal),
  MessageAssigned: (state, { message, subscription }) => {
    const waiting = state.subscriptions.get(subscription);
    const buffered = state.messages.get(message);
    if (waiting === undefined || buffered === undefined) return;
    state.subscriptions.set(subscription, { ...waiting, pending: message });
    state.messages.set(message, { ...buffered, taken: withTaken(buffered, waiting.process, subscription), pending: [...buffered.pending, subscription] });
  },
  CorrelationConfirmed: (state, event) => {
    settled(state, event, false);
    if (state.subscriptions.get(event.subscription)?.once === true) state.subscriptions.delete(event.subscription);
  },
  CorrelationRefused: (state, event) => settled(state, event, false),
  CorrelationReleased: (state, event) => settled(state, event, true),
  MessageStarted: (state, { ordinal, message, definition, case: started }) => {
    const buffered = state.messages.get(message);
    if (buffered === undefined) return;
    const { name, correlationKey } = buffered;
    state.messages.set(message, { ...buffered, taken: withTaken(buffered, definition.id, ordinal) });
    if (correlationKey !== '') state.started.set(ordinal, { case: started, process: definition.id, name, correlationKey });
  },
  StartedCaseEnded: (state, { ordinal }) => state.started.delete(ordinal),
  MessageExpired: (state, { ordinal }) => state.messages.delete(ordinal),
};

/** @throws UnknownEventError */
export const evolveMessages = (state: MessageState, event: MessageEvent): void => {
  const fold = Object.hasOwn(evolvers, event.type) ? (evolvers[event.type] as (state: MessageState, event: MessageEvent) => void) : undefined;
  if (fold === undefined) throw new UnknownEventError(event.type);
  const ordinal = 'ordinal' in event ? event.ordinal : 0;
  if (ordinal > state.lastOrdinal) assign(state.undo, state, 'lastOrdinal', ordinal);
  fold(state, event);
};
