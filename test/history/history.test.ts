/** What any release has written is read, folded and decided again by this one. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compileBpmn } from '../../engine/bpmn/index.ts';
import { caseStream, type Command, type Event, type Executable } from '../../engine/case/index.ts';
import { deploymentStream, type Deploy } from '../../engine/definition/index.ts';
import { compileDecisionSource } from '../../engine/dmn/index.ts';
import { accessShape } from '../../engine/access/shapes.ts';
import { checkpointShape } from '../../engine/checkpoint/shapes.ts';
import { identityShape } from '../../engine/identity/shapes.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import { allShapes, foldStep, openSteps, redecide, verifyChain, type CaseStep, type Definitions, type StoredStep, type Step } from '../../engine/journal/index.ts';
import { messageStream } from '../../engine/message/index.ts';
import { scheduleShape } from '../../engine/schedule/index.ts';
import { signalShape } from '../../engine/signal/index.ts';
import { compileStatechart } from '../../engine/statechart/index.ts';
import type { Decider, StreamState, Typed } from '../../engine/stream/index.ts';
import { historyNames, readHistory, releases, sumsNow, sumsThen } from './recorded-history.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const utf8 = new TextEncoder();

interface Stream {
  readonly key: string;
  readonly stored: readonly StoredStep[];
  readonly steps: readonly Step[];
}

const streamsOf = (release: string, name: string): { readonly log: string; readonly streams: readonly Stream[] } => {
  const { log, streams } = readHistory(release, name);
  const opened = streams.map(({ stream, steps }) => {
    const stored = steps.map(([record, payload]) => ({ record: utf8.encode(record), payload }));
    return { key: stream, stored, steps: openSteps(stored) };
  });
  return { log, streams: opened };
};

const deciders = [caseStream, messageStream, deploymentStream] as unknown as readonly Decider<StreamState, Typed, Typed, unknown>[];
const deciderOf = ({ steps }: Stream): (typeof deciders)[number] => {
  const type = steps[0]?.command.type ?? '';
  const found = deciders.find(({ shape }) => Object.hasOwn(shape.commands, type));
  if (found === undefined) throw new Error(`Expected a kind of stream that begins with '${type}', but there is none`);
  return found;
};

/** Compiled from the sources that the deployments of the same history hold. */
const definitionsOf = (streams: readonly Stream[]): Definitions => {
  const deployments = streams.flatMap(({ steps }) => steps.flatMap(({ command }) => (command.type === 'Deploy' ? [command as Deploy] : [])));
  const sources = new Map(deployments.flatMap(({ sources: given }) => Object.entries(given)));
  const executables = new Map<string, Promise<ReadonlyMap<string, Executable>>>();
  const compile = async (source: string): Promise<ReadonlyMap<string, Executable>> => {
    const compilation = source.trimStart().startsWith('<') ? await compileBpmn(source, feelEngine) : await compileStatechart(source, feelEngine);
    if (!compilation.ok) throw new Error(`Expected a definition of a history to compile, but ${compilation.problems[0]?.message}`);
    return new Map(compilation.definitions.map(({ id, executable }) => [id, executable]));
  };
  return {
    executable: async (hash, id) => {
      const source = sources.get(hash);
      if (source === undefined) return undefined;
      const known = executables.get(hash) ?? compile(source);
      executables.set(hash, known);
      return (await known).get(id);
    },
    decision: (hash) => {
      const compilation = compileDecisionSource(sources.get(hash) ?? '', feelEngine);
      return compilation.ok ? compilation.model : undefined;
    },
  };
};

describe.each(releases())('histories of %s', (release) => {
  const names = historyNames(release);

  it('are frozen', () => {
    expect(sumsNow(release)).toEqual(sumsThen(release));
    expect(names.length).toBeGreaterThan(5);
  });

  it.each(names)('%s: every chain holds', (name) => {
    const { log, streams } = streamsOf(release, name);
    const broken = streams.flatMap(({ key, stored }) => {
      const verdict = verifyChain(stored, sha256, { log, stream: key });
      return verdict.ok && verdict.unknown.length === 0 ? [] : [verdict];
    });
    expect(broken).toEqual([]);
    expect(streams.length).toBeGreaterThan(5);
  });

  it.each(names)('%s: every stream folds, and is restored from its snapshot', (name) => {
    for (const stream of streamsOf(release, name).streams) {
      const { initial, evolve, restore } = deciderOf(stream);
      const state = initial();
      for (const step of stream.steps) foldStep(state, step, evolve);
      const snapshot: unknown = JSON.parse(JSON.stringify(state));
      expect(JSON.parse(JSON.stringify(restore(snapshot)))).toEqual(snapshot);
    }
  });

  it.each(names)('%s: every case is decided again as it was', async (name) => {
    const { streams } = streamsOf(release, name);
    const definitions = definitionsOf(streams);
    const cases = streams.filter((stream) => deciderOf(stream).kind === 'case');
    const other: unknown[] = [];
    for (const { key, steps } of cases) {
      const verdict = await redecide(steps as readonly CaseStep[], definitions);
      if (verdict.verdict !== 'equal' || verdict.steps !== steps.length) other.push({ key, ...verdict });
    }
    expect(other).toEqual([]);
    expect(cases.length).toBeGreaterThan(3);
  });

  it('hold every type of event and kind of element that their release writes', () => {
    const steps = names.flatMap((name) => streamsOf(release, name).streams.flatMap((stream) => stream.steps)) as readonly Step<Command, Event>[];
    const events = new Set(steps.flatMap((step) => step.events.map(({ type }) => type as string)));
    const kinds = new Set(steps.flatMap((step) => step.events.flatMap((event) => (event.type === 'ElementActivated' ? [event.kind] : []))));
    const missing = [...allShapes.events.byType.keys()].filter((type) => !events.has(type));
    expect(missing.toSorted()).toEqual(unwritten[release]);
    expect([...kinds].toSorted()).toEqual([
      'boundaryEvent', 'businessRuleTask', 'compoundState', 'endEvent', 'eventBasedGateway', 'exclusiveGateway', 'finalState', 'inclusiveGateway',
      'intermediateCatchEvent', 'intermediateThrowEvent', 'manualTask', 'parallelGateway', 'receiveTask', 'scriptTask', 'sendTask', 'serviceTask',
      'startEvent', 'state', 'subProcess', 'task', 'userTask',
    ]);
  });
});

/**
 * Of the types that there are now, those that no history of a release holds: it had them not, or they need what cannot
 * be played (a case that refuses a message because both were sent at the same moment).
 */
const unwritten: { readonly [release: string]: readonly string[] } = {
  v2: [
    'CaseFoundBroken', 'CommentAdded', 'CorrelationRefused', 'CorrelationReleased', 'ElementPhaseChanged', 'MessageStarted', 'StartedCaseEnded',
    // Of BPMN's elements that the release had not.
    'SignalSubscriptionOpened', 'SignalCaught', 'SignalSubscriptionClosed', 'SignalThrown', 'ConditionOpened', 'ConditionFulfilled', 'ConditionClosed',
    'EscalationThrown', 'ErrorLeft', 'LoopStarted', 'LoopOutputCollected', 'CompensationRecorded', 'CompensationTriggered', 'ComplexJoinChanged',
    'CaseCalled', 'CallEnded', 'CallCanceled',
    ...[identityShape, accessShape, checkpointShape, signalShape, scheduleShape].flatMap(({ events }) => Object.keys(events)),
  ].toSorted(),
};
