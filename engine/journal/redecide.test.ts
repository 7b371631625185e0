import { describe, expect, it } from 'vitest';
import { decisionHash, definition, wholeHistory } from '../../test/journal/history.ts';
import type { Command, Event } from '../case/index.ts';
import { openStep } from './open-step.ts';
import { redecide } from './redecide.ts';
import type { CaseStep } from './step.ts';

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
