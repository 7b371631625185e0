/** List functions (DMN 1.5 table 77) and `sort`. Positions count from 1, negative ones from the end. */
import { equals, equalityKey } from '../equality.ts';
import { invoke } from '../invoke.ts';
import { compare } from '../order.ts';
import type { Run } from '../run.ts';
import { isList, type FeelFunction, type FeelList, type FeelValue, type Signature } from '../value.ts';
import {
  anything,
  callable,
  integer,
  list,
  optional,
  signature,
  variadic,
  type Builtins,
} from './signature.ts';

/** The index counted from 0; undefined when the position is outside of the list. */
function indexOf(items: FeelList, position: number): number | undefined {
  const index = position > 0 ? position - 1 : items.length + position;
  return position !== 0 && index >= 0 && index < items.length ? index : undefined;
}

/** Finds equal items quickly where keys exist, otherwise one by one. */
class Distinct {
  readonly items: FeelValue[] = [];
  readonly #keys = new Set<string>();
  readonly #others: FeelValue[] = [];
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Adds the item unless it is there; tells whether it was new. */
  add(item: FeelValue): boolean {
    const key = equalityKey(item);
    if (key === undefined) {
      this.#run.budget.spend(this.#others.length);
      if (this.#others.some((other) => equals(other, item, this.#run.budget) === true)) return false;
      this.#others.push(item);
    } else {
      if (this.#keys.has(key)) return false;
      this.#keys.add(key);
    }
    this.items.push(item);
    return true;
  }
}

function distinct(items: FeelList, run: Run): FeelList {
  run.budget.spend(items.length);
  const found = new Distinct(run);
  for (const item of items) found.add(item);
  return found.items;
}

function duplicates(items: FeelList, run: Run): FeelList {
  run.budget.spend(items.length);
  const [seen, repeated] = [new Distinct(run), new Distinct(run)];
  for (const item of items) if (!seen.add(item)) repeated.add(item);
  return repeated.items;
}

function contains(items: FeelList, element: FeelValue, run: Run): boolean {
  run.budget.spend(items.length);
  return items.some((item) => equals(item, element, run.budget) === true);
}

function flatten(items: FeelList, run: Run, into: FeelValue[] = []): FeelValue[] {
  run.budget.spend(items.length + 1);
  for (const item of items) {
    if (isList(item)) flatten(item, run, into);
    else into.push(item);
  }
  return into;
}

function sublist(items: FeelList, start: number, length: number | null, run: Run): FeelValue {
  const from = indexOf(items, start);
  if (from === undefined) return run.warnOfCall('INDEX_OUT_OF_RANGE');
  if (length === null) return items.slice(from);
  if (length < 0 || from + length > items.length) return run.warnOfCall('INDEX_OUT_OF_RANGE');
  return items.slice(from, from + length);
}

function replaceAt(items: FeelList, position: number, item: FeelValue, run: Run): FeelValue {
  const index = indexOf(items, position);
  return index === undefined ? run.warnOfCall('INDEX_OUT_OF_RANGE') : items.with(index, item);
}

/** Every item for which `match(item, newItem)` is true; any other result than a boolean makes the whole null. */
function replaceMatching(items: FeelList, match: FeelFunction, newItem: FeelValue, run: Run): FeelValue {
  const replaced: FeelValue[] = [];
  for (const item of items) {
    const matches = invoke(match, [item, newItem], run);
    if (typeof matches !== 'boolean') return run.warnOfCall('NOT_A_CONDITION');
    replaced.push(matches ? newItem : item);
  }
  return replaced;
}

/** Merge sort: stable, and at most n·log n calls whatever the function answers. */
function mergeSort(items: FeelList, precedes: (a: FeelValue, b: FeelValue) => boolean | null): FeelValue[] | null {
  if (items.length < 2) return [...items];
  const middle = items.length >> 1;
  const left = mergeSort(items.slice(0, middle), precedes);
  const right = left && mergeSort(items.slice(middle), precedes);
  if (!left || !right) return null;
  const sorted: FeelValue[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const before = precedes(right[j] ?? null, left[i] ?? null);
    if (before === null) return null;
    sorted.push((before ? right[j++] : left[i++]) ?? null);
  }
  return [...sorted, ...left.slice(i), ...right.slice(j)];
}

function sort(items: FeelList, precedes: FeelFunction | null, run: Run): FeelValue {
  const sorted = mergeSort(items, (a, b) => {
    run.budget.spend(1);
    if (precedes === null) {
      const order = compare(a, b);
      return order === null ? null : order < 0;
    }
    const before = invoke(precedes, [a, b], run);
    return typeof before === 'boolean' ? before : null;
  });
  return sorted ?? run.warnOfCall('DIFFERENT_TYPES');
}

function concatenate(lists: FeelList, run: Run): FeelList {
  const items = lists.flatMap((one) => (isList(one) ? one : [one]));
  run.budget.spend(items.length);
  return items;
}

function positionsOf(items: FeelList, match: FeelValue, run: Run): FeelList {
  run.budget.spend(items.length);
  return items.flatMap((item, index) => (equals(item, match, run.budget) === true ? [index + 1] : []));
}

function partition(items: FeelList, size: number, run: Run): FeelValue {
  if (size < 1) return run.warnOfCall('FUNCTION_WITHOUT_RESULT');
  run.budget.spend(items.length);
  const parts: FeelList[] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}

const ITEMS = list('list');

/** Any number of lists; by name they are one list of lists, which the standard calls `list` and Camunda `lists`. */
function overLists(call: (lists: FeelList, run: Run) => FeelValue): readonly Signature[] {
  return ['list', 'lists'].map((name) => variadic([list(name)], ([lists], run) => call(lists, run)));
}

export const LISTS: Builtins = {
  'list contains': [signature([ITEMS, anything('element')], ([items, element], run) => contains(items, element, run))],
  count: [signature([ITEMS], ([items]) => items.length)],
  sublist: [
    signature([ITEMS, integer('start position'), optional(integer('length'))], ([items, start, length], run) => {
      run.budget.spend(items.length);
      return sublist(items, start, length, run);
    }),
  ],
  append: ['item', 'items'].map((name) =>
    variadic([ITEMS, list(name)], ([items, added], run) => {
      run.budget.spend(items.length + added.length);
      return [...items, ...added];
    }),
  ),
  concatenate: overLists(concatenate),
  union: overLists((lists, run) => distinct(concatenate(lists, run), run)),
  'insert before': [
    signature([ITEMS, integer('position'), anything('newItem')], ([items, position, item], run) => {
      run.budget.spend(items.length);
      const index = indexOf(items, position);
      return index === undefined ? run.warnOfCall('INDEX_OUT_OF_RANGE') : items.toSpliced(index, 0, item);
    }),
  ],
  remove: [
    signature([ITEMS, integer('position')], ([items, position], run) => {
      run.budget.spend(items.length);
      const index = indexOf(items, position);
      return index === undefined ? run.warnOfCall('INDEX_OUT_OF_RANGE') : items.toSpliced(index, 1);
    }),
  ],
  'list replace': [
    signature([ITEMS, integer('position'), anything('newItem')], ([items, position, item], run) => {
      run.budget.spend(items.length);
      return replaceAt(items, position, item, run);
    }),
    signature([ITEMS, callable('match'), anything('newItem')], ([items, match, item], run) =>
      replaceMatching(items, match, item, run),
    ),
  ],
  reverse: [
    signature([ITEMS], ([items], run) => {
      run.budget.spend(items.length);
      return items.toReversed();
    }),
  ],
  'index of': [signature([ITEMS, anything('match')], ([items, match], run) => positionsOf(items, match, run))],
  'distinct values': [signature([ITEMS], ([items], run) => distinct(items, run))],
  'duplicate values': [signature([ITEMS], ([items], run) => duplicates(items, run))],
  flatten: [signature([ITEMS], ([items], run) => flatten(items, run))],
  sort: [
    signature([ITEMS, optional(callable('precedes'))], ([items, precedes], run) => sort(items, precedes, run)),
  ],
  partition: [signature([ITEMS, integer('size')], ([items, size], run) => partition(items, size, run))],
  'is empty': [signature([ITEMS], ([items]) => items.length === 0)],
};
