/** The commands and events of a message stream as they stand in the journal. An order or a default here is never changed. */
import { asCommanded, members, nullable, otherwise, required, value, valueAsCommanded, type StreamShape } from '../stream/shape.ts';
import type { MessageCommand, MessageEvent } from './command.ts';

const pair = { message: required, subscription: required } as const;

export const messageShape: StreamShape<MessageCommand, MessageEvent> = {
  commands: {
    PublishMessage: ['PM', { name: required, messageId: nullable, timeToLiveMs: otherwise(0), correlationKey: value, variables: members }],
    AddSubscription: ['SA', { subscription: required, name: required, process: required, once: otherwise(true), correlationKey: value }],
    RemoveSubscription: ['SR', { subscription: required }],
    ConfirmCorrelation: ['KC', pair],
    RefuseCorrelation: ['KR', { ...pair, closed: otherwise(true) }],
    NoteCaseEnded: ['PE', { case: required }],
    ExpireMessages: ['PX', {}],
  },
  events: {
    MessagePublished: ['pm', {
      ordinal: required, message: required, expires: required, name: asCommanded, messageId: asCommanded,
      correlationKey: valueAsCommanded, variables: valueAsCommanded,
    }],
    SubscriptionAdded: ['sa', {
      ordinal: required, subscription: asCommanded, name: asCommanded, process: asCommanded, once: asCommanded, correlationKey: valueAsCommanded,
    }],
    SubscriptionRemoved: ['sr', { ordinal: required }],
    MessageAssigned: ['pa', pair],
    CorrelationConfirmed: ['kc', pair],
    CorrelationRefused: ['kr', pair],
    CorrelationReleased: ['kl', pair],
    MessageStarted: ['ps', { ordinal: required, message: required, case: required, definition: required, event: required }],
    StartedCaseEnded: ['pe', { ordinal: required }],
    MessageExpired: ['px', { ordinal: required }],
  },
  endings: [],
};
