/**
 * From the regular expressions of XPath and XQuery (F&O 3.1 §5.6.1 over XML Schema part 2, appendix G), which
 * FEEL uses, to RE2 syntax. RE2 matches in linear time; back-references, which it lacks, are written as `\1`
 * and left to `back-references.ts`.
 */
import {
  classText,
  complement,
  difference,
  ofProperty,
  union,
  withBothCases,
  type CodePoints,
} from './code-points.ts';
import { BLOCKS } from './unicode-blocks.ts';

/** A pattern that is not allowed; the message is the half sentence after "but". */
export class PatternProblem extends Error {}

export interface PatternFlags {
  /** `i` */
  readonly ignoreCase: boolean;
  /** `s`: the dot matches line ends too. */
  readonly dotAll: boolean;
}

const CATEGORIES = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;
const NAME_START: CodePoints = [
  [0x3a, 0x3a], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a], [0xc0, 0xd6], [0xd8, 0xf6], [0xf8, 0x2ff], [0x370, 0x37d],
  [0x37f, 0x1fff], [0x200c, 0x200d], [0x2070, 0x218f], [0x2c00, 0x2fef], [0x3001, 0xd7ff], [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd], [0x10000, 0xeffff],
];
const NAME_PART: CodePoints = [...NAME_START, [0x2d, 0x2e], [0x30, 0x39], [0xb7, 0xb7], [0x300, 0x36f], [0x203f, 0x2040]];
const WHITE_SPACE: CodePoints = [[0x09, 0x0a], [0x0d, 0x0d], [0x20, 0x20]];
const CONTROL: ReadonlyMap<string, number> = new Map([['n', 0x0a], ['r', 0x0d], ['t', 0x09]]);
/** Each is worked out over all of Unicode. */
const MAX_SUBTRACTIONS = 10;
const QUANTIFIER = /(?:[*+?]|\{\d{1,4}(?:,\d{0,4})?\})\??/y;

/** A part of a class: RE2's text for it, and, when classes are subtracted, what it contains. */
interface Part {
  readonly text: string;
  readonly set: () => CodePoints;
}

function character(code: number): Part {
  return { text: classText([[code, code]]), set: () => [[code, code]] };
}

function explicit(ranges: CodePoints): Part {
  const set = union([ranges]);
  return { text: classText(set), set: () => set };
}

function properties(...names: readonly string[]): Part {
  return { text: names.map((name) => `\\p{${name}}`).join(''), set: () => union(names.map(ofProperty)) };
}

/** Class escapes (XML Schema part 2 §G.4.2.5). Word characters are all but punctuation, separators and others. */
const CLASSES: ReadonlyMap<string, () => Part> = new Map([
  ['s', () => explicit(WHITE_SPACE)],
  ['S', () => explicit(complement(union([WHITE_SPACE])))],
  ['d', () => properties('Nd')],
  ['D', () => ({ text: '\\P{Nd}', set: () => complement(ofProperty('Nd')) })],
  ['w', () => properties('L', 'M', 'N', 'S')],
  ['W', () => properties('P', 'Z', 'C')],
  ['i', () => explicit(NAME_START)],
  ['I', () => explicit(complement(union([NAME_START])))],
  ['c', () => explicit(NAME_PART)],
  ['C', () => explicit(complement(union([NAME_PART])))],
]);

class Translator {
  readonly #text: string;
  readonly #flags: PatternFlags;
  #at = 0;
  #out = '';
  #groups = 0;
  /** The numbers of the groups that are open; undefined for those that capture nothing. */
  readonly #open: (number | undefined)[] = [];
  readonly #closed = new Set<number>();
  #refers = false;
  #subtractions = 0;

  constructor(text: string, flags: PatternFlags) {
    this.#text = text;
    this.#flags = flags;
  }

