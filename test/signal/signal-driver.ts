/** Drives one stream of signals; after every step folding all events, and a snapshot, must give the live state. */
import { deepStrictEqual } from 'node:assert/strict';
import type { StartRef } from '../../engine/case/index.ts';
import type { Json } from '../../engine/json/json.ts';
import { signalStream, signalStreamOf, type SignalCommand, type SignalEvent, type SignalState } from '../../engine/signal/index.ts';
import { decideOn, engineActor, renderSentence, type Decision, type OutgoingCommand, type Question } from '../../engine/stream/index.ts';

export class SignalDriver {
  readonly stream = signalStreamOf('alarm');
  readonly state: SignalState = signalStream.initial();
  readonly events: SignalEvent[] = [];
  /** What begins with a signal, whatever its name. */
  starts: readonly StartRef[] = [];

  decide(command: SignalCommand): Decision<SignalEvent> {
    const before = JSON.stringify(this.state);
    const facts = {
      stream: this.stream, order: { id: '1', actor: engineActor }, now: 1_000, zone: 'UTC', library: { decision: () => undefined }, answer: (question: Question) => (question.type === 'signalStarts' ? (this.starts as unknown as Json) : question.type === 'caseNumber' ? String(100 + question.n) : null),
    };
    const decision = decideOn(signalStream, { state: this.state, model: undefined, command }, facts);
    if (decision.kind !== 'accepted') {
      deepStrictEqual(JSON.stringify(this.state), before, 'what is not accepted changes nothing');
      return decision;
    }
    this.events.push(...decision.events);
    const folded = signalStream.initial();
    for (const event of this.events) signalStream.evolve(folded, event);
    deepStrictEqual(folded.toJSON(), this.state.toJSON(), 'folding all events gives the live state');
    deepStrictEqual(signalStream.restore(JSON.parse(JSON.stringify(this.state))).toJSON(), this.state.toJSON(), 'a snapshot gives the state');
    return decision;
  }

  /** What is sent to cases, and to the stream itself. */
  sent(command: SignalCommand): readonly OutgoingCommand[] {
    const decision = this.decide(command);
    if (decision.kind !== 'accepted') throw new Error(`Expected ${command.type} to be accepted, but it was ${JSON.stringify(decision)}`);
    return decision.outgoing;
  }

  reject(command: SignalCommand): string {
    const decision = this.decide(command);
    if (decision.kind === 'rejected') return `${decision.code} ${renderSentence(decision.sentence, 0n)}`;
    throw new Error(`Expected ${command.type} to be rejected, but it was ${decision.kind}`);
  }
}

export const broadcast = (more: Partial<Extract<SignalCommand, { type: 'BroadcastSignal' }>> = {}): SignalCommand => ({
  type: 'BroadcastSignal', name: 'alarm', variables: {}, ...more,
});

/** `subscription`: its key. */
export const waitFor = (subscription: string, name = 'alarm'): SignalCommand => ({ type: 'AddSignalSubscription', subscription, name });
