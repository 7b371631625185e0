/**
 * The one door to FEEL. Conditions, assignments, mappings, guards and decision tables use only this
 * interface, so the engine behind it can be replaced; replacing it raises the kernel version.
 */
import type { Json } from '../json/json.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import type { Budget } from './run.ts';
import type { TypeRegistry } from './type.ts';
import type { FeelValue } from './value.ts';
import type { FeelWarning, Span } from './warning.ts';

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
  /** Functions that whoever runs offers beside the built-in ones, which go before them. */
  readonly functions?: { get(name: string): HostFunction | undefined } | undefined;
  /** Item definitions for `instance of` and typed parameters. */
  readonly types?: TypeRegistry | undefined;
}

/**
 * A function of the one who runs. Arguments and result are JSON; what it throws leaves `run` and `evaluate` untouched,
 * so that it may ask for something first. The same holds for `offsets`.
 */
export interface HostFunction {
  /** Names of the parameters, all of which must be given; without them any number of arguments goes by position. */
  readonly parameters?: readonly string[];
  call(args: readonly Json[]): Json;
}

/** A problem of the text. Offsets count UTF-16 code units from 0, as editors do. */
export interface FeelSyntaxError extends Span {
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

/** A name and where it stands in the text. */
export interface NamePlace extends Span {
  readonly name: string;
}

export interface FeelProgram {
  readonly text: string;
  readonly kind: FeelKind;
  /** Free names the text reads, each once, for linting and for re-evaluation on change. */
  readonly reads: readonly string[];
  /** Wherever it reads a free name, in order. */
  readonly names: readonly NamePlace[];
  /** Wherever it calls a function by name that is neither built in nor made by the text itself, in order. */
  readonly calls: readonly NamePlace[];
  /**
   * Plain JSON out: numbers as doubles, temporal values as ISO strings, ranges as text; functions are null. Throws
   * only what the `functions` and `offsets` of the context throw.
   */
  run(scope: FeelScope, context: FeelContext): FeelResult<Json>;
  /** The same with FEEL's own values, for decision logic that composes them. */
  evaluate(scope: FeelScope, context: FeelContext): FeelResult<FeelValue>;
}

export type FeelCompilation =
  | { readonly ok: true; readonly program: FeelProgram }
  | { readonly ok: false; readonly errors: readonly FeelSyntaxError[] };

export interface FeelEngine {
  /** `names` are declared names, of functions too, that contain spaces or operators; they change how a text is read. */
  compile(text: string, kind?: FeelKind, names?: readonly string[]): FeelCompilation;
}
