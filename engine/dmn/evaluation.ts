/** One evaluation of a decision: its budget, the warnings, the report for auditors, and what ended it. */
import type { Json } from '../json/json.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import { Budget, Ended, toJson, toText, type FeelContext, type FeelResult, type FeelValue } from '../feel/index.ts';
import type { Place } from './place.ts';
import type { DecisionReport, TableReport } from './report.ts';
import type { DecisionWarning, DecisionWarningCode } from './warning.ts';

export interface EvaluationContext {
  /** Epoch milliseconds that `now()` and `today()` see. */
  readonly now: number;
  /** IANA zone or offset; default `UTC`. */
  readonly timeZone?: string;
  /** Where the offsets of named zones come from; default the zone data of the machine. */
  readonly offsets?: ZoneOffsets;
  /** Most evaluation steps of the decision and all that it requires; default 1,000,000. */
  readonly budget?: number | Budget;
  /** Functions that whoever evaluates offers to expressions. */
  readonly functions?: FeelContext['functions'];
  /** What `random number()` derives from; default the text of `now`. */
  readonly seed?: string;
}

export interface Failure {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly message: string;
}

/** The decision that is being evaluated. */
interface Asked {
  readonly id: string;
  readonly name: string;
}

/** Nested calls of knowledge models, services and boxed functions; beyond it the evaluation fails. */
const MAX_CALL_DEPTH = 256;
const MAX_WARNINGS = 200;
const MAX_TABLE_REPORTS = 1_000;

export class Evaluation {
  readonly context: EvaluationContext;
  readonly budget: Budget;
  readonly warnings: DecisionWarning[] = [];
  readonly decisions: DecisionReport[] = [];
  /** Set once; everything unwinds with null from then on. */
  failure: Failure | undefined;
  #current: Asked;
  #tables: TableReport[] = [];
  #tablesReported = 0;
  #depth = 0;
  readonly #noted = new Map<Place, Set<string>>();

  /** `asked` is what the whole evaluation is for. */
  constructor(context: EvaluationContext, asked: Asked) {
    this.context = context;
    this.#current = asked;
    this.budget = context.budget instanceof Budget ? context.budget : new Budget(context.budget);
  }

  feelContext(types: FeelContext['types']): FeelContext {
    const { now, timeZone, offsets, functions, seed } = this.context;
    return {
      now,
      budget: this.budget,
      types,
      functions,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(offsets === undefined ? {} : { offsets }),
      ...(seed === undefined ? {} : { seed }),
    };
  }

  /** Notes why something became null, once per decision and place, and is that null. */
  warn(code: DecisionWarningCode, place: Place, about: Partial<Pick<DecisionWarning, 'from' | 'to' | 'name' | 'rules'>> = {}): null {
    const decisionId = this.#current.id;
    const { from = 0, to = 0 } = about;
    const noted = this.#noted.get(place) ?? new Set();
    const key = `${decisionId} ${code} ${from} ${to} ${about.name ?? ''}`;
    if (this.warnings.length > MAX_WARNINGS || noted.has(key)) return null;
    this.#noted.set(place, noted.add(key));
    const isLast = this.warnings.length === MAX_WARNINGS;
    this.warnings.push(isLast ? { code: 'MORE_WARNINGS', decisionId, place, from: 0, to: 0 } : { code, decisionId, place, ...about, from, to });
    return null;
  }

  fail(message: string): null {
    this.failure ??= { decisionId: this.#current.id, decisionName: this.#current.name, message };
    return null;
  }

  /** The value of a run of the expression at the place, after noting its warnings and its failure. */
  take(result: FeelResult<FeelValue>, place: Place): FeelValue {
    for (const { code, ...about } of result.warnings) this.warn(code, place, about);
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
  decide(decision: Asked, logic: () => FeelValue): { value: FeelValue; tables: readonly TableReport[] } {
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
