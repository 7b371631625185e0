/** Functions over the items of a list that give one value: `sum`, `min`, `all`, `stddev`, … (DMN 1.5 table 77) */
import type { Decimal } from '../decimal.ts';
import { addNumbers, compareNumbers, divideNumbers, fromDecimal, isNumber, multiplyNumbers, subtractNumbers, toDecimal } from '../number.ts';
import { compare } from '../order.ts';
import type { Run } from '../run.ts';
import { briefText } from '../text.ts';
import type { FeelList, FeelNumber, FeelValue, Signature } from '../value.ts';
import { overItems, type Builtins } from './signature.ts';

function unexpected(run: Run, name: string, expected: string, found: FeelValue): null {
  return run.warn('FUNCTION_INVOCATION_FAILURE', `Failed to invoke function '${name}': expected ${expected} but found '${briefText(found)}'`);
}

/** The items as numbers; null, with a warning, when one is none. */
function numbersOf(name: string, items: FeelList, run: Run): readonly FeelNumber[] | null {
  const other = items.find((item) => !isNumber(item));
  if (other !== undefined) return unexpected(run, name, 'number', other);
  return items.filter(isNumber);
}

/** A function of at least `least` numbers. */
function ofNumbers(name: string, least: number, calculate: (numbers: readonly FeelNumber[], run: Run) => FeelValue): readonly Signature[] {
  return overItems((items, run) => {
    const numbers = numbersOf(name, items, run);
    if (!numbers) return null;
    if (numbers.length < least) return unexpected(run, name, `at least ${least === 1 ? 'one number' : `${least} numbers`}`, items);
    return calculate(numbers, run);
  });
}

function sum(numbers: readonly FeelNumber[]): FeelNumber | null {
  return numbers.reduce<FeelNumber | null>((total, one) => (total === null ? null : addNumbers(total, one)), 0);
}

function mean(numbers: readonly FeelNumber[]): FeelNumber | null {
  const total = sum(numbers);
  return total === null ? null : divideNumbers(total, numbers.length);
}

function sorted(numbers: readonly FeelNumber[], run: Run): readonly FeelNumber[] {
  run.budget.spend(numbers.length * Math.ceil(Math.log2(numbers.length + 1)));
  return numbers.toSorted(compareNumbers);
}

function median(numbers: readonly FeelNumber[], run: Run): FeelValue {
  const ordered = sorted(numbers, run);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? (ordered[middle] ?? null) : mean(ordered.slice(middle - 1, middle + 1));
}

/** The most frequent numbers in ascending order. */
function mode(numbers: readonly FeelNumber[], run: Run): FeelValue {
  const groups: { value: FeelNumber; count: number }[] = [];
  for (const value of sorted(numbers, run)) {
    const last = groups.at(-1);
    if (last && compareNumbers(last.value, value) === 0) last.count += 1;
    else groups.push({ value, count: 1 });
  }
  const most = groups.reduce((count, group) => Math.max(count, group.count), 0);
  return groups.filter((group) => group.count === most).map((group) => group.value);
}

const STEPS_PER_SQUARE = 20;

/** Of a sample: divided by n - 1. */
function standardDeviation(numbers: readonly FeelNumber[], run: Run): FeelValue {
  run.budget.spend(numbers.length * STEPS_PER_SQUARE);
  const average = mean(numbers);
  if (average === null) return null;
  const squares = numbers.map((one): Decimal => toDecimal(subtractNumbers(one, average) ?? 0).pow(2));
  const [first = toDecimal(0), ...rest] = squares;
  return fromDecimal(rest.reduce((total, square) => total.plus(square), first).div(numbers.length - 1).sqrt());
}

/** The item that precedes all others in the order `sign` gives; all must be comparable. */
function extreme(name: string, sign: 1 | -1): readonly Signature[] {
  return overItems((items, run) => {
    const [first, ...rest] = items;
    if (first === undefined) return unexpected(run, name, 'at least one item', items);
    let best = first;
    for (const item of [first, ...rest]) {
      const order = compare(item, best);
      if (order === null) return unexpected(run, name, 'items that can be compared', item);
      if (order * sign < 0) best = item;
    }
    return best;
  });
}

/** `decisive` as soon as it is there; null when an item is no boolean (TCK 0059). */
function quantifier(name: string, decisive: boolean): readonly Signature[] {
  return overItems((items, run) => {
    if (items.includes(decisive)) return decisive;
    const other = items.find((item) => typeof item !== 'boolean');
    return other === undefined ? !decisive : unexpected(run, name, 'boolean', other);
  });
}

export const STATISTICS: Builtins = {
  min: extreme('min', 1),
  max: extreme('max', -1),
  sum: ofNumbers('sum', 1, sum),
  product: ofNumbers('product', 1, (numbers) =>
    numbers.reduce<FeelNumber | null>((total, one) => (total === null ? null : multiplyNumbers(total, one)), 1),
  ),
  mean: ofNumbers('mean', 1, mean),
  median: ofNumbers('median', 1, median),
  mode: ofNumbers('mode', 0, mode),
  stddev: ofNumbers('stddev', 2, standardDeviation),
  all: quantifier('all', false),
  any: quantifier('any', true),
};
