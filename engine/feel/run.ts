/** One evaluation: its clock, its zone, its budget, the warnings it collected. Shared by nested evaluations. */
import { machineOffsets, type ZoneOffsets } from '../time/zone.ts';
import type { FeelContext, FeelFailure } from './engine.ts';
import type { TypeRegistry } from './type.ts';
import type { FeelWarning, FeelWarningCode, Span } from './warning.ts';
import { Warnings } from './warnings.ts';

/** Enough for a loop over some ten thousand items, a tenth of a second of work. */
const DEFAULT_STEPS = 1_000_000;
/** Longest string a value may have, in UTF-16 units. */
export const MAX_TEXT = 1_000_000;
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
  #thrownByHost: { readonly error: unknown } | undefined;

  constructor(steps = DEFAULT_STEPS) {
    this.steps = steps;
    this.remaining = steps;
  }

  /** Never more than there were. */
  get spent(): number {
    return this.steps - Math.max(0, this.remaining);
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

  /** Runs what is not FEEL's own, and remembers what it throws. */
  ofHost<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      this.#thrownByHost = { error };
      throw error;
    }
  }

  /** Whether the error is none of FEEL's, and must pass. */
  isOfHost(error: unknown): boolean {
    return this.#thrownByHost !== undefined && this.#thrownByHost.error === error;
  }
}

/** Before the first call. */
const NOWHERE: Span = { from: 0, to: 0 };
const NO_WARNINGS: readonly FeelWarning[] = [];

export class Run implements FeelContext {
  readonly now: number;
  readonly timeZone: string;
  readonly offsets: ZoneOffsets;
  readonly seed: string;
  readonly budget: Budget;
  readonly functions: FeelContext['functions'];
  readonly types: TypeRegistry | undefined;
  /** The call that is going on, and the name of what it calls: built-in functions know nothing of the text. */
  at: Span = NOWHERE;
  callee = '';
  /** Most runs warn of nothing. */
  #warnings: Warnings | undefined;

  constructor(context: FeelContext) {
    this.now = context.now;
    this.timeZone = context.timeZone ?? 'UTC';
    this.seed = context.seed ?? String(context.now);
    this.budget = context.budget instanceof Budget ? context.budget : new Budget(context.budget);
    this.offsets = context.offsets === undefined ? machineOffsets : new HostOffsets(context.offsets, this.budget);
    this.functions = context.functions;
    this.types = context.types;
  }

  get warnings(): readonly FeelWarning[] {
    return this.#warnings === undefined ? NO_WARNINGS : this.#warnings.list;
  }

  /** Notes why a value became null, and is that null. */
  warn(code: FeelWarningCode, place: Span, name = ''): null {
    this.budget.spend(STEPS_PER_WARNING);
    this.#warnings ??= new Warnings();
    this.#warnings.note(code, place, name);
    return null;
  }

  /** The same about the call that is going on. */
  warnOfCall(code: FeelWarningCode): null {
    return this.warn(code, this.at, this.callee);
  }

  /** Runs the body of a function that another run made: what it warns about points to its call. */
  elsewhere<T>(body: () => T): T {
    this.#warnings ??= new Warnings();
    return this.#warnings.elsewhere(this.at, body);
  }

  /** Passes a new string, paid for. */
  text(value: string): string {
    this.budget.spendText(value.length);
    return value;
  }
}

/** Offsets of the one who runs; what they throw is not FEEL's. */
class HostOffsets implements ZoneOffsets {
  readonly #source: ZoneOffsets;
  readonly #budget: Budget;

  constructor(source: ZoneOffsets, budget: Budget) {
    this.#source = source;
    this.#budget = budget;
  }

  offsetAt(zone: string, epochSecond: number): number | undefined {
    return this.#budget.ofHost(() => this.#source.offsetAt(zone, epochSecond));
  }

  offsetOfLocal(zone: string, localSecond: number): number | undefined {
    return this.#budget.ofHost(() => this.#source.offsetOfLocal(zone, localSecond));
  }
}
