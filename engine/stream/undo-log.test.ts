import { describe, expect, it } from 'vitest';
import { assign, UndoLog } from './undo-log.ts';

const counter = () => {
  const undo = new UndoLog();
  const state: { count: number; note?: string } = { count: 0 };
  return { undo, state };
};

describe('an undo log', () => {
  it('takes everything back since it was opened, the last change first', () => {
    const { undo, state } = counter();
    assign(undo, state, 'count', 1);
    undo.open();
    assign(undo, state, 'count', 2);
    assign(undo, state, 'count', 3);
    undo.discard();
    expect([state.count, undo.isOpen]).toEqual([1, false]);
  });

  it('notes nothing that is kept: a later discard does not reach behind it', () => {
    const { undo, state } = counter();
    undo.open();
    assign(undo, state, 'count', 1);
    undo.keep();
    undo.open();
    assign(undo, state, 'count', 2);
    undo.discard();
    expect(state.count).toBe(1);
  });

  it('notes nothing while it is closed: folding cannot be undone', () => {
    const { undo, state } = counter();
    assign(undo, state, 'count', 5);
    undo.open();
    undo.discard();
    expect(state.count).toBe(5);
  });

  it('is open for one draft at a time', () => {
    const { undo } = counter();
    undo.open();
    expect(() => undo.open()).toThrow('Expected one draft of a state at a time, but there is another one');
    undo.keep();
    expect(() => undo.open()).not.toThrow();
  });

  it('notes only what changes something', () => {
    const { undo, state } = counter();
    const notes: (() => void)[] = [];
    const counting = Object.assign(undo, { add: (note: () => void) => void notes.push(note) });
    assign(counting, state, 'count', 0);
    expect(notes).toHaveLength(0);
    assign(counting, state, 'count', Number.NaN);
    assign(counting, state, 'count', Number.NaN);
    expect(notes).toHaveLength(1);
  });
});
