/** The door to signals: broadcast, and caught by whoever waits. */
export { signalStreamOf } from './bucket.ts';
export type { SignalCommand, SignalEvent } from './command.ts';
export { signalStream } from './signal-stream.ts';
export { signalShape } from './shapes.ts';
export type { SignalState } from './state.ts';
