/** How points and ranges lie to each other (DMN 1.5 table 79), and `range`. */
import { compare } from '../order.ts';
import { isUnbounded } from '../range.ts';
import { readRange } from '../read-range.ts';
import type { Run } from '../run.ts';
import { FeelRange, type FeelValue, type Signature } from '../value.ts';
import { range, signature, text, type Builtins, type Typed } from './signature.ts';

/** A range, or a point as the range that holds only it. */
type Span = FeelRange;
type Relation = (a: Span, b: Span) => boolean;

/** A null end is unbounded. Only called for ends that can be compared. */
function order(a: Span, aEnd: 'start' | 'end', b: Span, bEnd: 'start' | 'end'): number {
  const [x, y] = [a[aEnd], b[bEnd]];
  if (x === null) return y === null && aEnd === bEnd ? 0 : aEnd === 'start' ? -1 : 1;
  if (y === null) return bEnd === 'start' ? 1 : -1;
  return compare(x, y) ?? 0;
}

/** An end that belongs to its range and is null is unknown; so is every relation to it. */
const isKnown = (span: Span): boolean =>
  (['start', 'end'] as const).every((end) => span[end] !== null || isUnbounded(span, end));

function comparable(a: Span, b: Span): boolean {
  if (!isKnown(a) || !isKnown(b)) return false;
  const ends = [a.start, a.end].filter((end) => end !== null);
  return [b.start, b.end].every((other) => other === null || ends.every((end) => compare(end, other) !== null));
}

const before: Relation = (a, b) => {
  const distance = order(a, 'end', b, 'start');
  return distance < 0 || (distance === 0 && !(a.endIncluded && b.startIncluded));
};
const meets: Relation = (a, b) => a.endIncluded && b.startIncluded && order(a, 'end', b, 'start') === 0;
const overlaps: Relation = (a, b) => !before(a, b) && !before(b, a);
/** `a` begins earlier than `b`, and ends inside of `b`. */
const overlapsBefore: Relation = (a, b) => {
  const [start, end] = [order(a, 'start', b, 'start'), order(a, 'end', b, 'end')];
  const beginsEarlier = start < 0 || (start === 0 && a.startIncluded && !b.startIncluded);
  return beginsEarlier && !before(a, b) && (end < 0 || (end === 0 && (!a.endIncluded || b.endIncluded)));
};
const startsWithin: Relation = (a, b) => {
  const start = order(a, 'start', b, 'start');
  return start > 0 || (start === 0 && (!a.startIncluded || b.startIncluded));
};
const endsWithin: Relation = (a, b) => {
  const end = order(a, 'end', b, 'end');
  return end < 0 || (end === 0 && (!a.endIncluded || b.endIncluded));
};
const during: Relation = (a, b) => startsWithin(a, b) && endsWithin(a, b);
const sameStart: Relation = (a, b) => a.startIncluded === b.startIncluded && order(a, 'start', b, 'start') === 0;
const sameEnd: Relation = (a, b) => a.endIncluded === b.endIncluded && order(a, 'end', b, 'end') === 0;
const starts: Relation = (a, b) => sameStart(a, b) && endsWithin(a, b);
const finishes: Relation = (a, b) => sameEnd(a, b) && startsWithin(a, b);
const coincides: Relation = (a, b) => sameStart(a, b) && sameEnd(a, b);

function swapped(relation: Relation): Relation {
  return (a, b) => relation(b, a);
}

/** Any comparable value, seen as a range of one. */
function point(name: string): Typed<FeelRange> {
  return {
    name,
    convert: (value: FeelValue) =>
      value !== null && compare(value, value) === 0 ? new FeelRange(value, value) : undefined,
  };
}

function related(a: Typed<FeelRange>, b: Typed<FeelRange>, relation: Relation): Signature {
  return signature([a, b], ([x, y], run: Run) => {
    if (comparable(x, y)) return relation(x, y);
    return run.warnOfCall('DIFFERENT_TYPES');
  });
}

const points = (relation: Relation): Signature => related(point('point1'), point('point2'), relation);
const pointAndRange = (relation: Relation): Signature => related(point('point'), range('range'), relation);
const rangeAndPoint = (relation: Relation): Signature => related(range('range'), point('point'), relation);
const ranges = (relation: Relation): Signature => related(range('range1'), range('range2'), relation);

/** A point starts or finishes a range when it is an end that belongs to it. */
const isStart: Relation = (a, b) => b.startIncluded && order(a, 'start', b, 'start') === 0;
const isEnd: Relation = (a, b) => b.endIncluded && order(a, 'end', b, 'end') === 0;

function allForms(relation: Relation): readonly Signature[] {
  return [points(relation), pointAndRange(relation), rangeAndPoint(relation), ranges(relation)];
}

export const RANGES: Builtins = {
  before: allForms(before),
  after: allForms(swapped(before)),
  meets: [ranges(meets)],
  'met by': [ranges(swapped(meets))],
  overlaps: [ranges(overlaps)],
  'overlaps before': [ranges(overlapsBefore)],
  'overlaps after': [ranges(swapped(overlapsBefore))],
  finishes: [pointAndRange(isEnd), ranges(finishes)],
  'finished by': [rangeAndPoint(swapped(isEnd)), ranges(swapped(finishes))],
  includes: [rangeAndPoint(swapped(during)), ranges(swapped(during))],
  during: [pointAndRange(during), ranges(during)],
  starts: [pointAndRange(isStart), ranges(starts)],
  'started by': [rangeAndPoint(swapped(isStart)), ranges(swapped(starts))],
  coincides: [points(coincides), ranges(coincides)],
  range: [
    signature([text('from')], ([from], run) =>
      readRange(from, run.offsets) ?? run.warnOfCall('FAILED_CONVERSION'),
    ),
  ],
};
