/**
 * Cases that wait for messages, and the streams of the messages, over a network that delays, doubles and reorders, with
 * cancels, expiries, timers and refusals in between: nothing is lost, and nothing is taken twice.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CaseState, Event, Executable } from '../../engine/case/index.ts';
import { messageStreamOf, type MessageState } from '../../engine/message/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import {
  boundary, compiled, end, exclusive, flows, message, messages, node, nonInterrupting, parallel, processXml, start, subProcess, timer, user, catching,
} from '../case/bpmn-xml.ts';
import { Random } from './random.ts';
import { RelayWorld } from './relay.ts';
import { runsOf, seedOf } from '../harness/runs.ts';

const runs = runsOf(300, 10_000);
const seed = seedOf('the relay between streams');

/** Catches messages one after the other for ever, on a boundary that goes on, on one that interrupts, and in a race. */
const xml = processXml(
  start() + parallel('fork') +
    exclusive('again') + catching('catch', message('m1')) +
    user('task') + boundary('note', 'task', message('m1'), nonInterrupting) + boundary('stop', 'task', message('m2')) +
    subProcess('sub', start('s') + parallel('inner') + node('receiveTask', 'receive', { attributes: 'messageRef="m2"' }) + user('work') +
      end('e', '<bpmn:terminateEventDefinition/>') + flows('s -> inner -> receive', 'inner -> work -> e')) +
    boundary('late', 'sub', timer('timeDuration', 'PT20S')) +
    exclusive('race') + node('eventBasedGateway', 'first') + catching('got', message('m2')) + catching('over', timer('timeDuration', 'PT10S')) +
    end('done') +
    flows('start -> fork -> again -> catch -> again', 'fork -> task -> done', 'note -> done', 'stop -> done', 'fork -> sub -> done', 'late -> done',
      'fork -> race -> first -> got -> race', 'first -> over -> race'),
  messages('m1', 'm2'),
);

const names = ['m1', 'm2'];
const keys = ['a', 'b'];
const processes = ['p', 'q', 'constructor'];

const casesOf = (world: RelayWorld): readonly (readonly [bigint, CaseState])[] =>
  [...world.streams].flatMap(([key, { decider, state }]) => (decider.kind === 'case' ? [[key, state as CaseState] as const] : []));
const bucketsOf = (world: RelayWorld): readonly MessageState[] =>
  [...world.streams.values()].flatMap(({ decider, state }) => (decider.kind === 'messages' ? [state as MessageState] : []));

/** What the world outside does. */
const act = (world: RelayWorld, random: Random): void => {
  const [stream, state] = random.pick(casesOf(world));
  const some = (rows: readonly (readonly [number, unknown])[]): number | undefined => (rows.length === 0 ? undefined : random.pick(rows)[0]);
  const [timerOrdinal, task] = [some(state.timers.entries()), some(state.userTasks.entries())];
  const [name, correlationKey] = [random.pick(names), random.pick(keys)];
  const bucket = messageStreamOf(name, correlationKey);
  const actions: readonly (() => unknown)[] = [
    () => create(world, random),
    () => world.send(bucket, { type: 'PublishMessage', name, correlationKey, messageId: random.chance(0.5) ? null : `id${random.below(5)}`, timeToLiveMs: random.pick([0, 5_000, 60_000]), variables: { n: 1 } } as never),
    () => world.send(bucket, { type: 'PublishMessage', name, correlationKey, messageId: null, timeToLiveMs: 600_000, variables: {} } as never),
    () => world.send(bucket, { type: 'ExpireMessages' }),
    () => (world.now += random.below(10_000)),
    () => timerOrdinal !== undefined && world.send(stream, { type: 'FireTimer', timer: timerOrdinal } as never),
    () => task !== undefined && world.send(stream, { type: 'CompleteUserTask', task, variables: {} } as never),
    () => random.chance(0.2) && world.send(stream, { type: 'CancelCase' }),
  ];
  random.pick(actions)();
};

