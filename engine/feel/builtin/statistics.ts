/** Functions over the items of a list that give one value: `sum`, `min`, `all`, `stddev`, … (DMN 1.5 table 77) */
import type { Decimal } from '../decimal.ts';
import { addNumbers, compareNumbers, divideNumbers, fromDecimal, isNumber, multiplyNumbers, subtractNumbers, toDecimal } from '../number.ts';
import { compare } from '../order.ts';
import type { Run } from '../run.ts';
import type { FeelList, FeelNumber, FeelValue, Signature } from '../value.ts';
import { overItems, type Builtins } from './signature.ts';

/** The items as numbers; null, with a warning, when one is none. */
function numbersOf(items: FeelList, run: Run): readonly FeelNumber[] | null {
  const numbers = items.filter(isNumber);
  return numbers.length === items.length ? numbers : run.warnOfCall('WRONG_ARGUMENT_TYPE');
}

/** A function of at least `least` numbers. */
function ofNumbers(least: number, calculate: (numbers: readonly FeelNumber[], run: Run) => FeelValue): readonly Signature[] {
  return overItems((items, run) => {
    const numbers = numbersOf(items, run);
    if (!numbers) return null;
    if (numbers.length < least) return run.warnOfCall('FUNCTION_WITHOUT_RESULT');
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
function extreme(sign: 1 | -1): readonly Signature[] {
  return overItems((items, run) => {
    const [first, ...rest] = items;
    if (first === undefined) return run.warnOfCall('FUNCTION_WITHOUT_RESULT');
    let best = first;
    for (const item of [first, ...rest]) {
      const order = compare(item, best);
      if (order === null) return run.warnOfCall('DIFFERENT_TYPES');
      if (order * sign < 0) best = item;
    }
    return best;
  });
}

/** `decisive` as soon as it is there; null when an item is no boolean (TCK 0059). */
function quantifier(decisive: boolean): readonly Signature[] {
  return overItems((items, run) => {
    if (items.includes(decisive)) return decisive;
    return items.every((item) => typeof item === 'boolean') ? !decisive : run.warnOfCall('WRONG_ARGUMENT_TYPE');
  });
}

export const STATISTICS: Builtins = {
  min: extreme(1),
  max: extreme(-1),
  sum: ofNumbers(1, sum),
  product: ofNumbers(1, (numbers) =>
    numbers.reduce<FeelNumber | null>((total, one) => (total === null ? null : multiplyNumbers(total, one)), 1),
  ),
  mean: ofNumbers(1, mean),
  median: ofNumbers(1, median),
  mode: ofNumbers(0, mode),
  stddev: ofNumbers(2, standardDeviation),
  all: quantifier(false),
  and: quantifier(false),
  any: quantifier(true),
  or: quantifier(true),
};
