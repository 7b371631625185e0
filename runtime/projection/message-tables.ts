/** What searches read of the streams of messages. */
import { projected } from '../table/projected.ts';
import { instant, int4, int8, table, text, textOrNull } from '../table/table.ts';

/** Messages that wait; (stream, ordinal) names one there, `key` names it to clients. */
export const message = table('message', {
  key: int8, stream: int8, ordinal: int4, name: text, correlationKey: text, messageId: textOrNull, variables: text, publishedAt: instant, expiresAt: instant,
});

/** Which message went to which subscription, by their ordinals in the stream. */
export const messageCorrelation = table('message_correlation', { stream: int8, message: int4, subscription: int4, state: text, correlatedAt: instant });

export const messageTables = {
  messages: projected(message, { id: ['stream', 'ordinal'], owner: 'stream', json: ['variables'] }),
  correlations: projected(messageCorrelation, {
    id: ['stream', 'message', 'subscription'], owner: 'stream', changes: { state: 'kept by null', correlatedAt: 'kept by null' },
  }),
};
