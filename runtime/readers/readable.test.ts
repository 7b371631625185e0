import { describe, expect, it } from 'vitest';
import { allShapes, shapeTable } from '../../engine/journal/index.ts';
import { optional, required, value } from '../../engine/stream/shape.ts';
import { allOf, heldBack, readsOf, unreadOf } from './readable.ts';

const shapes = (more: object = {}) => shapeTable({ commands: { Do: ['D', {}] }, events: { Done: ['d', { ordinal: required, note: value, ...more }] }, endings: [] });

describe('what a release reads', () => {
  it('is the format of records, and each command and event with its fields', () => {
    expect(readsOf(shapes())).toEqual(['Do/0', 'Done/2', 'record/2']);
    expect(readsOf(allShapes).length).toBeGreaterThan(60);
    expect(unreadOf(readsOf(allShapes), readsOf(allShapes))).toEqual([]);
  });

  it('given more fields or another type, then the older one does not read the newer, and the newer reads the older', () => {
    const [older, newer] = [readsOf(shapes()), [...readsOf(shapes({ why: optional })), 'Undone/0']];
    expect(unreadOf(older, newer)).toEqual(['Done/3', 'Undone/0']);
    expect(unreadOf(newer, older)).toEqual([]);
    expect(allOf(older, newer)).toEqual(allOf(newer));
  });

  it('given a floor of all, then nothing is held back, and nothing is asked of an event', () => {
    expect(heldBack(allShapes, readsOf(allShapes))).toBeUndefined();
  });

  it('given a floor without a type or a field, then what has it is held back, and nothing else', () => {
    const isHeldBack = heldBack(shapes({ why: optional }), ['record/2', 'Done/2']);
    const held = (typed: object): boolean | undefined => isHeldBack?.(typed as { type: string });
    expect(held({ type: 'Do' })).toBe(true);
    expect(held({ type: 'Done', ordinal: 1, note: 'x' })).toBe(false);
    expect(held({ type: 'Done', ordinal: 1, note: 'x', why: null })).toBe(false);
    expect(held({ type: 'Done', ordinal: 1, note: 'x', why: 'so' })).toBe(true);
  });
});
