import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definition, History, nextCommand, sha256, wholeHistory } from '../../test/journal/history.ts';
import type { Stop } from '../../test/journal/errand.ts';
import { initialState, type Command } from '../case/index.ts';
import { canonical } from '../json/canonical.ts';
import { applyStep, foldSteps, stateAt } from './fold.ts';
import { redecide } from './redecide.ts';
import { restoreSnapshot, snapshotOf, stateHash } from './snapshot.ts';
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
