/** Streams of signals in the runtime. Searches read nothing of them. */
import { signalStream, type SignalCommand, type SignalEvent, type SignalState } from '../../engine/signal/index.ts';
import type { Prepared, StreamKind } from './stream-kind.ts';

const prepared: Prepared<undefined> = { model: undefined, definition: null };

export const signalKind: StreamKind<SignalState, SignalCommand, SignalEvent, undefined> = {
  decider: signalStream,
  prepare: (_transaction, _state, command) =>
    command.type === 'BroadcastSignal' ? { ...prepared, questions: [{ type: 'caseNumber', n: 0 }, { type: 'signalStarts', name: command.name }] } : prepared,
  project: () => undefined,
};
