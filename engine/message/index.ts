/** The door to messages: published, buffered, correlated. */
export { messageStreamOf } from './bucket.ts';
export type { MessageCommand, MessageEvent } from './command.ts';
export { messageStream } from './message-stream.ts';
export { messageShape } from './shapes.ts';
export type { MessageState } from './state.ts';
