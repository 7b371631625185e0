/** The signals of one bucket as a stream. */
import { ordinalOf, streamKeyOf } from '../stream/key.ts';
import type { Decider, OutgoingCommand } from '../stream/decider.ts';
import type { SignalCommand, SignalEvent } from './command.ts';
import { decideSignals } from './decide.ts';
import { evolveSignals } from './evolve.ts';
import { signalShape } from './shapes.ts';
import { restoreSignalState, SignalState, type SignalSnapshot } from './state.ts';

const none: readonly OutgoingCommand[] = [];

export const signalStream: Decider<SignalState, SignalCommand, SignalEvent> = {
  kind: 'signals',
  initial: () => new SignalState(),
  restore: (snapshot) => restoreSignalState(snapshot as SignalSnapshot),
  decide: decideSignals,
  evolve: evolveSignals,
  shape: signalShape,
  hasEnded: () => false,

  /** The signal goes to the cases that wait; the stream goes on by itself until all are told. */
  outgoing: (stream, event, before) => {
    if (event.type !== 'SignalTold' && event.type !== 'SignalStarted') return none;
    const variables = before.signals.get(event.signal)?.variables ?? {};
    if (event.type === 'SignalStarted') {
      const command = { type: 'CreateCase', definition: event.definition, variables, startEvent: event.event };
      return [{ target: BigInt(event.case), command }];
    }
    const told = event.subscriptions.flatMap((ordinal): readonly OutgoingCommand[] => {
      const waiting = before.subscriptions.get(ordinal);
      if (waiting === undefined) return none;
      const key = BigInt(waiting.subscription);
      const command = { type: 'CatchSignal', subscription: ordinalOf(key), variables };
      return [{ target: streamKeyOf(key), command }];
    });
    const isMore = !event.isLast || before.signals.size > 1;
    const further: SignalCommand = { type: 'TellSignals' };
    return isMore ? [...told, { target: stream, command: further }] : told;
  },
};
