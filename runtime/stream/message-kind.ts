/** Streams of messages in the runtime. */
import { messageStream, type MessageCommand, type MessageEvent, type MessageState } from '../../engine/message/index.ts';
import { projectMessage } from '../projection/project-message.ts';
import type { Prepared, StreamKind } from './stream-kind.ts';

const prepared: Prepared<undefined> = { model: undefined, definition: null };

export const messageKind: StreamKind<MessageState, MessageCommand, MessageEvent, undefined> = {
  decider: messageStream,
  // What publishing asks is known, and answered at once.
  prepare: (_transaction, _state, command) =>
    command.type === 'PublishMessage' ? { ...prepared, questions: [{ type: 'caseNumber', n: 0 }, { type: 'messageStarts', name: command.name }] } : prepared,
  project: projectMessage,
};
