/**
 * The possible values of one input column, cut into the regions between which the rules tell a
 * difference: every literal, the stretches between neighbouring literals, and all other values.
 */
import type { Json } from '../../json/json.ts';
import { compare, DaysTimeDuration, equals, FeelDate, FeelDateTime, FeelRange, FeelTime, toJson, toText, YearsMonthsDuration, type FeelEngine, type FeelValue } from '../../feel/index.ts';
import { Decimal } from '../../feel/decimal.ts';
import type { Cell, Part } from '../table/cell.ts';
import { isPlain, type Plain } from '../table/cell-test.ts';

/** A set of regions, one bit each. */
export type Regions = bigint;

export type ValueKind =
  | 'number' | 'string' | 'boolean' | 'date' | 'time' | 'date and time' | 'years and months duration' | 'days and time duration';

export interface Region {
  /** Undefined for stretches and for "any other value". */
  readonly point: FeelValue | undefined;
  /** The ends of a stretch; null where it is unbounded. */
  readonly low: FeelValue;
  readonly high: FeelValue;
  readonly example: Json;
}

export interface Axis {
  readonly label: string;
  readonly kind: ValueKind | undefined;
  /** Ascending where values have an order; a missing value, if it counts, comes last. */
  readonly regions: readonly Region[];
  /** Where the simple values among the points stand. */
  readonly pointIndex: ReadonlyMap<Plain | null, number>;
  readonly all: Regions;
}

export function kindOf(value: FeelValue): ValueKind | undefined {
  if (typeof value === 'number' || value instanceof Decimal) return 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof YearsMonthsDuration) return 'years and months duration';
  return value instanceof DaysTimeDuration ? 'days and time duration' : undefined;
}

/** How to step to a neighbouring value of the kind; days and months have nothing in between. */
const STEPS: Readonly<Partial<Record<ValueKind, { readonly step: string; readonly discrete: boolean }>>> = {
  number: { step: '1', discrete: false },
  date: { step: 'duration("P1D")', discrete: true },
  time: { step: 'duration("PT1S")', discrete: false },
  'date and time': { step: 'duration("PT1S")', discrete: false },
  'years and months duration': { step: 'duration("P1M")', discrete: true },
  'days and time duration': { step: 'duration("PT1S")', discrete: false },
};

function compute(feel: FeelEngine, text: string, scope: { readonly [name: string]: FeelValue }): FeelValue {
  const compilation = feel.compile(text);
  return compilation.ok ? compilation.program.evaluate({ get: (name) => scope[name] }, { now: 0 }).value : null;
}

export function literalsOf(cells: readonly Cell[]): readonly FeelValue[] {
  return cells.flatMap((cell) => (cell.kind === 'parts' ? cell.parts : []))
    .flatMap((part) => (part.kind === 'equal' ? [part.value] : [part.range.start, part.range.end].filter((end) => end !== null)));
}

const point = (value: FeelValue): Region => ({ point: value, low: value, high: value, example: toJson(value) });

/** Ascending, each value once. */
function sorted(values: readonly FeelValue[]): FeelValue[] {
  const ascending = values.toSorted((a, b) => compare(a, b) ?? 0);
  return ascending.filter((value, index) => index === 0 || equals(ascending[index - 1] ?? null, value) !== true);
}

/** A value strictly between the ends; undefined when the kind has none there. */
function between(low: FeelValue, high: FeelValue, kind: ValueKind, feel: FeelEngine): FeelValue | undefined {
  const { step, discrete } = STEPS[kind] ?? { step: '1', discrete: false };
  if (low === null) return compute(feel, `x - ${step}`, { x: high });
  const next = compute(feel, `x + ${step}`, { x: low });
  if (high === null || (compare(next, high) ?? 0) < 0) return next;
  if (discrete) return undefined;
  return kind === 'number' ? compute(feel, '(x + y) / 2', { x: low, y: high }) : null;
}

function stretch(low: FeelValue, high: FeelValue, kind: ValueKind, feel: FeelEngine): readonly Region[] {
  const example = between(low, high, kind, feel);
  return example === undefined ? [] : [{ point: undefined, low, high, example: toJson(example) }];
}

function orderedRegions(points: readonly FeelValue[], kind: ValueKind, feel: FeelEngine): readonly Region[] {
  const ascending = sorted(points);
  const last = ascending.at(-1) ?? null;
  return [
    ...ascending.flatMap((value, index) => [...stretch(ascending[index - 1] ?? null, value, kind, feel), point(value)]),
    ...(last === null ? [] : stretch(last, null, kind, feel)),
  ];
}

function regionsOf(values: readonly FeelValue[], kind: ValueKind | undefined, feel: FeelEngine): readonly Region[] {
  const points = values.filter((value) => kindOf(value) === kind);
  const missing = values.includes(null) ? [point(null)] : [];
  if (kind === 'boolean') return [point(true), point(false), ...missing];
  if (kind !== undefined && kind !== 'string' && points.length > 0) return [...orderedRegions(points, kind, feel), ...missing];
  const texts = [...new Set(points)];
  const other: Region = { point: undefined, low: null, high: null, example: otherText(texts) };
  return [...texts.map(point), other, ...missing];
}

