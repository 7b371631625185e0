import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionHash, definition, History, nextCommand, sha256, wholeHistory } from '../../test/journal/history.ts';
import type { Stop } from '../../test/journal/errand.ts';
import { initialState, type Command, type Event } from '../kernel/index.ts';
import { canonical } from './canonical.ts';
import { applyStep, foldSteps, stateAt } from './fold.ts';
import { openStep } from './open-step.ts';
import { redecide } from './redecide.ts';
import { restoreSnapshot, snapshotOf, snapshotVersion, stateHash } from './snapshot.ts';
import type { CaseStep } from './step.ts';
import { verifyChain } from './verify-chain.ts';

const stops = fc.array(fc.constantFrom<Stop>('task', 'job', 'timer', 'message', 'decision'), { minLength: 1, maxLength: 6 });
const members = fc.dictionary(fc.string({ maxLength: 4 }).filter((name) => name !== '__proto__'), fc.jsonValue({ maxDepth: 2 }));
/** Either what the case waits for, or something that people do beside it. */
const act = fc.record({ what: fc.constantFrom('next', 'next', 'set', 'assign', 'update', 'fail', 'cancel'), values: members });

const commandFor = (history: History, { what, values }: { what: string; values: object }): Command | undefined => {
  const { userTasks, jobs } = history.state;
  const [variables, task, job] = [values as never, Number(Object.keys(userTasks)[0] ?? 99), Number(Object.keys(jobs)[0] ?? 99)];
  if (history.state.status === 'new' || what === 'next') return nextCommand(history.state, variables);
  if (what === 'set') return { type: 'SetVariables', scope: 0, variables, local: true };
  if (what === 'assign') return { type: 'AssignUserTask', task, assignee: 'user-2', allowOverride: true };
  if (what === 'update') return { type: 'UpdateUserTask', task, changes: { priority: 7, candidateUsers: ['user-3'] } };
  if (what === 'fail') return { type: 'FailJob', job, retries: 0, retryBackOffMs: 5, errorMessage: 'no way', variables };
  return { type: 'CancelCase' };
};

const snapshotTaken = (history: History): string => snapshotOf(history.state, sha256);

describe('a case from its journal', () => {
  it('is the hot case after every step, from the first step and from any snapshot; its chain holds; decided again it is the same', async () => {
    await fc.assert(
      fc.asyncProperty(stops, fc.array(act, { maxLength: 14 }), async (route, acts) => {
        const history = new History(route);
        const cold = initialState();
        const snapshots: string[] = [];
        for (const one of [{ what: 'next', values: {} }, ...acts]) {
          const command = commandFor(history, one);
          if (command === undefined) continue;
          const before = history.steps.length;
          history.send(command);
          if (history.steps.length === before) continue;
          applyStep(cold, history.opened().at(-1) as CaseStep);
          expect(canonical(cold)).toBe(canonical(history.state));
          snapshots.push(snapshotTaken(history));
        }
        for (const [seq, snapshot] of snapshots.entries()) {
          const restored = restoreSnapshot(snapshot, sha256);
          expect(canonical(foldSteps(restored ?? initialState(), history.opened().slice(seq + 1)))).toBe(canonical(history.state));
          expect(stateHash(stateAt(history.opened(), seq), sha256)).toBe((JSON.parse(snapshot) as { hash: string }).hash);
        }
        expect(verifyChain(history.steps, sha256)).toMatchObject({ ok: true, steps: snapshots.length });
        expect(await redecide(history.opened(), history.definitions())).toEqual({ verdict: 'equal', steps: snapshots.length });
      }),
      { numRuns: 150 },
    );
  });

  it('can be seen right after any of its steps', () => {
    const history = wholeHistory(['task', 'message']);
    expect(stateAt(history.opened(), 0)).toMatchObject({ status: 'active', seq: 1, now: 1_763_892_000_000, userTasks: { 3: {} } });
    expect(stateAt(history.opened(), 2)).toMatchObject({ status: 'completed', seq: 3, now: 1_763_892_002_002 });
    expect(() => stateAt(history.opened(), 3)).toThrow('Expected a case with a step 3, but it has 3 steps');
  });

  it('takes its steps only in order', () => {
    const [first, second] = wholeHistory(['task']).opened() as [CaseStep, CaseStep];
    expect(() => foldSteps(initialState(), [second])).toThrow('Expected step 0 of the case, but found step 1');
    expect(() => foldSteps(initialState(), [first, first])).toThrow('Expected step 1 of the case, but found step 0');
  });

  it('has null where values were erased, and can still be told apart and kept', () => {
    const history = new History(['message', 'task']);
    history.send({ type: 'CreateCase', definition, variables: { name: 'Ada' } });
    const state = foldSteps(initialState(), history.opened(new Set([0])));
    expect(state.variables[0]?.['name']).toEqual({ ordinal: 1, value: null });
    expect(state.subscriptions[3]?.correlationKey).toBeNull();
    expect(restoreSnapshot(snapshotOf(state, sha256), sha256)).toEqual(state);
    expect({ ...state, variables: {}, subscriptions: {} }).toEqual({ ...history.state, variables: {}, subscriptions: {} });
  });
});

