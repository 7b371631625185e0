/** Streams of signals in the runtime. Searches read nothing of them. */
import { signalStream, type SignalCommand, type SignalEvent, type SignalState } from '../../engine/signal/index.ts';
import type { Prepared, StreamKind } from './stream-kind.ts';

const prepared: Prepared<undefined> = { model: undefined, definition: null };
const broadcasting: Prepared<undefined> = { ...prepared, questions: [{ type: 'caseNumber', n: 0 }] };

export const signalKind: StreamKind<SignalState, SignalCommand, SignalEvent, undefined> = {
  decider: signalStream,
  prepare: (_transaction, _state, { type }) => (type === 'BroadcastSignal' ? broadcasting : prepared),
  project: () => undefined,
};
