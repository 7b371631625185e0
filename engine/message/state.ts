/** Messages that wait for subscriptions, and subscriptions that wait for messages, of one bucket. */
import type { JsonObject } from '../json/json.ts';
import type { StreamState } from '../stream/draft.ts';
import type { Ordinal } from '../stream/key.ts';
import { Table } from '../stream/table.ts';
import { UndoLog } from '../stream/undo-log.ts';
import { MessageLookup, SubscriptionLookup } from './lookup.ts';

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

type Rows<T> = readonly (readonly [Ordinal, T])[];

export interface MessageSnapshot {
  readonly lastOrdinal: Ordinal;
  readonly messages: Rows<BufferedMessage>;
  readonly subscriptions: Rows<OpenSubscription>;
}

const together = (): Ordinal => 0;

export class MessageState implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal: Ordinal = 0;
  readonly messageLookup = new MessageLookup();
  readonly subscriptionLookup = new SubscriptionLookup();
  readonly messages = new Table<BufferedMessage>(this.undo, together, undefined, this.messageLookup.changed);
  readonly subscriptions = new Table<OpenSubscription>(this.undo, together, undefined, this.subscriptionLookup.changed);

  toJSON(): MessageSnapshot {
    return { lastOrdinal: this.lastOrdinal, messages: this.messages.entries(), subscriptions: this.subscriptions.entries() };
  }
}

export const restoreMessageState = ({ lastOrdinal, messages, subscriptions }: MessageSnapshot): MessageState => {
  const state = new MessageState();
  state.lastOrdinal = lastOrdinal;
  for (const [ordinal, row] of messages) state.messages.set(ordinal, row);
  for (const [ordinal, row] of subscriptions) state.subscriptions.set(ordinal, row);
  return state;
};
