import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carried, definition, History, nextCommand, sha256, wholeHistory } from '../../test/journal/history.ts';
import type { Stop } from '../../test/journal/errand.ts';
import { caseStream, type CaseState, type Command } from '../case/index.ts';
import { canonical } from '../json/canonical.ts';
import { CaseFold, foldCase, foldStep, stateAt } from './fold.ts';
import { redecide } from './redecide.ts';
import { restoreSnapshot, snapshotOf, stateHash } from './snapshot.ts';
import type { CaseStep } from './step.ts';
import { verifyChain } from './verify-chain.ts';

const stops = fc.array(fc.constantFrom<Stop>('task', 'job', 'timer', 'message', 'decision'), { minLength: 1, maxLength: 6 });
const members = fc.dictionary(fc.string({ maxLength: 4 }).filter((name) => name !== '__proto__'), fc.jsonValue({ maxDepth: 2 }));
/** Either what the case waits for, or something that people do beside it. */
const act = fc.record({ what: fc.constantFrom('next', 'next', 'set', 'assign', 'update', 'fail', 'cancel'), values: members });

const commandFor = (history: History, { what, values }: { what: string; values: object }): Command | undefined => {
  const [[task = 99] = [], [job = 99] = []] = [history.state.userTasks.entries()[0], history.state.jobs.entries()[0]];
  const variables = values as never;
  if (history.state.status === 'new' || what === 'next') return nextCommand(history.state, variables);
  if (what === 'set') return { type: 'SetVariables', scope: 0, variables, local: true };
  if (what === 'assign') return { type: 'AssignUserTask', task, assignee: 'user-2', allowOverride: true };
  if (what === 'update') return { type: 'UpdateUserTask', task, changes: { priority: 7, candidateUsers: ['user-3'] } };
  if (what === 'fail') return { type: 'FailJob', job, retries: 0, retryBackOffMs: 5, errorMessage: 'no way', variables };
  return { type: 'CancelCase' };
};

const snapshotTaken = (history: History): string => snapshotOf('case', history.state, carried, sha256);
const restored = (snapshot: string): CaseState => caseStream.restore(restoreSnapshot(snapshot, sha256)?.state);

describe('a case from its journal', () => {
  it('is the hot case after every step, from the first step and from any snapshot; its chain holds; decided again it is the same', async () => {
    await fc.assert(
      fc.asyncProperty(stops, fc.array(act, { maxLength: 14 }), async (route, acts) => {
        const history = new History(route);
        const cold = new CaseFold();
        const snapshots: string[] = [];
        for (const one of [{ what: 'next', values: {} }, ...acts]) {
          const command = commandFor(history, one);
          if (command === undefined) continue;
          const before = history.steps.length;
          history.send(command);
          if (history.steps.length === before) continue;
          cold.add(history.opened().at(-1) as CaseStep);
          expect(canonical(cold.state.toJSON())).toBe(canonical(history.state.toJSON()));
          snapshots.push(snapshotTaken(history));
        }
        for (const [seq, snapshot] of snapshots.entries()) {
          expect(restoreSnapshot(snapshot, sha256)).toMatchObject({ kind: 'case', carried });
          const state = restored(snapshot);
          for (const step of history.opened().slice(seq + 1)) foldStep(state, step, caseStream.evolve);
          expect(canonical(state.toJSON())).toBe(canonical(history.state.toJSON()));
          expect(stateHash(stateAt(history.opened(), seq), sha256)).toBe(stateHash(restored(snapshot), sha256));
        }
        expect(verifyChain(history.steps, sha256)).toMatchObject({ ok: true, steps: snapshots.length });
        expect(await redecide(history.opened(), history.definitions())).toEqual({ verdict: 'equal', steps: snapshots.length });
      }),
      { numRuns: 150 },
    );
  });

  it('can be seen right after any of its steps', () => {
    const history = wholeHistory(['task', 'message']);
    expect(stateAt(history.opened(), 0)).toMatchObject({ status: 'active', userTasks: { size: 1 }, subscriptions: { size: 0 } });
    expect(stateAt(history.opened(), 1)).toMatchObject({ status: 'active', userTasks: { size: 0 }, subscriptions: { size: 1 } });
    expect(stateAt(history.opened(), 2).status).toBe('completed');
    expect(() => stateAt(history.opened(), 3)).toThrow('Expected a case with a step 3, but it has 3 steps');
  });

  it('takes its steps only in order', () => {
    const [first, second] = wholeHistory(['task']).opened() as [CaseStep, CaseStep];
    expect(() => foldCase([second])).toThrow('Expected step 0 of the case, but found step 1');
    expect(() => foldCase([first, first])).toThrow('Expected step 1 of the case, but found step 0');
  });

  it('has null where values were erased, and can still be told apart and kept', () => {
    const history = new History(['message', 'task']);
    history.send({ type: 'CreateCase', definition, variables: { name: 'Ada' } });
    const state = foldCase(history.opened(new Set([0])));
    expect(state.variables.get(0, 'name')).toEqual({ ordinal: 1, value: null });
    expect(state.subscriptions.get(3)?.correlationKey).toBeNull();
    expect(restored(snapshotOf('case', state, carried, sha256)).toJSON()).toEqual(state.toJSON());
    expect({ ...state.toJSON(), variables: [], subscriptions: [] }).toEqual({ ...history.state.toJSON(), variables: [], subscriptions: [] });
  });
});
