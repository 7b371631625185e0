/**
 * Cases that call cases, throw and catch signals, and are begun by messages and signals, over a network that delays,
 * doubles and reorders: nobody waits in vain, nobody lives on alone, and what may be there once is there once.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CaseState, Executable } from '../../engine/case/index.ts';
import { messageStreamOf, type MessageState } from '../../engine/message/index.ts';
import { signalStreamOf, type SignalState } from '../../engine/signal/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import { boundary, catching, compiled, end, error, errors, exclusive, flows, message, node, parallel, processXml, service, start, user } from '../case/bpmn-xml.ts';
import { runsOf, seedOf } from '../harness/runs.ts';
import { Random } from './random.ts';
import { RelayWorld, type Deployed } from './relay.ts';

const runs = runsOf(80, 10_000);
const seed = seedOf('calls, signals and starts');

const signal = '<bpmn:signalEventDefinition signalRef="s"/>';
const roots = `<bpmn:signal id="s" name="alarm"/><bpmn:message id="go" name="go"/>${errors('E1')}`;
const call = (id: string, called: string): string => node('callActivity', id, { extension: `<zeebe:calledElement processId="${called}"/>` });
const throwing = (id: string): string => node('intermediateThrowEvent', id, { content: signal });

const models = {
  /** Calls one that calls another, waits for signals for ever beside it. */
  top: processXml(start() + parallel('fork') + call('call', 'middle') + boundary('failed', 'call', error('E1')) + exclusive('again') + catching('catch', signal) + user('stop') + end() + end('over', '<bpmn:terminateEventDefinition/>') +
    flows('start -> fork -> call -> end', 'failed -> end', 'fork -> again -> catch -> again', 'fork -> stop -> over'), roots),
  middle: processXml(start() + call('call', 'bottom') + throwing('throw') + end() + flows('start -> call -> throw -> end'), roots),
  bottom: processXml(start() + service('serve') + throwing('throw') + catching('catch', signal) + end() + flows('start -> serve -> throw -> catch -> end'), roots),
  /** Begun by a message, one per key, or by a signal. */
  begun: processXml(node('startEvent', 'bymessage', { content: message('go') }) + node('startEvent', 'bysignal', { content: signal }) + exclusive('merge') + user('work') + end() +
    flows('bymessage -> merge -> work -> end', 'bysignal -> merge'), roots),
};
type Model = keyof typeof models;

const beginning = (event: string) => [{ definition: { key: '1', id: 'begun', version: 1, hash: 'h', dialect: 'bpmn' }, event }] as const;

const statesOf = <S>(world: RelayWorld, kind: string): readonly (readonly [bigint, S])[] =>
  [...world.streams].flatMap(([key, { decider, state }]) => (decider.kind === kind ? [[key, state as unknown as S] as const] : []));
const activeCases = (world: RelayWorld): readonly (readonly [bigint, CaseState])[] => statesOf<CaseState>(world, 'case').filter(([, { status }]) => status === 'active');

let created = 0;
const create = (world: RelayWorld): unknown => {
  created += 1;
  const definition = { key: '1', id: 'top', version: 1, hash: 'h', dialect: 'bpmn' };
  return world.send(BigInt(1_000_000 + created) << 24n, { type: 'CreateCase', definition, variables: {} } as never);
};

/** What the world outside does. */
const act = (world: RelayWorld, random: Random): void => {
  const cases = activeCases(world);
  const [stream, state] = cases.length === 0 ? [0n, undefined] : random.pick(cases);
  const some = (rows: readonly (readonly [number, unknown])[] = []): number | undefined => (rows.length === 0 ? undefined : random.pick(rows)[0]);
  const [job, task, incident] = [some(state?.jobs.entries()), some(state?.userTasks.entries()), some(state?.incidents.entries())];
  const key = random.pick(['', 'a', 'b']);
  const actions: readonly (() => unknown)[] = [
    () => create(world),
    () => job !== undefined && world.send(stream, { type: 'CompleteJob', job, variables: { n: 1 } } as never),
    () => job !== undefined && random.chance(0.4) && world.send(stream, { type: 'ThrowJobError', job, errorCode: 'E1', errorMessage: 'no', variables: {} } as never),
    () => task !== undefined && world.send(stream, { type: 'CompleteUserTask', task, variables: {} } as never),
    () => incident !== undefined && world.send(stream, { type: 'ResolveIncident', incident } as never),
    () => state !== undefined && random.chance(0.3) && world.send(stream, { type: 'CancelCase' }),
    () => random.chance(0.5) && world.send(signalStreamOf('alarm'), { type: 'BroadcastSignal', name: 'alarm', variables: {} } as never),
    () => world.send(messageStreamOf('go', key), { type: 'PublishMessage', name: 'go', correlationKey: key, messageId: null, timeToLiveMs: random.pick([0, 60_000, 600_000]), variables: {} } as never),
    () => (world.now += random.below(10_000)),
  ];
  random.pick(actions)();
};

