/** From a message stream's events to rows: the messages that are buffered, and which of them went where. */
import type { MessageCommand, MessageEvent } from '../../engine/message/index.ts';
import { instantText } from '../../engine/journal/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import type { Projection } from './projection.ts';

type EventOf<T extends MessageEvent['type']> = Extract<MessageEvent, { type: T }>;
type Projectors = { readonly [T in MessageEvent['type']]: (event: EventOf<T>, projection: Projection) => void };

/** Rows of a stream's correlations are named by the two ordinals. */
const correlationOf = ({ message, subscription }: { readonly message: number; readonly subscription: number }): bigint =>
  (BigInt(message) << 24n) | BigInt(subscription);

const settled = (state: string) => (event: { readonly message: number; readonly subscription: number }, { rows, stream, at }: Projection): void => {
  const key = (stream << 24n) | correlationOf(event);
  rows.correlations.change(key, { stream, message: event.message, subscription: event.subscription }, { state, correlatedAt: at });
};

const nothing = (): void => undefined;

const projectors: Projectors = {
  MessagePublished: (event, { rows, stream, at, texts }) =>
    rows.messages.put(siblingKey(stream, event.ordinal), {
      key: event.message, stream, ordinal: event.ordinal, name: event.name, correlationKey: event.correlationKey ?? '', messageId: event.messageId,
      variables: texts.of(event.variables ?? {}), publishedAt: at, expiresAt: instantText(event.expires),
    }),
  SubscriptionAdded: nothing,
  SubscriptionRemoved: nothing,
  MessageAssigned: (event, { rows, stream, at }) =>
    rows.correlations.put((stream << 24n) | correlationOf(event), {
      stream, message: event.message, subscription: event.subscription, state: 'pending', correlatedAt: at,
    }),
  CorrelationConfirmed: settled('correlated'),
  CorrelationRefused: settled('refused'),
  CorrelationReleased: settled('released'),
  MessageStarted: nothing,
  StartedCaseEnded: nothing,
  MessageExpired: (event, { rows, stream }) => {
    const key = siblingKey(stream, event.ordinal);
    rows.messages.delete(key, { stream, ordinal: event.ordinal });
  },
};

export const projectMessage = (event: MessageEvent, projection: Projection, _command: MessageCommand): void =>
  (projectors[event.type] as (event: MessageEvent, projection: Projection) => void)(event, projection);
