/** What is looked up is what going through all rows would find, after any steps and after steps that were undone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publish, subscribe, subscriptionKey } from '../../test/message/message-driver.ts';
import { decideOn, engineActor, type Question } from '../stream/index.ts';
import { messageStream, type MessageCommand, type MessageEvent, type MessageState } from './index.ts';

const processes = ['p', 'q', '__proto__'];
const names = ['paid', 'sent'];

const decide = (state: MessageState, command: MessageCommand, now: number, number: string) =>
  decideOn(messageStream, { state, model: undefined, command }, {
    stream: 1n << 24n, order: { id: '1', actor: engineActor }, now, zone: 'UTC', library: { decision: () => undefined }, answer: ({ type }: Question) => (type === 'messageStarts' ? [] : number),
  });

const small = fc.nat(7);
const anyCommand: fc.Arbitrary<MessageCommand> = fc.oneof(
  fc.tuple(fc.constantFrom(...names), fc.option(fc.constantFrom('a', 'b')), fc.constantFrom(0, 2, 1_000)).map(([name, messageId, timeToLiveMs]) => publish({ name, messageId, timeToLiveMs })),
  fc.tuple(small, fc.constantFrom(...names), fc.constantFrom(...processes), fc.boolean()).map(([key, name, process, once]) => subscribe(subscriptionKey(key + 1), { name, process, once })),
  small.map((key) => ({ type: 'RemoveSubscription', subscription: subscriptionKey(key + 1) }) as const),
  fc.tuple(small, small).map(([message, key]) => ({ type: 'ConfirmCorrelation', message: String(100 + message), subscription: subscriptionKey(key + 1) }) as const),
  fc.tuple(small, small, fc.boolean()).map(([message, key, closed]) => ({ type: 'RefuseCorrelation', message: String(100 + message), subscription: subscriptionKey(key + 1), closed }) as const),
  fc.constant({ type: 'ExpireMessages' } as const),
);

/** All that a lookup can say, and the same by going through the rows. */
const lookedUp = ({ messageLookup, subscriptionLookup }: MessageState, now: number) => ({
  untaken: names.flatMap((name) => processes.map((process) => [...messageLookup.untakenBy({ name, correlationKey: 'k' }, process)])),
  ids: names.flatMap((name) => ['a', 'b'].map((id) => [...messageLookup.withId({ name, correlationKey: 'k' }, id)])),
  messages: Array.from({ length: 8 }, (_, index) => messageLookup.withKey(String(100 + index))),
  subscriptions: Array.from({ length: 8 }, (_, index) => subscriptionLookup.withKey(subscriptionKey(index + 1))),
  free: names.map((name) => subscriptionLookup.oldestFree({ name, correlationKey: 'k' }, () => true)),
  over: messageLookup.over(now),
});

const goneThrough = (state: MessageState, now: number): ReturnType<typeof lookedUp> => {
  const [messages, subscriptions] = [state.messages.entries(), state.subscriptions.entries()];
  const free = (name: string, process: string) => subscriptions.find(([, row]) => row.name === name && row.process === process && row.pending === undefined)?.[0];
  return {
    untaken: names.flatMap((name) => processes.map((process) => messages.filter(([, row]) => row.name === name && !Object.hasOwn(row.taken, process)).map(([ordinal]) => ordinal))),
    ids: names.flatMap((name) => ['a', 'b'].map((id) => messages.filter(([, row]) => row.name === name && row.messageId === id).map(([ordinal]) => ordinal))),
    messages: Array.from({ length: 8 }, (_, index) => messages.find(([, row]) => row.message === String(100 + index))?.[0]),
    subscriptions: Array.from({ length: 8 }, (_, index) => subscriptions.find(([, row]) => row.subscription === subscriptionKey(index + 1))?.[0]),
    free: names.map((name) => processes.flatMap((process) => free(name, process) ?? []).toSorted((a, b) => a - b)),
    over: messages.filter(([, row]) => row.expires <= now).map(([ordinal]) => ordinal),
  };
};

const doAndUndo = (state: MessageState, events: readonly MessageEvent[]): void => {
  state.undo.open();
  for (const event of events) messageStream.evolve(state, event);
  state.undo.discard();
};

describe('looking up', () => {
  it('finds what going through all finds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyCommand, fc.boolean(), fc.nat(2)), { maxLength: 40 }), (steps) => {
        const state = messageStream.initial();
        let [now, published] = [1_000, 0];
        for (const [command, isUndone, later] of steps) {
          now += later;
          const before = JSON.stringify(state);
          const decision = decide(messageStream.restore(JSON.parse(before)), command, now, String(100 + published));
          if (isUndone) doAndUndo(state, decision.kind === 'accepted' ? decision.events : []);
          expect([JSON.stringify(state), lookedUp(state, now)]).toEqual([before, goneThrough(state, now)]);
          expect(decide(state, command, now, String(100 + published))).toEqual(decision);
          if (command.type === 'PublishMessage' && decision.kind === 'accepted') published += 1;
          expect(lookedUp(state, now)).toEqual(goneThrough(state, now));
        }
      }),
      { numRuns: 200 },
    );
  });
});
