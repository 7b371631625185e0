/** One evaluation of a decision: its budget, the warnings, the report for auditors, and what ended it. */
import type { Json } from '../json/json.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import { Budget, Ended, toJson, toText, type FeelContext, type FeelResult, type FeelValue, type FeelWarning } from '../feel/index.ts';
import type { DecisionReport, TableReport } from './report.ts';

export interface EvaluationContext {
  /** Epoch milliseconds that `now()` and `today()` see. */
  readonly now: number;
  /** IANA zone or offset; default `UTC`. */
  readonly timeZone?: string;
  /** Where the offsets of named zones come from; default the zone data of the machine. */
  readonly offsets?: ZoneOffsets;
  /** Most evaluation steps of the decision and all that it requires; default 1,000,000. */
  readonly budget?: number;
  /** What `random number()` derives from; default the text of `now`. */
  readonly seed?: string;
}

export interface Failure {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly message: string;
}

/** Nested calls of knowledge models, services and boxed functions; beyond it the evaluation fails. */
const MAX_CALL_DEPTH = 256;
const MAX_WARNINGS = 200;
const MAX_TABLE_REPORTS = 1_000;

export class Evaluation {
  readonly context: EvaluationContext;
  readonly budget: Budget;
  readonly warnings: FeelWarning[] = [];
  readonly decisions: DecisionReport[] = [];
  /** Set once; everything unwinds with null from then on. */
  failure: Failure | undefined;
  #current: { readonly id: string; readonly name: string } = { id: '', name: '' };
  #tables: TableReport[] = [];
  #tablesReported = 0;
  #depth = 0;

  constructor(context: EvaluationContext) {
    this.context = context;
    this.budget = new Budget(context.budget);
  }

  feelContext(types: FeelContext['types']): FeelContext {
    const { now, timeZone, offsets, seed } = this.context;
    return {
      now,
      budget: this.budget,
      types,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(offsets === undefined ? {} : { offsets }),
      ...(seed === undefined ? {} : { seed }),
    };
  }

  warn(code: string, message: string): null {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push({ code, message });
    return null;
  }

  fail(message: string): null {
    this.failure ??= { decisionId: this.#current.id, decisionName: this.#current.name, message };
    return null;
  }

  /** The value of a run, after noting its warnings and its failure. */
  take(result: FeelResult<FeelValue>): FeelValue {
    for (const warning of result.warnings) this.warn(warning.code, warning.message);
    return result.failure === undefined ? result.value : this.fail(result.failure.message);
  }

  /** Pays for work that is done outside FEEL. */
  spend(steps: number): boolean {
    this.budget.remaining -= steps;
    if (this.budget.remaining < 0) this.fail('Expected the decision to end within its evaluation budget, but it did not.');
    return this.failure === undefined;
  }

  /** Runs a function body, bounding how deep calls nest. */
  call(body: () => FeelValue): FeelValue {
    if (!this.spend(1)) return null;
    if (this.#depth >= MAX_CALL_DEPTH) {
      return this.fail(`Expected at most ${MAX_CALL_DEPTH} nested function calls, but there are more.`);
    }
    this.#depth += 1;
    const value = body();
    this.#depth -= 1;
    return value;
  }

  /** The value for the report: JSON, or text where a number is too large for it. */
  reported(value: FeelValue): Json {
    try {
      return toJson(value, this.budget);
    } catch (error) {
      if (error instanceof Ended && error.code === 'FAILED') return toText(value, this.budget);
      throw error;
    }
  }

  /** Adds to the tables of the decision that is being evaluated. */
  reportTable(table: TableReport): void {
    if (this.#tablesReported >= MAX_TABLE_REPORTS) return;
    this.#tablesReported += 1;
    this.#tables.push(table);
  }

  /** Runs the logic of a decision and returns its value with the tables that were used for it. */
  decide(decision: { readonly id: string; readonly name: string }, logic: () => FeelValue): { value: FeelValue; tables: readonly TableReport[] } {
    const outer = { current: this.#current, tables: this.#tables };
    this.#current = decision;
    this.#tables = [];
    const value = logic();
    const tables = this.#tables;
    this.#current = outer.current;
    this.#tables = outer.tables;
    return { value, tables };
  }
}
