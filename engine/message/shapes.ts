/** The commands and events of a message stream as they stand in the journal. An order or a default here is never changed. */
import { asCommanded, members, nullable, otherwise, required, value, valueAsCommanded, type StreamShape } from '../stream/shape.ts';
import type { MessageCommand, MessageEvent } from './command.ts';

const pair = { message: required, subscription: required } as const;

export const messageShape: StreamShape<MessageCommand, MessageEvent> = {
  commands: {
    PublishMessage: { name: required, messageId: nullable, timeToLiveMs: otherwise(0), correlationKey: value, variables: members },
    AddSubscription: { subscription: required, name: required, process: required, once: otherwise(true), correlationKey: value },
    RemoveSubscription: { subscription: required },
    ConfirmCorrelation: pair,
    RefuseCorrelation: { ...pair, closed: otherwise(true) },
    ExpireMessages: {},
  },
  events: {
    MessagePublished: {
      ordinal: required, message: required, expires: required, name: asCommanded, messageId: asCommanded,
      correlationKey: valueAsCommanded, variables: valueAsCommanded,
    },
    SubscriptionAdded: {
      ordinal: required, subscription: asCommanded, name: asCommanded, process: asCommanded, once: asCommanded, correlationKey: valueAsCommanded,
    },
    SubscriptionRemoved: { ordinal: required },
    MessageAssigned: pair,
    CorrelationConfirmed: pair,
    CorrelationRefused: pair,
    CorrelationReleased: pair,
    MessageExpired: { ordinal: required },
  },
  endings: [],
};
