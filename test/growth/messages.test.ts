/** What a step of a stream of messages costs does not depend on how many wait there, of one name and key. */
import { describe, expect, it } from 'vitest';
import { messageStream, type MessageCommand, type MessageEvent } from '../../engine/message/index.ts';
import { decideOn, engineActor, type Question } from '../../engine/stream/index.ts';
import { publish, subscribe, subscriptionKey } from '../message/message-driver.ts';
import { countWork } from './work-counter.ts';

const [few, many] = [20, 10_000];
const hour = 3_600_000;

class Bucket {
  readonly state = messageStream.initial();
  now = 1_000;
  #numbers = 0;

  /** Types of the events. */
  decide(command: MessageCommand): readonly MessageEvent['type'][] {
    const number = String(1_000_000 + this.#numbers);
    const facts = {
      stream: 1n << 24n, order: { id: '1', actor: engineActor }, now: this.now, zone: 'UTC', library: { decision: () => undefined }, answer: ({ type }: Question) => (type === 'messageStarts' ? [] : number),
    };
    const decision = decideOn(messageStream, { state: this.state, model: undefined, command }, facts);
    if (command.type === 'PublishMessage') this.#numbers += 1;
    return decision.kind === 'accepted' ? decision.events.map(({ type }) => type) : [];
  }

  /** Key of the message that was published as the nth, from 0. */
  messageAt(n: number): string {
    return String(1_000_000 + n);
  }
}

const times = (count: number, run: (index: number) => void): void => {
  for (let index = 0; index < count; index += 1) run(index);
};

const confirm = (message: string, subscription: string): MessageCommand => ({ type: 'ConfirmCorrelation', message, subscription });
const fresh = 900_000;
const waitingMessage = (index: number): MessageCommand => publish({ timeToLiveMs: hour, messageId: `m${index}` });

/** What waits, and then the steps. The middle one of what waits stands for any. */
const crowds: { readonly [name: string]: { fill(bucket: Bucket, size: number): void; steps(bucket: Bucket, size: number): readonly MessageCommand[] } } = {
  'messages that nobody has had': {
    fill: (bucket, size) => times(size, (index) => bucket.decide(waitingMessage(index))),
    steps: (bucket, size) => [
      subscribe(subscriptionKey(fresh)), confirm(bucket.messageAt(0), subscriptionKey(fresh)),
      subscribe(subscriptionKey(fresh + 1), { process: 'q' }),
      { type: 'RefuseCorrelation', message: bucket.messageAt(0), subscription: subscriptionKey(fresh + 1), closed: true },
      publish({ timeToLiveMs: hour, messageId: 'new' }), publish({ timeToLiveMs: hour, messageId: `m${size / 2}` }), publish({ timeToLiveMs: 0 }), { type: 'ExpireMessages' },
    ],
  },
  'messages that the process has had': {
    fill: (bucket, size) => times(size, (index) => {
      bucket.decide(waitingMessage(index));
      bucket.decide(subscribe(subscriptionKey(index + 1)));
      bucket.decide(confirm(bucket.messageAt(index), subscriptionKey(index + 1)));
    }),
    steps: () => [subscribe(subscriptionKey(fresh)), publish({ timeToLiveMs: hour }), subscribe(subscriptionKey(fresh + 1)), { type: 'RemoveSubscription', subscription: subscriptionKey(fresh + 1) }],
  },
  'subscriptions': {
    fill: (bucket, size) => times(size, (index) => bucket.decide(subscribe(subscriptionKey(index + 1)))),
    steps: (bucket, size) => [
      publish({ timeToLiveMs: hour }), confirm(bucket.messageAt(0), subscriptionKey(1)), { type: 'RemoveSubscription', subscription: subscriptionKey(size / 2) },
      publish({ timeToLiveMs: 0 }), subscribe(subscriptionKey(fresh), { process: 'q' }), { type: 'ExpireMessages' },
    ],
  },
  'subscriptions to which a message is on its way': {
    fill: (bucket, size) => times(size, (index) => {
      bucket.decide(subscribe(subscriptionKey(index + 1), { once: false }));
      bucket.decide(waitingMessage(index));
    }),
    steps: (bucket, size) => [
      subscribe(subscriptionKey(fresh)), publish({ timeToLiveMs: hour }), confirm(bucket.messageAt(size / 2), subscriptionKey(size / 2 + 1)),
      publish({ timeToLiveMs: hour }), { type: 'RemoveSubscription', subscription: subscriptionKey(size / 2) },
    ],
  },
};

/** Of each step its events and its work. A process that asks for the first time goes through all messages once. */
const measured = (name: string, size: number) => {
  const { fill, steps } = crowds[name]!;
  const bucket = new Bucket();
  fill(bucket, size);
  times(2, (index) => {
    const process = index === 0 ? 'p' : 'q';
    bucket.state.messageLookup.untakenBy({ name: 'paid', correlationKey: 'k' }, process);
  });
  return steps(bucket, size).map((command) => {
    bucket.now += 1;
    const { result, work } = countWork(() => bucket.decide(command));
    return [command.type, result, work] as const;
  });
};

describe('the work of a step of messages', () => {
  it.each(Object.keys(crowds))(`is the same with ${few} and with ${many} %s`, { timeout: 120_000 }, (name) => {
    const [small, large] = [measured(name, few), measured(name, many)];
 expect(large).toEqual(small);
    expect(small.every(([, , work]) => work > 0)).toBe(true);
  });
});
