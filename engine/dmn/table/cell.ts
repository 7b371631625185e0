/**
 * Reads the cells that nearly all tables consist of (`-`, literals, comparisons, ranges, lists of these,
 * `not(…)`) as data, so that tables can be indexed and analysed. Other cells stay opaque and are left to
 * FEEL. The meaning is FEEL's: literals are evaluated by it.
 */
import { noOffsets } from '../../time/zone.ts';
import { FeelRange, type FeelEngine, type FeelValue, type Span } from '../../feel/index.ts';

export type Part =
  | { readonly kind: 'equal'; readonly value: FeelValue }
  /** A null end that is not included is unbounded. */
  | { readonly kind: 'range'; readonly range: FeelRange };

export type Cell =
  | { readonly kind: 'any' }
  /** Some part holds, or none when negated. */
  | { readonly kind: 'parts'; readonly negated: boolean; readonly parts: readonly Part[] }
  | { readonly kind: 'opaque' };

export const ANY_CELL: Cell = { kind: 'any' };
const OPAQUE: Cell = { kind: 'opaque' };

const LITERAL = /\s*("(?:[^"\\]|\\.)*"|-?\s*(?:\d+(?:\.\d+)?|\.\d+)|true\b|false\b|null\b|@"[^"\\]*"|(?:date and time|date|time|duration)\(\s*"[^"\\]*"\s*\))\s*/y;
/** Literals whose value is plain to see; FEEL evaluates the others. */
const PLAIN_STRING = /^"[^"\\]*"$/;
const PLAIN_NUMBER = /^-?\d{1,12}$/;
const COMPARISON = /\s*(<=|>=|<|>)/y;
const OPEN = /\s*([[\](])/y;
const DOTS = /\s*\.\./y;
const CLOSE = /\s*([\])[])\s*/y;
const COMMA = /\s*,/y;

/** A literal of a cell, and where it stands in it. */
export interface PlacedLiteral extends Span {
  readonly value: FeelValue;
}

class CellReader {
  readonly literals: PlacedLiteral[] = [];
  readonly #text: string;
  readonly #feel: FeelEngine;
  #at = 0;

  constructor(text: string, feel: FeelEngine) {
    this.#text = text;
    this.#feel = feel;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found[1] ?? found[0];
  }

  /** Undefined when no literal stands here; a literal that is no value, like `@"x"`, is not one. */
  #literal(): FeelValue | undefined {
    const start = this.#at;
    const text = this.#take(LITERAL);
    const value = text === undefined ? undefined : this.#valueOf(text);
    if (text === undefined || value === undefined) return undefined;
    const from = this.#text.indexOf(text, start);
    this.literals.push({ value, from, to: from + text.length });
    return value;
  }

  #valueOf(text: string): FeelValue | undefined {
    if (text === 'null') return null;
    if (text === 'true' || text === 'false') return text === 'true';
    if (PLAIN_STRING.test(text)) return text.slice(1, -1);
    if (PLAIN_NUMBER.test(text)) return Number(text) + 0; // -0 is 0
    const compilation = this.#feel.compile(text);
    // What stands in a named zone has its offset from the run, and is left to FEEL.
    const value = compilation.ok ? compilation.program.evaluate({ get: () => undefined }, { now: 0, offsets: noOffsets }).value : null;
    return value === null ? undefined : value;
  }

  #comparison(operator: string): Part | undefined {
    const value = this.#literal();
    if (value === undefined || value === null) return undefined;
    const included = operator.length === 2;
    const range = operator.startsWith('<') ? new FeelRange(null, value, false, included) : new FeelRange(value, null, included, false);
    return { kind: 'range', range };
  }

  #range(open: string): Part | undefined {
    const start = this.#literal();
    if (start === undefined || start === null || this.#take(DOTS) === undefined) return undefined;
    const end = this.#literal();
    const close = this.#take(CLOSE);
    if (end === undefined || end === null || close === undefined) return undefined;
    return { kind: 'range', range: new FeelRange(start, end, open === '[', close === ']') };
  }

  #part(): Part | undefined {
    const operator = this.#take(COMPARISON);
    if (operator !== undefined) return this.#comparison(operator);
    const open = this.#take(OPEN);
    if (open !== undefined) return this.#range(open);
    const value = this.#literal();
    return value === undefined ? undefined : { kind: 'equal', value };
  }

  parts(): readonly Part[] | undefined {
    const parts: Part[] = [];
    do {
      const part = this.#part();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take(COMMA) !== undefined);
    return this.#at === this.#text.length ? parts : undefined;
  }
}

const NEGATION = /^\s*not\s*\(([\s\S]*)\)\s*$/;

export function readCell(text: string, feel: FeelEngine): Cell {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '-') return ANY_CELL;
  const negation = NEGATION.exec(text);
  const parts = new CellReader(negation?.[1] ?? trimmed, feel).parts();
  return parts === undefined ? OPAQUE : { kind: 'parts', negated: negation !== null, parts };
}

/** The literals of a cell that is read as data, with their places in the text. */
export function placedLiterals(text: string, feel: FeelEngine): readonly PlacedLiteral[] {
  const inner = NEGATION.exec(text)?.[1] ?? text;
  const offset = inner === text ? 0 : text.indexOf(inner, text.indexOf('(') + 1);
  const reader = new CellReader(inner, feel);
  reader.parts();
  return reader.literals.map(({ value, from, to }) => ({ value, from: from + offset, to: to + offset }));
}
