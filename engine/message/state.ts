/** Messages that wait for subscriptions, and subscriptions that wait for messages, of one bucket. */
import type { JsonObject } from '../json/json.ts';
import type { StreamState } from '../stream/draft.ts';
import type { Ordinal } from '../stream/key.ts';
import { Table } from '../stream/table.ts';
import { UndoLog } from '../stream/undo-log.ts';
import { MessageLookup, StartedLookup, SubscriptionLookup } from './lookup.ts';

export interface BufferedMessage {
  readonly message: string;
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId: string | null;
  /** Epoch ms. */
  readonly expires: number;
  readonly variables: JsonObject;
  /** Which subscription of each process has it, or has had it. */
  readonly taken: { readonly [process: string]: Ordinal };
  /** Subscriptions to which it is on its way. */
  readonly pending: readonly Ordinal[];
}

export interface OpenSubscription {
  readonly subscription: string;
  readonly name: string;
  readonly correlationKey: string;
  readonly process: string;
  readonly once: boolean;
  /** The message that is on its way to it. */
  readonly pending?: Ordinal;
}

/** A case that a message with a correlation key has started. */
export interface StartedCase {
  readonly case: string;
  readonly process: string;
  readonly name: string;
  readonly correlationKey: string;
}

type Rows<T> = readonly (readonly [Ordinal, T])[];

export interface MessageSnapshot {
  readonly lastOrdinal: Ordinal;
  readonly messages: Rows<BufferedMessage>;
  readonly subscriptions: Rows<OpenSubscription>;
  /** Absent: none. */
  readonly started?: Rows<StartedCase>;
}

const together = (): Ordinal => 0;

export class MessageState implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal: Ordinal = 0;
  readonly messageLookup = new MessageLookup();
  readonly subscriptionLookup = new SubscriptionLookup();
  readonly messages = new Table<BufferedMessage>(this.undo, together, undefined, this.messageLookup.changed);
  readonly subscriptions = new Table<OpenSubscription>(this.undo, together, undefined, this.subscriptionLookup.changed);

  readonly startedLookup = new StartedLookup();
  readonly started = new Table<StartedCase>(this.undo, together, undefined, this.startedLookup.changed);

  toJSON(): MessageSnapshot {
    return {
      lastOrdinal: this.lastOrdinal, messages: this.messages.entries(), subscriptions: this.subscriptions.entries(),
      ...(this.started.size === 0 ? {} : { started: this.started.entries() }),
    };
  }
}

export const restoreMessageState = ({ lastOrdinal, messages, subscriptions, started = [] }: MessageSnapshot): MessageState => {
  const state = new MessageState();
  state.lastOrdinal = lastOrdinal;
  for (const [ordinal, row] of messages) state.messages.set(ordinal, row);
  for (const [ordinal, row] of subscriptions) state.subscriptions.set(ordinal, row);
  for (const [ordinal, row] of started) state.started.set(ordinal, row);
  return state;
};
