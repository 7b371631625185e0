/** One evaluation: its clock, its zone, its budget, the warnings it collected. Shared by nested evaluations. */
import { machineOffsets, type ZoneOffsets } from '../time/zone.ts';
import type { FeelContext, FeelFailure, FeelWarning } from './engine.ts';
import type { TypeRegistry } from './type.ts';

/** Enough for a loop over some ten thousand items, a tenth of a second of work. */
const DEFAULT_STEPS = 1_000_000;
/** Longest string a value may have, in UTF-16 units. */
export const MAX_TEXT = 1_000_000;
const MAX_WARNINGS = 100;
const STEPS_PER_WARNING = 5;
/** Nested calls times the nesting of the called bodies; keeps far away from the end of the stack. */
const MAX_DEPTH = 2_500;
const CHARACTERS_PER_STEP = 64;

/** Thrown inside the engine only; `run` and `evaluate` turn it into the result's `failure`. */
export class Ended extends Error {
  readonly code: FeelFailure['code'];

  constructor(code: FeelFailure['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** A counter of evaluation steps that nested evaluations share. */
export class Budget {
  readonly steps: number;
  remaining: number;
  /** How many random values were drawn; with the seed it determines the next. */
  draws = 0;
  /** The patterns paid for: each once, whether or not a cache of the process knows it. */
  readonly patterns = new Set<string>();
  #depth = 0;

  constructor(steps = DEFAULT_STEPS) {
    this.steps = steps;
    this.remaining = steps;
  }

  spend(steps: number): void {
    this.remaining -= steps;
    if (this.remaining < 0) {
      throw new Ended(
        'BUDGET_EXCEEDED',
        `Expected the expression to end within ${this.steps} steps, but it needs more. Use smaller lists or fewer loops.`,
      );
    }
  }

  /** Pays for text that is read or built; `total` is the length of the value it becomes part of. */
  spendText(length: number, total = length): void {
    if (total > MAX_TEXT) {
      throw new Ended('BUDGET_EXCEEDED', `Expected a string of at most ${MAX_TEXT} characters, but it would have ${total}.`);
    }
    this.spend(Math.ceil(length / CHARACTERS_PER_STEP));
  }

  enter(levels: number): void {
    this.#depth += levels;
    if (this.#depth > MAX_DEPTH) {
      throw new Ended('BUDGET_EXCEEDED', 'Expected function calls to end, but they are nested too deeply.');
    }
  }

  leave(levels: number): void {
    this.#depth -= levels;
  }
}

export class Run implements FeelContext {
  readonly now: number;
  readonly timeZone: string;
  readonly offsets: ZoneOffsets;
  readonly seed: string;
  readonly budget: Budget;
  readonly types: TypeRegistry | undefined;
  readonly warnings: FeelWarning[] = [];
  constructor(context: FeelContext) {
    this.now = context.now;
    this.timeZone = context.timeZone ?? 'UTC';
    this.offsets = context.offsets ?? machineOffsets;
    this.seed = context.seed ?? String(context.now);
    this.budget = context.budget instanceof Budget ? context.budget : new Budget(context.budget);
    this.types = context.types;
  }

  /** Notes why a value became null, and is that null. */
  warn(code: string, message: string): null {
    this.budget.spend(STEPS_PER_WARNING);
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push({ code, message });
    return null;
  }

  /** Passes a new string, paid for. */
  text(value: string): string {
    this.budget.spendText(value.length);
    return value;
  }
}
