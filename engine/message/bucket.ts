/**
 * Messages and subscriptions of one name and correlation key belong to one stream, found from these two by
 * a hash: whoever publishes and whoever waits need nothing else to meet.
 */
import { ranges, streamOfTexts } from '../stream/ranges.ts';

/** Key of the stream. */
export const messageStreamOf = (name: string, correlationKey: string): bigint => streamOfTexts(ranges.messages, name, correlationKey);
