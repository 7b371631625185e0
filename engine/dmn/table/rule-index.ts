/**
 * Finds the rules that can match without looking at all of them: for columns that mostly test for
 * equality, rules are kept by the value they ask for.
 */
import type { FeelValue } from '../../feel/index.ts';
import type { Cell } from './cell.ts';
import { isPlain, type Plain } from './cell-test.ts';

/** Below this a scan is as fast. */
const MIN_RULES = 16;

interface IndexedColumn {
  readonly column: number;
  /** Rules that ask for the value, ascending. */
  readonly byValue: ReadonlyMap<Plain, readonly number[]>;
  /** Rules that test otherwise, or not at all, ascending. */
  readonly others: readonly number[];
}

/** The values a cell asks for; undefined when it tests for something else than equality. */
function wantedValues(cell: Cell | undefined): readonly Plain[] | undefined {
  if (cell?.kind !== 'parts' || cell.negated) return undefined;
  const values: Plain[] = [];
  for (const part of cell.parts) {
    if (part.kind !== 'equal' || !isPlain(part.value)) return undefined;
    values.push(part.value);
  }
  return values;
}

function indexColumn(column: number, cells: readonly (Cell | undefined)[]): IndexedColumn {
  const byValue = new Map<Plain, number[]>();
  const others: number[] = [];
  cells.forEach((cell, rule) => {
    const wanted = wantedValues(cell);
    if (wanted === undefined) others.push(rule);
    for (const value of new Set(wanted)) {
      const rules = byValue.get(value);
      if (rules === undefined) byValue.set(value, [rule]);
      else rules.push(rule);
    }
  });
  return { column, byValue, others };
}

function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b].sort((x, y) => x - y);
}

export class RuleIndex {
  readonly #columns: readonly IndexedColumn[];
  readonly #all: readonly number[];

  /** `rules[r][c]` is the cell of rule `r` in column `c`. */
  constructor(rules: readonly (readonly Cell[])[], columns: number) {
    this.#all = rules.map((_rule, index) => index);
    this.#columns = rules.length < MIN_RULES
      ? []
      : Array.from({ length: columns }, (_unused, column) => indexColumn(column, rules.map((cells) => cells[column])))
        .filter(({ others }) => others.length * 2 < rules.length);
  }

  /** Numbers of the rules that may match, ascending; no rule that matches is missing. */
  candidates(inputs: readonly FeelValue[]): readonly number[] {
    let best: IndexedColumn | undefined;
    let asked: readonly number[] = [];
    let fewest = this.#all.length;
    for (const indexed of this.#columns) {
      const value = inputs[indexed.column];
      if (value === undefined || !isPlain(value)) continue;
      const rules = indexed.byValue.get(value) ?? [];
      if (rules.length + indexed.others.length >= fewest) continue;
      best = indexed;
      asked = rules;
      fewest = rules.length + indexed.others.length;
    }
    return best === undefined ? this.#all : merge(asked, best.others);
  }
}