  translate(): Translation {
    let repeatable = false;
    while (this.#at < this.#text.length) {
      const quantifier = this.#match(QUANTIFIER);
      if (quantifier === undefined) {
        repeatable = this.#atom();
        continue;
      }
      if (!repeatable) throw new PatternProblem(`'${quantifier}' has nothing to repeat`);
      this.#out += quantifier;
      repeatable = false;
    }
    if (this.#open.length > 0) throw new PatternProblem("a ')' is missing");
    return { text: this.#out, refers: this.#refers };
  }

  /** Writes one atom; tells whether it may be repeated. */
  #atom(): boolean {
    const found = this.#next();
    switch (found) {
      case '\\':
        this.#out += /[1-9]/.test(this.#text[this.#at] ?? '') ? this.#reference() : `[${this.#escape(false).text}]`;
        return true;
      case '[':
        this.#out += this.#class().text;
        return true;
      case '(':
        this.#out += this.#group();
        return false;
      case ')':
        this.#close();
        this.#out += ')';
        return true;
      case '|':
      case '^':
      case '$':
        this.#out += found;
        return false;
      case '.':
        this.#out += this.#flags.dotAll ? '[\\x{0}-\\x{10ffff}]' : '[^\\n\\r]';
        return true;
      case '{':
      case '}':
      case ']':
        throw new PatternProblem(`'${found}' stands alone; write '\\${found}' for the character itself`);
      default:
        this.#out += literal(found);
        return true;
    }
  }

  #group(): string {
    if (this.#text[this.#at] !== '?') {
      this.#groups += 1;
      this.#open.push(this.#groups);
      return '(';
    }
    if (!this.#text.startsWith('?:', this.#at)) throw new PatternProblem("only '(?:' may follow an opening parenthesis with '?'");
    this.#at += 2;
    this.#open.push(undefined);
    return '(?:';
  }

  #close(): void {
    if (this.#open.length === 0) throw new PatternProblem("there is a ')' too much");
    const group = this.#open.pop();
    if (group !== undefined) this.#closed.add(group);
  }

  /** As many digits as name a group that ended before; in parentheses, as a digit may follow. */
  #reference(): string {
    const [digits = ''] = /^\d+/.exec(this.#text.slice(this.#at)) ?? [];
    const length = Array.from(digits, (_digit, index) => digits.length - index).find((count) => this.#closed.has(Number(digits.slice(0, count))));
    if (length === undefined) throw new PatternProblem(`'\\${digits}' refers to a group that has not ended before it`);
    this.#at += length;
    this.#refers = true;
    return `(?:\\${digits.slice(0, length)})`;
  }

  /** What follows a backslash. */
  #escape(inClass: boolean): Part {
    const letter = this.#next();
    if (inClass && /[0-9]/.test(letter)) throw new PatternProblem(`'\\${letter}' is not an escape inside of a class`);
    const control = CONTROL.get(letter);
    if (control !== undefined) return character(control);
    if (letter === 'p' || letter === 'P') return this.#property(letter === 'P');
    const known = CLASSES.get(letter);
    if (known) return known();
    if (/[\\|.?*+(){}\-[\]^$]/.test(letter)) return character(letter.charCodeAt(0));
    throw new PatternProblem(`'\\${letter}' is no known escape`);
  }

  #property(negated: boolean): Part {
    const end = this.#text.indexOf('}', this.#at);
    if (this.#next() !== '{' || end < 0) throw new PatternProblem("'\\p' needs a name in braces");
    const name = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    if (CATEGORIES.test(name)) {
      return negated
        ? { text: `\\P{${name}}`, set: () => complement(ofProperty(name)) }
        : properties(name);
    }
    const block = name.startsWith('Is') ? BLOCKS.get(name.slice(2)) : undefined;
    if (!block) throw new PatternProblem(`'${name}' is no known category or block`);
    return explicit(negated ? complement([block]) : [block]);
  }

  /** A class in brackets, the opening one already read. */
  #class(): Part {
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    const parts: Part[] = [];
    for (;;) {
      if (this.#text[this.#at] === ']' && parts.length > 0) {
        this.#at += 1;
        return this.#finishClass(parts, negated);
      }
      if (this.#text.startsWith('-[', this.#at) && parts.length > 0) {
        this.#at += 2;
        this.#subtractions += 1;
        if (this.#subtractions > MAX_SUBTRACTIONS) {
          throw new PatternProblem(`it takes classes out of classes more than ${MAX_SUBTRACTIONS} times`);
        }
        const [whole, subtracted] = [this.#finishClass(parts, negated), this.#class()];
        if (this.#next() !== ']') throw new PatternProblem('a class must end after the class that is taken out of it');
        const set = difference(whole.set(), subtracted.set());
        return { text: `[${classText(set)}]`, set: () => set };
      }
      parts.push(this.#member());
    }
  }

  #finishClass(parts: readonly Part[], negated: boolean): Part {
    const set = (): CodePoints => {
      const members = union(parts.map((part) => part.set()));
      const cased = this.#flags.ignoreCase ? withBothCases(members) : members;
      return negated ? complement(cased) : cased;
    };
    return { text: `[${negated ? '^' : ''}${parts.map((part) => part.text).join('')}]`, set };
  }

  /** A character, an escape, or a range of characters. */
  #member(): Part {
    const first = this.#classCharacter();
    const next = this.#text[this.#at + 1];
    if (first.code === undefined || this.#text[this.#at] !== '-' || next === ']' || next === '[') return first.part;
    this.#at += 1;
    const last = this.#classCharacter();
    if (last.code === undefined) throw new PatternProblem('a range in a class ends with a class');
    if (last.code < first.code) throw new PatternProblem('a range in a class runs backwards');
    return explicit([[first.code, last.code]]);
  }

  /** The code is undefined for escapes that stand for many characters. */
  #classCharacter(): { part: Part; code: number | undefined } {
    const found = this.#next();
    if (found === '[') throw new PatternProblem("'[' stands inside of a class; write '\\[' for the character itself");
    if (found !== '\\') {
      const code = found.codePointAt(0) ?? 0;
      return { part: character(code), code };
    }
    const isSingle = !/[pPsSdDwWiIcC]/.test(this.#text[this.#at] ?? '');
    const part = this.#escape(true);
    return { part, code: isSingle ? part.set()[0]?.[0] : undefined };
  }

  #next(): string {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw new PatternProblem('it ends too early');
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

function literal(found: string): string {
  return /[\p{L}\p{N}]/u.test(found) ? found : `\\x{${(found.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Flag `x`: white space does not count, except in classes. */
export function withoutSpacing(text: string): string {
  let [kept, depth] = ['', 0];
  for (let at = 0; at < text.length; at += 1) {
    const found = text[at] ?? '';
    if (depth === 0 && /[\t\n\r ]/.test(found)) continue;
    if (found === '[') depth += 1;
    if (found === ']') depth -= 1;
    const escaped = found === '\\' && !/[\t\n\r ]/.test(text[at + 1] ?? ' ');
    kept += escaped ? text.slice(at, at + 2) : found;
    if (escaped) at += 1;
  }
  return kept;
}

export interface Translation {
  readonly text: string;
  /** Whether it has back-references. */
  readonly refers: boolean;
}

/** Throws `PatternProblem`. */
export function translatePattern(text: string, flags: PatternFlags): Translation {
  return new Translator(text, flags).translate();
}
