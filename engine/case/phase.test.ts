import { describe, expect, it } from 'vitest';
import { Draft } from '../stream/draft.ts';
import type { Event } from './event.ts';
import { evolve } from './evolve/index.ts';
import { assertTransition, enterPhase, transitions, type Phase } from './phase.ts';
import { CaseState } from './state.ts';

type Next = Parameters<typeof assertTransition>[1];

const phases: readonly Phase[] = ['activating', 'active', 'completing', 'terminating'];
const all: readonly Next[] = [...phases, 'completed', 'terminated'];

/** Which may follow which, written out a second time: `x` is a transition that an element may make. */
const legal = `
              activating active completing terminating completed terminated
  activating  -          x      x          x           x         x
  active      -          -      x          x           x         x
  completing  -          x      -          x           x         x
  terminating -          -      -          -           -         x`;

const rows = legal.trim().split('\n').map((line) => line.trim().split(/\s+/));
const [columns = [], ...lines] = rows;
const cases = lines.flatMap(([from, ...marks]) => marks.map((mark, index) => [from as Phase, columns[index] as Next, mark === 'x'] as const));

describe('the phases of an element', () => {
  it('are all in the table', () => {
    expect(Object.keys(transitions)).toEqual(phases);
    expect(cases).toHaveLength(phases.length * all.length);
  });

  it.each(cases)('%s to %s: %s', (from, to, isLegal) => {
    const told = (): string => {
      try {
        assertTransition(from, to);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const refusal = expect.stringMatching(`^Expected an element to go from ${from} to .*, but it goes to ${to}$`) as string;
    expect(told()).toEqual(isLegal ? '' : refusal);
  });

  it('end: from each of them an element can be terminated, and from none does it come back', () => {
    for (const phase of phases) {
      expect(transitions[phase]).toContain('terminated');
      expect(transitions[phase]).not.toContain(phase);
    }
  });
});

describe('entering a phase', () => {
  const draftWith = (phase?: 'activating'): Draft<CaseState, Event> => {
    const draft = new Draft<CaseState, Event>(new CaseState(), evolve);
    draft.emit({ type: 'ElementActivated', ordinal: 1, element: 'a', kind: 'subProcess', scope: 0, ...(phase === undefined ? {} : { phase }) });
    return draft;
  };

  it('is an event, with the element that goes on afterwards', () => {
    const draft = draftWith('activating');
    enterPhase(draft, 1, 'terminating', 2);
    expect(draft.events.at(-1)).toEqual({ type: 'ElementPhaseChanged', ordinal: 1, phase: 'terminating', next: 2 });
    expect(draft.state.elements.get(1)).toMatchObject({ phase: 'terminating', next: 2 });
  });

  it('refuses what is not in the table, and what is not alive', () => {
    const draft = draftWith();
    expect(() => enterPhase(draft, 1, 'activating')).toThrow('Expected an element to go from active to completing or ');
    expect(() => enterPhase(draft, 5, 'completing')).toThrow('Expected element instance 5 to be alive, but it is not');
    expect(draft.events).toHaveLength(1);
  });
});
