/**
 * The values of FEEL. Simple ones are JavaScript's own, so conditions on plain data need no conversion:
 *
 * | FEEL                       | here                                                                      |
 * | -------------------------- | ------------------------------------------------------------------------- |
 * | null, boolean, string      | `null`, `boolean`, `string`                                               |
 * | number                     | `number` (means its shortest decimal text, so 0.1 is exact) or `Decimal`   |
 * | date, time, date and time  | `FeelDate`, `FeelTime`, `FeelDateTime`                                     |
 * | durations                  | `YearsMonthsDuration`, `DaysTimeDuration`                                  |
 * | range                      | `FeelRange`                                                               |
 * | list                       | a read-only array                                                         |
 * | context                    | `Context` (never a JavaScript object)                                     |
 * | function                   | `FeelFunction`                                                            |
 *
 * All values are immutable. Compare with `equals` and `compare`, never with `===`.
 */
import type { Decimal } from './decimal.ts';
import type { Run } from './run.ts';
import {
  DaysTimeDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  YearsMonthsDuration,
} from './temporal.ts';
import type { FeelType } from './type.ts';

export { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration };

/** A finite number; both forms may stand for the same value, see `number.ts`. */
export type FeelNumber = number | Decimal;
export type FeelTemporal = FeelDate | FeelTime | FeelDateTime;
export type FeelDuration = YearsMonthsDuration | DaysTimeDuration;
export type FeelList = readonly FeelValue[];
export type FeelValue =
  | null
  | boolean
  | FeelNumber
  | string
  | FeelTemporal
  | FeelDuration
  | FeelRange
  | FeelList
  | Context
  | FeelFunction;

export type UnaryOperator = '<' | '<=' | '>' | '>=' | '=' | '!=';

/**
 * A range. A null end that is not included is unbounded: `(< 10)` is `(null..10)`. The ends may be any
 * comparable values; whether a value lies inside is decided by `inRange`.
 */
export class FeelRange {
  readonly start: FeelValue;
  readonly end: FeelValue;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;

  constructor(start: FeelValue, end: FeelValue, startIncluded = true, endIncluded = true) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
  }
}

/** A range written as `(< 10)`; it equals only its like. `(!= 10)` has the excluded value as both ends. */
export class UnaryRange extends FeelRange {
  readonly operator: UnaryOperator;

  constructor(operator: UnaryOperator, end: FeelValue) {
    const [isBelow, isAbove] = [operator.startsWith('<'), operator.startsWith('>')];
    super(
      isBelow ? null : end,
      isAbove ? null : end,
      operator === '>=' || operator === '=',
      operator === '<=' || operator === '=',
    );
    this.operator = operator;
  }
}

const NO_ENTRIES: ReadonlyMap<string, FeelValue> = new Map();

/** A context: named entries in their order of definition. Build with `new Context(entries)`. */
export class Context {
  readonly #entries: ReadonlyMap<string, FeelValue>;

  constructor(entries?: Iterable<readonly [string, FeelValue]>) {
    this.#entries = entries ? new Map(entries) : NO_ENTRIES;
  }

  /** The entry's value; `undefined` when there is no such entry. */
  get(name: string): FeelValue | undefined {
    return this.#entries.get(name);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The entries in their order. */
  entries(): readonly (readonly [string, FeelValue])[] {
    return [...this.#entries];
  }

  get size(): number {
    return this.#entries.size;
  }
}

export interface Parameter {
  readonly name: string;
  /** Arguments are converted to it as DMN 1.5 §10.3.2.9.4 says; what does not conform makes the call null. */
  readonly type?: FeelType;
  /** May be left out; the function then gets null. */
  readonly optional?: boolean;
  /** In place of `type`: the value to pass, or undefined when the argument does not fit. Null arguments come here too. */
  readonly convert?: (value: FeelValue) => FeelValue | undefined;
  /** Whether functions are what it takes, so that a built-in one may be passed by its name. */
  readonly takesFunctions?: boolean;
}

/** One way to call a function. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** The last parameter takes all remaining positional arguments, as a list. */
  readonly variadic?: boolean;
  readonly result?: FeelType;
  /** Gets one value per parameter, already converted. */
  call(args: readonly FeelValue[], run: Run): FeelValue;
}

/** A function value: a lambda (one signature), a built-in (one or more), or one that decision logic supplies. */
export class FeelFunction {
  readonly name: string;
  readonly signatures: readonly Signature[];

  constructor(name: string, signatures: readonly Signature[]) {
    this.name = name;
    this.signatures = signatures;
  }
}

export function isList(value: FeelValue): value is FeelList {
  return Array.isArray(value);
}