function otherText(points: readonly FeelValue[]): string {
  let text = 'another value';
  while (points.includes(text)) text += '…';
  return text;
}

export interface ColumnType {
  readonly label: string;
  readonly kind: ValueKind | undefined;
  /** The values that the column admits. */
  readonly allowed: Cell;
}

export function createAxis({ label, kind, allowed }: ColumnType, cells: readonly Cell[], feel: FeelEngine): Axis {
  const values = literalsOf([...cells, allowed]);
  const assumed = kind ?? values.map(kindOf).find((found) => found !== undefined);
  const open = regionsOf(values, assumed, feel);
  const axis = axisOver(label, assumed, open);
  const admitted = coveredBy(allowed, axis).possible;
  return admitted === axis.all ? axis : axisOver(label, assumed, open.filter((_region, index) => ((admitted >> BigInt(index)) & 1n) === 1n));
}

function axisOver(label: string, kind: ValueKind | undefined, regions: readonly Region[]): Axis {
  const pointIndex = new Map<Plain | null, number>();
  regions.forEach((region, index) => {
    if (region.point === null || (region.point !== undefined && isPlain(region.point))) pointIndex.set(region.point, index);
  });
  return { label, kind, regions, pointIndex, all: (1n << BigInt(regions.length)) - 1n };
}

/** Whether everything in the region lies at or after the start of the range. Monotonic along the axis. */
function startsWithin(region: Region, { start, startIncluded }: FeelRange): boolean {
  if (start === null) return true;
  const order = region.low === null ? null : compare(region.low, start);
  return order !== null && (order > 0 || (order === 0 && (region.point === undefined || startIncluded)));
}

function endsWithin(region: Region, { end, endIncluded }: FeelRange): boolean {
  if (end === null) return true;
  const order = region.high === null ? null : compare(region.high, end);
  return order !== null && (order < 0 || (order === 0 && (region.point === undefined || endIncluded)));
}

/** First of `count` regions for which the monotonic condition holds; `count` when there is none. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function partRegions(part: Part, { kind, regions, pointIndex }: Axis): Regions {
  if (part.kind === 'equal' && (part.value === null || isPlain(part.value))) {
    const index = pointIndex.get(part.value);
    return index === undefined ? 0n : 1n << BigInt(index);
  }
  const range = part.kind === 'range' ? part.range : new FeelRange(part.value, part.value);
  if (![range.start, range.end].every((end) => end === null || kindOf(end) === kind)) return 0n;
  const count = pointIndex.has(null) ? regions.length - 1 : regions.length;
  const at = (index: number, test: (region: Region, range: FeelRange) => boolean): boolean => {
    const region = regions[index];
    return region !== undefined && test(region, range);
  };
  const first = firstIndex(count, (index) => at(index, startsWithin));
  const end = firstIndex(count, (index) => !at(index, endsWithin));
  return first < end ? ((1n << BigInt(end - first)) - 1n) << BigInt(first) : 0n;
}

/** The regions a cell surely covers, and those it may cover: for cells that only FEEL understands, none and all. */
export function coveredBy(cell: Cell, axis: Axis): { readonly certain: Regions; readonly possible: Regions } {
  if (cell.kind === 'any') return { certain: axis.all, possible: axis.all };
  if (cell.kind === 'opaque' || isTextRange(cell)) return { certain: 0n, possible: axis.all };
  let covered = 0n;
  for (const part of cell.parts) covered |= partRegions(part, axis);
  if (cell.negated) covered = axis.all & ~covered;
  return { certain: covered, possible: covered };
}

/** Texts are not cut into stretches. */
function isTextRange(cell: Extract<Cell, { kind: 'parts' }>): boolean {
  return cell.parts.some((part) => part.kind === 'range' && (typeof part.range.start === 'string' || typeof part.range.end === 'string'));
}

function describeStretch(first: Region, last: Region): string {
  const from = first.point === undefined ? `more than ${toText(first.low)}` : `from ${toText(first.point)}`;
  const to = last.point === undefined ? `less than ${toText(last.high)}` : `up to ${toText(last.point)}`;
  if (first === last && first.point !== undefined) return toText(first.point);
  if (first.low === null) return to;
  return last.high === null ? from : `${from}, ${to}`;
}

/** What a set of regions says about the column: `less than 5 or from 10, up to 12`. */
export function describe(regions: Regions, axis: Axis): string {
  const has = (index: number): boolean => ((regions >> BigInt(index)) & 1n) === 1n;
  const phrases: string[] = [];
  const ordered = axis.kind !== undefined && axis.kind !== 'string' && axis.kind !== 'boolean';
  for (let index = 0; index < axis.regions.length; index += 1) {
    const first = axis.regions[index];
    if (first === undefined || !has(index)) continue;
    if (first.point === null) phrases.push('missing');
    else if (!ordered) phrases.push(first.point === undefined ? 'any other value' : quote(first.point));
    else {
      while (has(index + 1) && axis.regions[index + 1]?.point !== null) index += 1;
      phrases.push(describeStretch(first, axis.regions[index] ?? first));
    }
  }
  return phrases.join(' or ');
}

export function quote(value: FeelValue): string {
  return typeof value === 'string' ? `"${value}"` : toText(value);
}

