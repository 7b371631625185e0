/** A state as a snapshot gives it back: the same values, with the names of every object in another order. */
import type { CaseState } from '../../engine/case/index.ts';

const reordered = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? 1 : -1)))
    : value;

export const stored = (json: string): CaseState => JSON.parse(json, reordered) as CaseState;
