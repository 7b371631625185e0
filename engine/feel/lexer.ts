/** Tokens of FEEL, cut on demand: where a name ends depends on the names the parser knows. */
import { parseNumber } from './number.ts';
import type { FeelNumber } from './value.ts';

export interface Token {
  readonly kind: 'number' | 'string' | 'temporal' | 'name' | 'symbol' | 'end';
  /** The string's value, the name, the symbol. */
  readonly text: string;
  readonly number: FeelNumber | null;
  readonly from: number;
  readonly to: number;
}

/** A text that is not FEEL; offsets as editors count them. */
export class SyntaxProblem extends Error {
  readonly from: number;
  readonly to: number;

  constructor(message: string, from: number, to: number) {
    super(message);
    this.from = from;
    this.to = Math.max(from, to);
  }
}

/** DMN 1.5 grammar rules 28 and 29. */
export const NAME_START =
  '?A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
export const NAME_PART = `${NAME_START}0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040`;

const NAME = new RegExp(`[${NAME_START}][${NAME_PART}]*`, 'uy');
const NAME_CHARACTER = new RegExp(`[${NAME_PART}]`, 'uy');
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const BLANK = /(?:[\s\u0085\u180E\u200B\uFEFF]+|\/\/[^\n\r]*|\/\*[^]*?\*\/)+/y;
const SYMBOL = /\*\*|\.\.|<=|>=|!=|->|[-+*/()[\]{},:.<>=@]/y;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(["'\\nrt]))/g;
const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function matchAt(pattern: RegExp, text: string, from: number): string | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0];
}

/** Whether a name character stands at the offset, so that a name ending before it would go on. */
export function isNameCharacter(text: string, at: number): boolean {
  NAME_CHARACTER.lastIndex = at;
  return NAME_CHARACTER.test(text);
}

/** Other escapes, such as those of regular expressions, stay as they are. */
function unescape(raw: string, from: number): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(ESCAPE, (_all, short?: string, long?: string, character = '') => {
    if (short !== undefined) return String.fromCharCode(Number.parseInt(short, 16));
    if (long === undefined) return CONTROL[character] ?? character;
    const code = Number.parseInt(long, 16);
    if (code > 0x10ffff) throw new SyntaxProblem(`Expected a character code up to 10FFFF, but found '${long}'.`, from, from + raw.length);
    return String.fromCodePoint(code);
  });
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  throw new SyntaxProblem('Expected a quotation mark (") at the end of the string, but the text ends.', from, text.length);
}

/** The offset of the next thing that is neither white space nor comment. */
export function skipBlank(text: string, from: number): number {
  const at = from + (matchAt(BLANK, text, from)?.length ?? 0);
  if (text.startsWith('/*', at)) throw new SyntaxProblem("Expected '*/' at the end of the comment, but the text ends.", at, text.length);
  return at;
}

/** The first token at or after the offset. */
export function tokenAt(text: string, offset: number): Token {
  const from = skipBlank(text, offset);
  const token = (kind: Token['kind'], value: string, to: number): Token => ({ kind, text: value, number: null, from, to });
  if (from >= text.length) return token('end', '', from);
  const first = text[from];
  if (first === '"') {
    const end = endOfString(text, from);
    return token('string', unescape(text.slice(from + 1, end), from + 1), end + 1);
  }
  if (first === '@' && text[skipBlank(text, from + 1)] === '"') {
    const start = skipBlank(text, from + 1);
    const end = endOfString(text, start);
    return token('temporal', unescape(text.slice(start + 1, end), start + 1), end + 1);
  }
  if (first === '`') {
    const end = text.indexOf('`', from + 1);
    if (end <= from + 1) throw new SyntaxProblem('Expected a name between backticks (`), but there is none.', from, text.length);
    return token('name', text.slice(from + 1, end), end + 1);
  }
  const name = matchAt(NAME, text, from);
  if (name !== undefined) return token('name', name, from + name.length);
  const numeral = matchAt(NUMBER, text, from);
  if (numeral !== undefined) return { ...token('number', numeral, from + numeral.length), number: parseNumber(numeral) };
  const symbol = matchAt(SYMBOL, text, from);
  if (symbol !== undefined) return token('symbol', symbol, from + symbol.length);
  const found = String.fromCodePoint(text.codePointAt(from) ?? 0);
  throw new SyntaxProblem(`Expected a value, a name or an operator, but found '${found}'.`, from, from + found.length);
}
