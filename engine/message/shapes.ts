/** A message is a stream of one step: published, with everything its command says. */
import type { JsonObject } from '../json/json.ts';
import { asCommanded, members, nullable, otherwise, required, value, valueAsCommanded, type StreamShape } from '../stream/shape.ts';

interface Message {
  readonly name: string;
  readonly correlationKey: string;
  /** While the message is buffered, a second one with this id is refused. */
  readonly messageId: string | null;
  readonly timeToLiveMs: number;
  readonly variables: JsonObject;
}

export interface PublishMessage extends Message {
  readonly type: 'PublishMessage';
}

export interface MessagePublished extends Message {
  readonly type: 'MessagePublished';
}

export const messageShape: StreamShape<PublishMessage, MessagePublished> = {
  commands: {
    PublishMessage: { name: required, messageId: nullable, timeToLiveMs: otherwise(0), correlationKey: value, variables: members },
  },
  events: {
    MessagePublished: {
      name: asCommanded, messageId: asCommanded, timeToLiveMs: asCommanded, correlationKey: valueAsCommanded, variables: valueAsCommanded,
    },
  },
  endings: ['MessagePublished'],
};
