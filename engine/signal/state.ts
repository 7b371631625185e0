/** Subscriptions that wait for signals of one bucket, and signals of which not everybody was told yet. */
import type { StreamState } from '../stream/draft.ts';
import type { Ordinal } from '../stream/key.ts';
import { Table } from '../stream/table.ts';
import { UndoLog } from '../stream/undo-log.ts';
import type { SignalEvent } from './command.ts';
import { SignalSubscriptionLookup } from './lookup.ts';

export interface WaitingSubscription {
  readonly subscription: string;
  readonly name: string;
}

export interface PendingSignal extends Omit<Extract<SignalEvent, { type: 'SignalBroadcast' }>, 'type' | 'ordinal'> {
  /** The last subscription that was told. */
  readonly told: Ordinal;
}

type Rows<T> = readonly (readonly [Ordinal, T])[];

export interface SignalSnapshot {
  readonly lastOrdinal: Ordinal;
  readonly subscriptions: Rows<WaitingSubscription>;
  readonly signals: Rows<PendingSignal>;
}

const together = (): Ordinal => 0;

export class SignalState implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal: Ordinal = 0;
  readonly lookup = new SignalSubscriptionLookup();
  readonly subscriptions = new Table<WaitingSubscription>(this.undo, together, undefined, this.lookup.changed);
  readonly signals = new Table<PendingSignal>(this.undo, together);

  toJSON(): SignalSnapshot {
    return { lastOrdinal: this.lastOrdinal, subscriptions: this.subscriptions.entries(), signals: this.signals.entries() };
  }
}

export const restoreSignalState = ({ lastOrdinal, subscriptions, signals }: SignalSnapshot): SignalState => {
  const state = new SignalState();
  state.lastOrdinal = lastOrdinal;
  for (const [ordinal, row] of subscriptions) state.subscriptions.set(ordinal, row);
  for (const [ordinal, row] of signals) state.signals.set(ordinal, row);
  return state;
};
