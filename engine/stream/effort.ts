/**
 * What deciding one command has cost so far, in counts that are the same when it is decided again. Limits of its parts
 * (one expression, one activation) would not bound it: a loop has many of them.
 */
import type { Json } from '../json/json.ts';
import { limits } from './limits.ts';

const sizes = new WeakMap<object, number>();

/** Bytes of a value as JSON, about; a value is walked once, however often it is written. */
const sizeOf = (value: Json): number => {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 2;
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item) + 1;
  else for (const name of Object.keys(value)) size += name.length + 4 + sizeOf((value as { readonly [name: string]: Json })[name] ?? null);
  sizes.set(value, size);
  return size;
};

export class Effort {
  /** Of all expressions and decisions. */
  feelSteps = 0;
  /** Of the values that were written. */
  bytes = 0;

  /** What is left to do is better done by a command of its own. */
  get isUsedUp(): boolean {
    return this.feelSteps >= limits.feelStepsPerCommand || this.bytes >= limits.valueBytesPerCommand;
  }

  /** What the next expression may take. */
  get feelBudget(): number {
    return Math.max(0, Math.min(limits.feelBudget, limits.feelBudgetOfCommand - this.feelSteps));
  }

  evaluated(steps: number): void {
    this.feelSteps += steps;
  }

  wrote(value: Json): void {
    this.bytes += sizeOf(value);
  }
}
