/**
 * The one door to FEEL. Conditions, assignments, mappings, guards and decision tables use only this
 * interface, so the engine behind it can be replaced; replacing it raises the kernel version.
 */
import type { Json } from '../json/json.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import type { Budget } from './run.ts';
import type { TypeRegistry } from './type.ts';
import type { FeelValue } from './value.ts';

/** `expression` is a textual expression; `unaryTests` is a decision-table input entry (`?` is the input). */
export type FeelKind = 'expression' | 'unaryTests';

/** Where names are looked up. `undefined` means that there is no such name, `null` is a value. */
export interface FeelScope {
  get(name: string): Json | FeelValue | undefined;
}

export interface FeelContext {
  /** Epoch milliseconds that `now()` and `today()` see. FEEL never reads a clock. */
  readonly now: number;
  /** IANA zone or offset used by `now()`, `today()`; default `UTC`. */
  readonly timeZone?: string;
  /** Where the offsets of named zones come from; default the zone data of the machine. */
  readonly offsets?: ZoneOffsets;
  /**
   * Most evaluation steps before the run ends with a `BUDGET_EXCEEDED` failure; default 1_000_000.
   * A `Budget` is a counter that several runs share (a decision and the decisions it requires).
   */
  readonly budget?: number | Budget;
  /** What `random number()` and `uuid()` derive from; default the text of `now`. */
  readonly seed?: string;
  /** Item definitions for `instance of` and typed parameters. */
  readonly types?: TypeRegistry | undefined;
}

/** A problem of the text. Offsets count UTF-16 code units from 0, as editors do. */
export interface FeelSyntaxError {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** Something that made a value null without ending the run, e.g. `No variable found with name 'x'`. */
export interface FeelWarning {
  readonly code: string;
  readonly message: string;
}

export interface FeelFailure {
  readonly code: 'BUDGET_EXCEEDED' | 'ASSERTION_FAILED' | 'FAILED';
  readonly message: string;
}

/** `failure` is set when the run was ended (budget, `assert`); the value is then null. */
export interface FeelResult<V> {
  readonly value: V;
  readonly warnings: readonly FeelWarning[];
  readonly failure?: FeelFailure;
}

export interface FeelProgram {
  readonly text: string;
  readonly kind: FeelKind;
  /** Free names the text reads, for linting and for re-evaluation on change. */
  readonly reads: readonly string[];
  /** Plain JSON out: numbers as doubles, temporal values as ISO strings, ranges and functions as text. Never throws. */
  run(scope: FeelScope, context: FeelContext): FeelResult<Json>;
  /** The same with FEEL's own values, for decision logic that composes them. Never throws. */
  evaluate(scope: FeelScope, context: FeelContext): FeelResult<FeelValue>;
}

export type FeelCompilation =
  | { readonly ok: true; readonly program: FeelProgram }
  | { readonly ok: false; readonly errors: readonly FeelSyntaxError[] };

export interface FeelEngine {
  /** `names` are declared names that contain spaces or operators; they change how a text is read. */
  compile(text: string, kind?: FeelKind, names?: readonly string[]): FeelCompilation;
}