describe('a snapshot', () => {
  const history = wholeHistory(['task', 'decision', 'message']);
  const state = stateAt(history.opened(), 1);
  const snapshot = snapshotOf(state, sha256);

  it('restores members in the order in which the hot state has them', () => {
    const unsorted = initialState();
    unsorted.scopes[0] = { children: 0, tokens: { zebra: 1, ant: 2, '5': 1 } };
    const restored = restoreSnapshot(snapshotOf(unsorted, sha256), sha256);
    expect(JSON.stringify(restored)).toBe(JSON.stringify(unsorted));
    expect(Object.keys(restored?.scopes[0]?.tokens ?? {})).toEqual(['5', 'zebra', 'ant']);
  });

  it('is ignored when any byte of it is another one', () => {
    let accepted = 0;
    for (let at = 0; at < snapshot.length; at++)
      for (const mask of [1, 32]) {
        const flipped = snapshot.slice(0, at) + String.fromCharCode(snapshot.charCodeAt(at) ^ mask) + snapshot.slice(at + 1);
        if (restoreSnapshot(flipped, sha256) !== undefined) accepted += 1;
      }
    expect(accepted).toBe(0);
    expect(restoreSnapshot(snapshot, sha256)).toEqual(state);
  });

  it.each(['', 'null', '[]', '5', '{}', snapshot.replace(`"v":${snapshotVersion}`, '"v":0')])('is ignored when it is none of ours (%#)', (text) => {
    expect(restoreSnapshot(text, sha256)).toBeUndefined();
  });

  it('has a version that must be raised with the shape of the state', () => {
    expect(snapshotVersion).toBe(1);
    expect(Object.keys(initialState()).join()).toBe(
      'status,definition,now,seq,lastOrdinal,elements,scopes,variables,userTasks,jobs,timers,subscriptions,incidents,statechart',
    );
  });
});