const create = (world: RelayWorld, random: Random): void => {
  const stream = BigInt(world.streams.size + 1) << 24n;
  const definition = { key: '1', id: random.pick(processes), version: 1, hash: 'h', dialect: 'bpmn' };
  world.send(stream, { type: 'CreateCase', definition, variables: { key: random.pick(keys) } } as never);
};

/** What cases wait for and what the streams of messages know of it is the same. */
const checkSubscriptions = (world: RelayWorld): void => {
  const waiting = casesOf(world).flatMap(([stream, state]) =>
    state.subscriptions.entries().map(([ordinal, { messageName, correlationKey, once }]) => `${siblingKey(stream, ordinal)} ${messageName} ${correlationKey} ${once}`));
  const known = bucketsOf(world).flatMap(({ subscriptions }) =>
    subscriptions.entries().map(([, { subscription, name, correlationKey, once }]) => `${subscription} ${name} ${correlationKey} ${once}`));
  deepStrictEqual(known.toSorted(), waiting.toSorted(), 'no subscription is lost, and none is left over');
};

const checkMessages = (world: RelayWorld): void => {
  for (const { messages: buffered, subscriptions } of bucketsOf(world)) {
    for (const [, { pending }] of subscriptions.entries()) ok(pending === undefined, 'no subscription waits for a message on its way');
    for (const [, one] of buffered.entries()) {
      deepStrictEqual(one.pending, [], 'no message is on its way');
      for (const [, open] of subscriptions.entries()) {
        const isFor = open.name === one.name && open.correlationKey === one.correlationKey && one.expires > world.now;
        ok(!isFor || Object.hasOwn(one.taken, open.process), 'no message waits beside a subscription that could take it');
      }
    }
  }
};

/** Every message that a process took, once. */
const checkTaken = (world: RelayWorld): number => {
  const taken = new Set<string>();
  for (const { stream, decision } of world.log) {
    if (decision.kind !== 'accepted') continue;
    for (const event of decision.events as readonly Event[]) {
      if (event.type !== 'MessageCorrelated') continue;
      const name = `${event.message} ${(world.streams.get(stream)!.state as CaseState).definition?.id}`;
      ok(!taken.has(name), `message ${name} is taken once`);
      taken.add(name);
    }
  }
  return taken.size;
};

const coverage = { taken: 0, doubled: 0, faults: 0, released: 0, refused: 0, expired: 0, removed: 0 };

const count = (world: RelayWorld): void => {
  coverage.doubled += world.doubled;
  coverage.faults += world.faults;
  for (const { decision } of world.log)
    for (const { type } of decision.kind === 'accepted' ? decision.events : []) {
      if (type === 'CorrelationReleased') coverage.released += 1;
      if (type === 'CorrelationRefused') coverage.refused += 1;
      if (type === 'MessageExpired') coverage.expired += 1;
      if (type === 'SubscriptionRemoved') coverage.removed += 1;
    }
};

const simulate = (executable: Executable, worldSeed: number): void => {
  const random = new Random(worldSeed);
  const world = new RelayWorld(random, { executable: () => executable });
  create(world, random);
  create(world, random);
  for (let step = 0; step < 120; step += 1) {
    if (random.chance(0.4)) act(world, random);
    else world.deliver(true);
  }
  world.settle();
  checkSubscriptions(world);
  checkMessages(world);
  coverage.taken += checkTaken(world);
  count(world);
};

it(`${runs} worlds of cases and messages lose nothing and take nothing twice (seed ${seed})`, { timeout: 60_000 + runs * 200 }, async () => {
  const executable = await compiled(xml);
  fc.assert(fc.property(fc.nat(), (worldSeed) => simulate(executable, worldSeed)), { numRuns: runs, seed });
  expect(Object.entries(coverage).filter(([, times]) => times < runs / 20)).toEqual([]);
});
