/** Snapshots are paid by the bytes that steps have brought: over a case's life they are a small multiple of its journal. */
import { describe, expect, it } from 'vitest';
import { sealStep } from '../../engine/journal/index.ts';
import type { Command, Executable } from '../../engine/case/index.ts';
import { caseStream } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { decideOn, engineActor, engineVersions, limits } from '../../engine/stream/index.ts';
import { BatchStreams } from '../../runtime/pipeline/batch-streams.ts';
import { broughtBy, newStream, nextSeq, type HotStream } from '../../runtime/pipeline/hot-streams.ts';
import { DefinitionLibrary } from '../../runtime/library/definition-library.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { StreamKinds } from '../../runtime/stream/stream-kinds.ts';
import { definitionRef, epoch } from '../case/case-driver.ts';
import { crowdInCase, items } from './crowd.ts';

const kinds = new StreamKinds(new DefinitionLibrary());
const key = 1n << 24n;

/** A case whose steps are sealed, and whose snapshots are counted as they are written. */
class Recorded {
  readonly snapshots: { readonly seq: number; readonly bytes: number }[] = [];
  stepBytes = 0;
  /** Most bytes of steps that a cold start would have to read after a snapshot. */
  longest = 0;
  #since = 0;
  readonly hot: HotStream = newStream(kinds.of('CancelCase'));
  readonly #executable: Executable;
  readonly #streams = new BatchStreams(new Map([[key, this.hot]]), kinds, true);
  readonly #database = {
    query: async (_sql: string, parameters: readonly unknown[] = []) => {
      this.snapshots.push({ seq: nextSeq(this.hot), bytes: String(parameters[2]).length });
      this.#since = 0;
      return [];
    },
  } as unknown as Queryable;

  constructor(executable: Executable) {
    this.#executable = executable;
  }

  get state() {
    return this.hot.state as ReturnType<typeof caseStream.initial>;
  }

  async step(command: Command): Promise<void> {
    const { state, hot } = this;
    const facts = { stream: key, order: { id: String(nextSeq(hot)), actor: engineActor }, now: epoch, zone: 'UTC', library: { decision: () => undefined }, answer: () => undefined };
    const decision = decideOn(caseStream, { state, model: this.#executable, command }, facts);
    if (decision.kind !== 'accepted') throw new Error(`Expected ${command.type} to be accepted, but it was ${JSON.stringify(decision)}`);
    const sealed = sealStep(
      {
        log: 'growth', stream: String(key), seq: nextSeq(hot), at: epoch, id: facts.order.id, actor: engineActor, zone: 'UTC', versions: engineVersions,
        definition: '0'.repeat(64), before: hot.head, command, events: decision.events, secret: new Uint8Array(32),
      },
      sha256,
    );
    const bytes = sealed.record.length + (sealed.payload?.length ?? 0);
    this.stepBytes += bytes;
    this.#since += bytes;
    this.longest = Math.max(this.longest, this.#since);
    this.#streams.addStep(key, hot, { head: sealed.head, brought: broughtBy(sealed.payload, decision.events) });
    await this.#streams.writeSnapshots(this.#database);
    if (state.continuation !== null) await this.step({ type: 'Continue' });
  }

  /** Goes round on the other branch. */
  async goRound(variables: JsonObject): Promise<void> {
    const task = [...this.state.userTasks.entries()].at(-1)![0];
    await this.step({ type: 'CompleteUserTask', task, variables });
  }

  get snapshotBytes(): number {
    return this.snapshots.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

const recorded = async (size: number, variables: JsonObject = {}): Promise<Recorded> => {
  const growing = new Recorded(await crowdInCase(items.elements));
  await growing.step({ type: 'CreateCase', definition: definitionRef('bpmn'), variables: { ...variables, size } });
  return growing;
};

const large = (bytes: number): string => 'x'.repeat(bytes);

/** What snapshots may be, to what steps are: half of a state, brought by steps, pays for writing it. */
const most = 4;

describe('the snapshots of a case', () => {
  it.each<[string, number, JsonObject, number, (step: number) => JsonObject]>([
    ['that is small', 1, {}, 2_000, () => ({})],
    ['with a large state and many small steps', 1, { document: large(2_000_000) }, 2_000, () => ({ a: 1 })],
    ['with ten thousand elements and many small steps', 10_000, {}, 1_000, (step) => ({ step })],
    ['that grows by a variable with every step', 1, {}, 1_000, (step) => ({ [`v${step}`]: large(500) })],
    ['whose large value is replaced by every step', 1, {}, 300, (step) => ({ document: `${step}${large(50_000)}` })],
    ['whose large value comes and goes', 1, {}, 600, (step) => ({ document: step % 2 === 0 ? large(200_000) : '' })],
  ])(`%s are at most ${most} times its steps`, { timeout: 60_000 }, async (...[, size, variables, steps, result]) => {
    const growing = await recorded(size, variables);
    for (let step = 0; step < steps; step += 1) await growing.goRound(result(step));
    expect(growing.snapshotBytes).toBeLessThanOrEqual(most * growing.stepBytes);
  });

  it('come: a small case has one every so many steps, and what follows a snapshot is never long', async () => {
    const growing = await recorded(1);
    for (let step = 0; step < 1_000; step += 1) await growing.goRound({});
    expect(growing.snapshots.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5].map((nth) => nth * limits.stepsPerSnapshot));
    expect(growing.longest).toBeLessThan(limits.stepsPerSnapshot * 1_000);
  });
});
