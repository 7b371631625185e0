/** The case as a stream: its decider, and the commands that follow from its events. */
import { messageStreamOf, type MessageCommand } from '../message/index.ts';
import { signalStreamOf, type SignalCommand } from '../signal/index.ts';
import type { Decider, OutgoingCommand, Typed } from '../stream/decider.ts';
import { siblingKey, type Ordinal } from '../stream/key.ts';
import { renderSentence, type Rejection } from '../stream/rejection.ts';
import type { Command } from './command.ts';
import { goesOnTooOften } from './continuing.ts';
import { decideCase } from './decide/index.ts';
import type { Executable } from './dialect.ts';
import type { Event, EventOf } from './event.ts';
import { brokenCall, toCalled, toCaller } from './calls.ts';
import { evolve } from './evolve/index.ts';
import { caseShape } from './shapes.ts';
import { initialState, restoreState, type CaseSnapshot, type CaseState, type MessageSubscription } from './state.ts';

const none: readonly OutgoingCommand[] = [];

type Waiting = Pick<MessageSubscription, 'messageName' | 'correlationKey'>;

/** What a case tells the stream of messages in which its subscriptions wait. */
const toMessages = ({ messageName, correlationKey }: Waiting, command: MessageCommand): readonly OutgoingCommand[] => [
  { target: messageStreamOf(messageName, correlationKey), command },
];

/** It does not wait any more. */
export const unsubscribing = (stream: bigint, waited: Waiting & { readonly ordinal: Ordinal }): readonly OutgoingCommand[] =>
  toMessages(waited, { type: 'RemoveSubscription', subscription: String(siblingKey(stream, waited.ordinal)) });

const noteEnd = (stream: bigint): MessageCommand => ({ type: 'NoteCaseEnded', case: String(stream) });

/** The stream of the message that has started it may start the next one. */
export const toStarter = (stream: bigint, startedBy: string | null): readonly OutgoingCommand[] =>
  startedBy === null ? none : [{ target: BigInt(startedBy), command: noteEnd(stream) }];

const outgoing = (stream: bigint, event: Event, before: CaseState): readonly OutgoingCommand[] => {
  switch (event.type) {
    case 'ContinuationRequested':
      return goesOnTooOften(before) ? none : [{ target: stream, command: { type: 'Continue' } }];
    case 'MessageSubscriptionOpened':
    case 'MessageSubscriptionClosed':
    case 'MessageCorrelated':
      return aboutMessage(stream, event, before);
    case 'SignalSubscriptionOpened':
    case 'SignalSubscriptionClosed':
    case 'SignalCaught':
    case 'SignalThrown':
      return aboutSignal(stream, event, before);
    case 'CaseCalled':
    case 'CallCanceled':
      return toCalled(stream, event, before);
    case 'ErrorLeft':
    case 'EscalationThrown':
      return toCaller(stream, event, before);
    case 'CaseCompleted':
    case 'CaseTerminated':
      return [...toCaller(stream, event, before), ...toStarter(stream, before.startedBy)];
    default:
      return none;
  }
};

type MessageSubscriptionEvent = EventOf<'MessageSubscriptionOpened' | 'MessageSubscriptionClosed' | 'MessageCorrelated'>;

const aboutMessage = (stream: bigint, event: MessageSubscriptionEvent, before: CaseState): readonly OutgoingCommand[] => {
  const subscription = String(siblingKey(stream, event.ordinal));
  if (event.type === 'MessageSubscriptionOpened') {
    const { messageName: name, correlationKey, once } = event;
    return toMessages(event, { type: 'AddSubscription', subscription, name, correlationKey, process: before.definition?.id ?? '', once });
  }
  const open = before.subscriptions.get(event.ordinal);
  if (open === undefined) return none;
  return event.type === 'MessageSubscriptionClosed'
    ? unsubscribing(stream, { ...open, ordinal: event.ordinal })
    : toMessages(open, { type: 'ConfirmCorrelation', message: event.message, subscription });
};

type SignalEvent = EventOf<'SignalSubscriptionOpened' | 'SignalSubscriptionClosed' | 'SignalCaught' | 'SignalThrown'>;

/** What a case tells the stream of the signals of a name. */
const toSignals = (name: string, command: SignalCommand): readonly OutgoingCommand[] => [{ target: signalStreamOf(name), command }];

const aboutSignal = (stream: bigint, event: SignalEvent, before: CaseState): readonly OutgoingCommand[] => {
  if (event.type === 'SignalThrown')
    return toSignals(event.signalName, { type: 'BroadcastSignal', name: event.signalName, variables: event.variables, except: String(stream) });
  const subscription = String(siblingKey(stream, event.ordinal));
  if (event.type === 'SignalSubscriptionOpened') return toSignals(event.signalName, { type: 'AddSignalSubscription', subscription, name: event.signalName });
  const open = before.signals.get(event.ordinal);
  const isOver = event.type === 'SignalSubscriptionClosed' || event.once;
  return open === undefined || !isOver ? none : toSignals(open.signalName, { type: 'RemoveSignalSubscription', subscription });
};

/** A continuation that fails becomes an incident; a message that cannot be taken goes back, and whoever sends signals hears that nobody waits. */
const refused = (stream: bigint, command: Command, { code, sentence }: Rejection): Typed | undefined => {
  if (command.type === 'Continue' && code !== 'NOT_FOUND') {
    const report: Command = { type: 'ReportFault', errorMessage: renderSentence(sentence, stream) };
    return report;
  }
  if (command.type === 'CreateCase' && command.parent !== undefined)
    return brokenCall(stream, BigInt(command.parent), `Expected to call '${command.definition.id}', but it could not begin: ${renderSentence(sentence, stream)}`);
  if (command.type === 'CreateCase' && command.startedBy !== undefined) return noteEnd(stream);
  // Else every signal would be sent there again: a case that was closed by an operator has not said what it had waited for.
  if (command.type === 'CatchSignal' && code === 'NOT_FOUND') {
    const remove: SignalCommand = { type: 'RemoveSignalSubscription', subscription: String(siblingKey(stream, command.subscription)) };
    return remove;
  }
  if (command.type !== 'CorrelateMessage') return undefined;
  const subscription = String(siblingKey(stream, command.subscription));
  const reply: MessageCommand = { type: 'RefuseCorrelation', message: command.message, subscription, closed: code === 'NOT_FOUND' };
  return reply;
};

export const caseStream: Decider<CaseState, Command, Event, Executable> = {
  kind: 'case',
  initial: initialState,
  restore: (snapshot) => restoreState(snapshot as CaseSnapshot),
  decide: decideCase,
  evolve,
  shape: caseShape,
  hasEnded: ({ status }) => status === 'completed' || status === 'terminated',
  outgoing,
  refused,
};
