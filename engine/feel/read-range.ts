/** Ranges as text, for `range("[1..10]")`: both ends are literals, as the string itself is data. */
import type { ZoneOffsets } from '../time/zone.ts';
import { SyntaxProblem } from './lexer.ts';
import { NameTable } from './names.ts';
import { compare } from './order.ts';
import { parse } from './parser.ts';
import type { Node } from './syntax.ts';
import { parseDate, parseDateTime, parseDuration, parseTemporal, parseTime } from './temporal-text.ts';
import { FeelRange, type FeelValue } from './value.ts';

type Reader = (text: string, offsets: ZoneOffsets) => FeelValue;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['date', parseDate],
  ['time', parseTime],
  ['date and time', parseDateTime],
  ['duration', parseDuration],
]);
const NAMES = [new NameTable(READERS.keys())];
const MAX_LENGTH = 1_000;

/** A literal, or `date("…")` and its like; null for all other expressions. */
function literalOf(node: Node, offsets: ZoneOffsets): FeelValue {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'temporal') return parseTemporal(node.text, offsets);
  if (node.kind !== 'call' || node.callee.kind !== 'name' || node.args.length !== 1) return null;
  const [argument] = node.args;
  const read = READERS.get(node.callee.name);
  return read && argument?.kind === 'literal' && typeof argument.value === 'string' ? read(argument.value, offsets) : null;
}

/** Null unless the text is a range of two comparable ends in ascending order. */
export function readRange(text: string, offsets: ZoneOffsets): FeelRange | null {
  if (text.length > MAX_LENGTH) return null;
  try {
    const node = parse(text, 'expression', NAMES);
    if (node.kind !== 'range') return null;
    const [start, end] = [literalOf(node.start, offsets), literalOf(node.end, offsets)];
    const order = compare(start, end);
    return order === null || order > 0 ? null : new FeelRange(start, end, node.startIncluded, node.endIncluded);
  } catch (error) {
    if (error instanceof SyntaxProblem) return null;
    throw error;
  }
}
