/** Input entries and constraints as tests of a value. */
import { compare, type FeelScope, type FeelValue } from '../../feel/index.ts';
import type { Frame } from '../frame.ts';
import type { Site } from '../site.ts';
import { readCell, type Cell, type Part } from './cell.ts';

/** `scope` knows the value as `?`. Only true passes; null does not (DMN 1.5 §8.3.3). */
export type CellTest = (value: FeelValue, scope: FeelScope, frame: Frame) => boolean;

/** Values that JavaScript compares as FEEL does. */
export type Plain = string | number | boolean;

export function isPlain(value: FeelValue): value is Plain {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

const PASS: CellTest = () => true;
const REFUSE: CellTest = () => false;

function plainPart(part: Part): (value: Plain) => boolean {
  if (part.kind === 'equal') {
    const expected = part.value;
    return (value) => value === expected;
  }
  const { start, end, startIncluded, endIncluded } = part.range;
  if (typeof start === 'string' || typeof end === 'string') {
    return (value) => {
      const low = start === null ? 1 : compare(value, start) ?? -1;
      const high = end === null ? -1 : compare(value, end) ?? 1;
      return (low > 0 || (low === 0 && startIncluded)) && (high < 0 || (high === 0 && endIncluded));
    };
  }
  const low = typeof start === 'number' ? start : -Infinity;
  const high = typeof end === 'number' ? end : Infinity;
  return (value) =>
    typeof value === 'number' && (value > low || (startIncluded && value === low)) && (value < high || (endIncluded && value === high));
}

/** The one JavaScript type of all literals of a cell; undefined when they differ or are not plain. */
function literalType(parts: readonly Part[]): string | undefined {
  const types = new Set<string>();
  for (const part of parts) {
    const ends = part.kind === 'equal' ? [part.value] : [part.range.start, part.range.end].filter((end) => end !== null);
    for (const end of ends) types.add(isPlain(end) ? typeof end : 'other');
  }
  const [type] = types;
  return types.size === 1 && type !== 'other' ? type : undefined;
}

/** A test without FEEL for values of the type of the cell's literals. */
function fastTest(cell: Cell): { readonly type: string; readonly test: (value: Plain) => boolean } | undefined {
  if (cell.kind !== 'parts') return undefined;
  const type = literalType(cell.parts);
  if (type === undefined) return undefined;
  const tests = cell.parts.map(plainPart);
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return { type, test: cell.negated ? (value) => !only(value) : only };
  return { type, test: (value) => tests.some((test) => test(value)) !== cell.negated };
}

function feelTest(text: string, siteOf: () => Site, line: number): CellTest {
  const site = siteOf();
  const program = site.program(text, 'unaryTests', line);
  if (program === undefined) return REFUSE;
  const { place } = site;
  return (_value, scope, frame) => frame.evaluation.take(program.evaluate(scope, frame.feel), place) === true;
}

/** Compiles unary tests; those that cannot be read are reported and never pass. */
export function compileTest(text: string, site: Site, line: number): CellTest {
  site.keep(text);
  return compileCell(text, readCell(text, site.shop.feel), line, () => site);
}

/** The same for what was read before. Most cells need no place of their own: they never get to FEEL. */
export function compileCell(text: string, cell: Cell, line: number, siteOf: () => Site): CellTest {
  if (cell.kind === 'any') return PASS;
  const fast = fastTest(cell);
  if (fast === undefined) return feelTest(text, siteOf, line);
  const { type, test } = fast;
  // Most cells never meet a value of another type, so FEEL compiles them when that happens.
  let slow: CellTest | undefined;
  return (value, scope, frame) => {
    if (typeof value === type && isPlain(value)) return test(value);
    slow ??= feelTest(text, siteOf, line);
    return slow(value, scope, frame);
  };
}