describe('deciding again', () => {
  const history = wholeHistory(['task', 'job', 'timer', 'decision', 'message']);
  /** The whole case opened, one step replaced. */
  const altered = (seq: number, change: (step: CaseStep) => Partial<CaseStep>): CaseStep[] =>
    history.opened().map((step) => (step.seq === seq ? { ...step, ...change(step) } : step));
  const again = (steps: CaseStep[]) => redecide(steps, history.definitions());

  it('reads steps as they arrive, too', async () => {
    const arriving = (async function* () {
      for (const { record, payload } of history.steps) yield openStep<Command, Event>(record, payload);
    })();
    expect(await redecide(arriving, history.definitions())).toEqual({ verdict: 'equal', steps: 5 });
  });

  it('names the first event that was recorded otherwise, and the place in it', async () => {
    const steps = altered(3, ({ events }) => ({
      events: events.map((event) => (event.type === 'DecisionEvaluated' ? { ...event, output: { next: 4, seen: ['a', 'b', 'forged'] } } : event)),
    }));
    expect(await again(steps)).toEqual({ verdict: 'diverges', seq: 3, index: 4, path: 'output.seen[2]', expected: 'forged', actual: 'firedAt' });
  });

  it('sees an event too few and one too many', async () => {
    expect(await again(altered(1, ({ events }) => ({ events: events.slice(0, -1) })))).toMatchObject({
      verdict: 'diverges', seq: 1, index: 5, path: '', actual: { type: 'JobCreated' },
    });
    const more = { type: 'ContinuationRequested' } as const;
    expect(await again(altered(1, ({ events }) => ({ events: [...events, more] })))).toEqual({
      verdict: 'diverges', seq: 1, index: 6, path: '', expected: more,
    });
  });

  it('sees a command that could not have been accepted', async () => {
    expect(await again(altered(1, () => ({ command: { type: 'CompleteUserTask', task: 99, variables: {} } })))).toMatchObject({
      verdict: 'diverges', seq: 1, index: null, actual: { kind: 'rejected', code: 'NOT_FOUND' },
    });
  });

  it('sees a missing answer, and an answer that nobody recorded', async () => {
    expect(await again(altered(3, () => ({ answers: {} })))).toMatchObject({
      verdict: 'diverges', seq: 3, actual: { kind: 'need', questions: [{ type: 'decision', id: 'route' }] },
    });
    expect(await again(altered(3, () => ({ answers: { 'decision:route': null } })))).toMatchObject({ verdict: 'diverges', seq: 3, index: 4 });
  });

  it('decides at the recorded time', async () => {
    expect(await again(altered(3, ({ at }) => ({ at: at + 1 })))).toMatchObject({ verdict: 'diverges', seq: 3, index: 1, path: 'value' });
    expect(await again(altered(3, ({ at }) => ({ at: at - 5_000 })))).toMatchObject({ verdict: 'diverges', seq: 3, index: null });
  });

  it('does not accept another definition than the one the case has', async () => {
    const other = 'a'.repeat(64);
    expect(await again(altered(2, () => ({ definition: other })))).toEqual({
      verdict: 'diverges', seq: 2, index: null, path: 'definition', expected: other, actual: definition.hash,
    });
  });

  it('stops where payloads were erased', async () => {
    expect(await redecide(history.opened(new Set([2, 4])), history.definitions())).toEqual({ verdict: 'redacted', seq: 2 });
  });

  it('says what it cannot compare: another kernel, a missing definition, a missing decision, a gap', async () => {
    expect(await again(altered(1, () => ({ kernel: 'kernel/0' })))).toMatchObject({ verdict: 'incomparable', seq: 1, reason: expect.stringContaining('kernel/0') as string });
    const none = { executable: () => undefined, decision: () => undefined };
    expect(await redecide(history.opened(), none)).toMatchObject({ verdict: 'incomparable', seq: 0, reason: expect.stringContaining(definition.hash) as string });
    expect(await redecide(history.opened(), { ...history.definitions(), decision: () => undefined })).toMatchObject({
      verdict: 'incomparable', seq: 3, reason: expect.stringContaining(decisionHash) as string,
    });
    expect(await again(history.opened().slice(1))).toMatchObject({ verdict: 'incomparable', seq: 1 });
  });

  it('reports a kernel that throws instead of throwing itself', async () => {
    const broken = { ...history.executable, dialect: { ...history.executable.dialect, workCompleted: () => { throw new Error('out of order'); } } };
    expect(await redecide(history.opened(), { ...history.definitions(), executable: () => broken })).toMatchObject({
      verdict: 'diverges', seq: 1, index: null, actual: 'out of order',
    });
  });
});
