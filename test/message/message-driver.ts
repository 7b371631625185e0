/** Drives one stream of messages; after every step folding all events, and a snapshot, must give the live state. */
import { deepStrictEqual } from 'node:assert/strict';
import type { StartRef } from '../../engine/case/index.ts';
import type { Json } from '../../engine/json/json.ts';
import { messageStream, type MessageCommand, type MessageEvent, type MessageState } from '../../engine/message/index.ts';
import { decideOn, engineActor, renderSentence, siblingKey, type Decision, type OutgoingCommand, type Question } from '../../engine/stream/index.ts';

type Publication = Extract<MessageCommand, { type: 'PublishMessage' }>;

/** The key of a subscription of the case with the number. */
export const subscriptionKey = (number: number, ordinal = 1): string => String(siblingKey(BigInt(number) << 24n, ordinal));

export class MessageDriver {
  readonly state: MessageState = messageStream.initial();
  readonly events: MessageEvent[] = [];
  now = 1_000;
  /** What begins with a message, whatever its name. */
  starts: readonly StartRef[] = [];
  #begun = 0;
  #numbers = 0;

  decide(command: MessageCommand): Decision<MessageEvent> {
    const before = JSON.stringify(this.state);
    const number = String(100 + this.#numbers);
    const facts = {
      stream: 1n << 24n, order: { id: '1', actor: engineActor }, now: this.now, zone: 'UTC', library: { decision: () => undefined },
      answer: (question: Question) => (question.type === 'messageStarts' ? (this.starts as unknown as Json) : question.type === 'caseNumber' && question.n > 0 ? String(900 + this.#begun) : number),
    };
    const decision = decideOn(messageStream, { state: this.state, model: undefined, command }, facts);
    if (decision.kind !== 'accepted') {
      deepStrictEqual(JSON.stringify(this.state), before, 'what is not accepted changes nothing');
      return decision;
    }
    if (command.type === 'PublishMessage') this.#numbers += 1;
    if (decision.events.some(({ type }) => type === 'MessageStarted')) this.#begun += 1;
    this.events.push(...decision.events);
    const folded = messageStream.initial();
    for (const event of this.events) messageStream.evolve(folded, event);
    deepStrictEqual(folded.toJSON(), this.state.toJSON(), 'folding all events gives the live state');
    deepStrictEqual(messageStream.restore(JSON.parse(JSON.stringify(this.state))).toJSON(), this.state.toJSON(), 'a snapshot gives the state');
    return decision;
  }

  #accept(command: MessageCommand): { readonly types: readonly string[]; readonly outgoing: readonly OutgoingCommand[] } {
    const decision = this.decide(command);
    if (decision.kind !== 'accepted') throw new Error(`Expected ${command.type} to be accepted, but it was ${JSON.stringify(decision)}`);
    return { types: decision.events.map(({ type }) => type), outgoing: decision.outgoing };
  }

  /** Types of the events, in order. */
  accept(command: MessageCommand): readonly string[] {
    return this.#accept(command).types;
  }

  /** What is sent to cases. */
  sent(command: MessageCommand): readonly OutgoingCommand[] {
    return this.#accept(command).outgoing;
  }

  reject(command: MessageCommand): string {
    const decision = this.decide(command);
    if (decision.kind === 'rejected') return `${decision.code} ${renderSentence(decision.sentence, 0n)}`;
    throw new Error(`Expected ${command.type} to be rejected, but it was ${decision.kind}`);
  }
}

/** Published messages have the keys 100, 101, …. */
export const publish = (more: Partial<Publication> = {}): Publication => ({
  type: 'PublishMessage', name: 'paid', correlationKey: 'k', messageId: null, timeToLiveMs: 60_000, variables: {}, ...more,
});

export const subscribe = (subscription: string, more: Partial<Extract<MessageCommand, { type: 'AddSubscription' }>> = {}): MessageCommand => ({
  type: 'AddSubscription', subscription, name: 'paid', correlationKey: 'k', process: 'p', once: true, ...more,
});
