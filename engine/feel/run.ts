/** One evaluation: its clock, its zone, its budget, the warnings it collected. Shared by nested evaluations. */
import type { FeelContext, FeelWarning } from './engine.ts';
import type { TypeRegistry } from './type.ts';

/** A counter that nested evaluations share. */
export class Budget {
  remaining: number;

  constructor(steps = 1_000_000) {
    this.remaining = steps;
  }
}

export class Run implements FeelContext {
  readonly now: number;
  readonly timeZone: string;
  readonly seed: string;
  readonly budget: Budget;
  readonly types: TypeRegistry | undefined;
  readonly warnings: FeelWarning[] = [];

  constructor(context: FeelContext) {
    this.now = context.now;
    this.timeZone = context.timeZone ?? 'UTC';
    this.seed = context.seed ?? String(context.now);
    this.budget = context.budget instanceof Budget ? context.budget : new Budget(context.budget);
    this.types = context.types;
  }

  warn(code: string, message: string): null {
    this.warnings.push({ code, message });
    return null;
  }
}