/** Whoever was called has somebody who waits for him, and the other way round. */
const checkCalls = (world: RelayWorld): void => {
  const active = activeCases(world);
  const waitedFor = active.flatMap(([stream, { calls }]) => calls.entries().map(([, { instance, case: called }]) => `${called} by ${siblingKey(stream, instance)}`));
  const waiting = active.flatMap(([stream, { caller }]) => (caller === null ? [] : [`${stream} by ${caller.parent}`]));
  deepStrictEqual(waiting.toSorted(), waitedFor.toSorted(), 'called cases that live, and calls that wait for them');
};

const checkSignals = (world: RelayWorld): void => {
  const waiting = activeCases(world).flatMap(([stream, { signals }]) => signals.entries().map(([ordinal]) => String(siblingKey(stream, ordinal))));
  const streams = statesOf<SignalState>(world, 'signals');
  deepStrictEqual(streams.flatMap(([, { subscriptions }]) => subscriptions.entries().map(([, row]) => row.subscription)).toSorted(), waiting.toSorted(), 'who waits for signals');
  for (const [, { signals }] of streams) ok(signals.size === 0, 'everybody was told of every signal');
};

/** One case of a key at a time, and nobody waits for the end of one that is gone. */
const checkStarts = (world: RelayWorld): void => {
  for (const [stream, { started, messages }] of statesOf<MessageState>(world, 'messages')) {
    const active = activeCases(world).filter(([, { startedBy }]) => startedBy === String(stream)).map(([key]) => String(key));
    const known = started.entries().map(([, row]) => row.case);
    deepStrictEqual(known.toSorted(), active.toSorted(), 'cases that messages have started');
    deepStrictEqual(new Set(started.entries().map(([, row]) => row.correlationKey)).size, known.length, 'one of each key');
    for (const [, one] of messages.entries())
      ok(one.expires <= world.now || Object.hasOwn(one.taken, 'begun') || started.entries().some(([, row]) => row.correlationKey === one.correlationKey), 'no message waits when it could begin a case');
  }
};

const coverage = { doubled: 0, faults: 0, CallEnded: 0, CallCanceled: 0, ErrorLeft: 0, SignalCaught: 0, SignalThrown: 0, SignalStarted: 0, MessageStarted: 0, StartedCaseEnded: 0, IncidentCreated: 0 };

const count = (world: RelayWorld): void => {
  coverage.doubled += world.doubled;
  coverage.faults += world.faults;
  for (const { decision } of world.log)
    for (const { type } of decision.kind === 'accepted' ? decision.events : []) if (Object.hasOwn(coverage, type)) coverage[type as keyof typeof coverage] += 1;
};

const simulate = (deployed: Deployed, worldSeed: number): void => {
  const random = new Random(worldSeed);
  const world = new RelayWorld(random, deployed);
  create(world);
  for (let step = 0; step < 120; step += 1) {
    if (random.chance(0.4)) act(world, random);
    else world.deliver(true);
  }
  world.settle();
  checkCalls(world);
  checkSignals(world);
  checkStarts(world);
  count(world);
};

it(`${runs} worlds of cases that call, signal and begin each other leave nobody behind (seed ${seed})`, { timeout: 60_000 + runs * 200 }, async () => {
  const executables = new Map<string, Executable>();
  for (const id of Object.keys(models) as Model[]) executables.set(id, await compiled(models[id]));
  const deployed: Deployed = {
    executable: (id) => executables.get(id) ?? (() => { throw new Error(`Expected process '${id}', but there is none`); })(),
    messageStarts: { go: beginning('bymessage') },
    signalStarts: { alarm: beginning('bysignal') },
  };
  fc.assert(fc.property(fc.nat(), (worldSeed) => simulate(deployed, worldSeed)), { numRuns: runs, seed });
  expect(Object.entries(coverage).filter(([, times]) => times < runs / 20)).toEqual([]);
});
