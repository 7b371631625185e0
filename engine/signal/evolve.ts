/** The only code that changes the state of a stream of signals. */
import { UnknownEventError } from '../stream/decider.ts';
import { assign } from '../stream/undo-log.ts';
import type { SignalEvent } from './command.ts';
import type { SignalState } from './state.ts';

type EventOf<T extends SignalEvent['type']> = Extract<SignalEvent, { type: T }>;
type Evolvers = { readonly [T in SignalEvent['type']]: (state: SignalState, event: EventOf<T>) => void };

const evolvers: Evolvers = {
  SignalSubscriptionAdded: (state, { ordinal, subscription, name }) => state.subscriptions.set(ordinal, { subscription, name }),
  SignalSubscriptionRemoved: (state, { ordinal }) => state.subscriptions.delete(ordinal),
  SignalBroadcast: (state, { type: _type, ordinal, ...signal }) => state.signals.set(ordinal, { ...signal, told: 0 }),
  SignalStarted: () => undefined,
  SignalTold: (state, { signal: ordinal, subscriptions, isLast }) => {
    const signal = state.signals.get(ordinal);
    if (isLast) state.signals.delete(ordinal);
    else if (signal !== undefined) state.signals.set(ordinal, { ...signal, told: subscriptions.at(-1) ?? signal.told });
  },
};

/** @throws UnknownEventError */
export const evolveSignals = (state: SignalState, event: SignalEvent): void => {
  const fold = Object.hasOwn(evolvers, event.type) ? (evolvers[event.type] as (state: SignalState, event: SignalEvent) => void) : undefined;
  if (fold === undefined) throw new UnknownEventError(event.type);
  const ordinal = 'ordinal' in event ? event.ordinal : 0;
  if (ordinal > state.lastOrdinal) assign(state.undo, state, 'lastOrdinal', ordinal);
  fold(state, event);
};
