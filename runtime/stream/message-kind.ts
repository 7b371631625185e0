/** Streams of messages in the runtime. */
import { messageStream, type MessageCommand, type MessageEvent, type MessageState } from '../../engine/message/index.ts';
import { projectMessage } from '../projection/project-message.ts';
import type { StreamKind } from './stream-kind.ts';

const prepared = { model: undefined, definition: null };

export const messageKind: StreamKind<MessageState, MessageCommand, MessageEvent, undefined> = {
  decider: messageStream,
  prepare: () => prepared,
  project: projectMessage,
};
