/**
 * Matching with back-references, which no linear-time matcher can follow: alternatives are tried one after the
 * other, and every try is paid for, so that a pattern that would take for ever ends the run instead. Reads what
 * `translate.ts` writes: characters, `\x{…}`, classes, groups, quantifiers, anchors and `\1`.
 */
import type { Run } from '../run.ts';

type Piece =
  | { readonly kind: 'character'; readonly test: RegExp }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'reference'; readonly group: number }
  /** Without a number it captures nothing. */
  | { readonly kind: 'group'; readonly group: number | undefined; readonly options: Options }
  | Repeat;

interface Repeat {
  readonly kind: 'repeat';
  readonly piece: Piece;
  readonly least: number;
  readonly most: number;
  readonly isGreedy: boolean;
}

type Options = readonly (readonly Piece[])[];

export interface ReferenceFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
}

const QUANTIFIER = /(?:([*+?])|\{(\d+)(,(\d*))?\})(\?)?/y;
const CHARACTER = /\\x\{[0-9a-f]+\}|\[[^\]]*\]|[^]/uy;
const REFERENCE = /\\(\d+)/y;

class Reader {
  readonly #text: string;
  readonly #flags: string;
  #at = 0;
  groups = 0;

  constructor(text: string, { ignoreCase }: ReferenceFlags) {
    this.#text = text;
    this.#flags = ignoreCase ? 'iu' : 'u';
  }

  options(): Options {
    const options: Piece[][] = [[]];
    for (let next = this.#text[this.#at]; next !== undefined && next !== ')'; next = this.#text[this.#at]) {
      if (next === '|') {
        this.#at += 1;
        options.push([]);
      } else {
        options.at(-1)?.push(this.#repeated(this.#piece(next)));
      }
    }
    return options;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  #piece(next: string): Piece {
    if (next === '(') return this.#group();
    const reference = this.#take(REFERENCE);
    if (reference) return { kind: 'reference', group: Number(reference[1]) };
    if (next === '^' || next === '$') {
      this.#at += 1;
      return { kind: next === '^' ? 'start' : 'end' };
    }
    const source = (this.#take(CHARACTER)?.[0] ?? '').replaceAll('\\x{', '\\u{');
    return { kind: 'character', test: new RegExp(`^${source}$`, this.#flags) };
  }

  #group(): Piece {
    const captures = !this.#text.startsWith('(?:', this.#at);
    this.#at += captures ? 1 : 3;
    const group = captures ? (this.groups += 1) : undefined;
    const options = this.options();
    this.#at += 1;
    return { kind: 'group', group, options };
  }

  #repeated(piece: Piece): Piece {
    const found = this.#take(QUANTIFIER);
    if (!found) return piece;
    const [, sign, from, comma, to, lazy] = found;
    const least = from === undefined ? Number(sign === '+') : Number(from);
    const most = sign === '?' ? 1 : from === undefined || (comma !== undefined && to === '') ? Infinity : Number(to ?? from);
    return { kind: 'repeat', piece, least, most, isGreedy: lazy === undefined };
  }
}

/** Trying a piece takes longer than an ordinary step. */
const STEPS_PER_TRY = 3;

type Next = (at: number) => boolean;
type Span = readonly [from: number, to: number];

/** One walk over the text; what follows a piece is given to it as a function, which it calls for each of its ends. */
class Walk {
  readonly groups: (Span | undefined)[] = [];
  readonly #text: string;
  readonly #flags: ReferenceFlags;
  readonly #run: Run;

  constructor(text: string, flags: ReferenceFlags, run: Run) {
    this.#text = text;
    this.#flags = flags;
    this.#run = run;
  }

  options(options: Options, at: number, next: Next): boolean {
    return options.some((pieces) => this.#sequence(pieces, 0, at, next));
  }

  #sequence(pieces: readonly Piece[], index: number, at: number, next: Next): boolean {
    const piece = pieces[index];
    return piece === undefined ? next(at) : this.#piece(piece, at, (end) => this.#sequence(pieces, index + 1, end, next));
  }

  #piece(piece: Piece, at: number, next: Next): boolean {
    this.#run.budget.spend(STEPS_PER_TRY);
    switch (piece.kind) {
      case 'character': {
        const end = this.#characterEnd(piece.test, at);
        return end !== undefined && next(end);
      }
      case 'start':
        return (at === 0 || (this.#flags.multiline && this.#text[at - 1] === '\n')) && next(at);
      case 'end':
        return (at === this.#text.length || (this.#flags.multiline && this.#text[at] === '\n')) && next(at);
      case 'reference': {
        const end = this.#referenceEnd(piece.group, at);
        return end !== undefined && next(end);
      }
      case 'group':
        return this.#group(piece.group, piece.options, at, next);
      case 'repeat':
        return piece.piece.kind === 'character' ? this.#characters(piece, piece.piece.test, at, next) : this.#repeat(piece, 0, at, next);
    }
  }

  #characterEnd(test: RegExp, at: number): number | undefined {
    const code = this.#text.codePointAt(at);
    if (code === undefined) return undefined;
    const character = String.fromCodePoint(code);
    return test.test(character) ? at + character.length : undefined;
  }

  /** A group that took no part counts as empty (F&O 3.1 §5.6.1). */
  #referenceEnd(group: number, at: number): number | undefined {
    const [from, to] = this.groups[group] ?? [0, 0];
    const [wanted, found] = [this.#text.slice(from, to), this.#text.slice(at, at + to - from)];
    this.#run.budget.spendText(wanted.length);
    const isSame = wanted === found || (this.#flags.ignoreCase && wanted.toLowerCase() === found.toLowerCase());
    return isSame ? at + wanted.length : undefined;
  }

  #group(group: number | undefined, options: Options, at: number, next: Next): boolean {
    if (group === undefined) return this.options(options, at, next);
    return this.options(options, at, (end) => {
      const before = this.groups[group];
      this.groups[group] = [at, end];
      if (next(end)) return true;
      this.groups[group] = before;
      return false;
    });
  }

  /** Characters need no trying inside, so that long texts take no deep calls. */
  #characters({ least, most, isGreedy }: Repeat, test: RegExp, at: number, next: Next): boolean {
    const ends = [at];
    const last = (): number => ends.at(-1) ?? at;
    const more = (): boolean => {
      this.#run.budget.spend(STEPS_PER_TRY);
      const end = ends.length <= most ? this.#characterEnd(test, last()) : undefined;
      if (end !== undefined) ends.push(end);
      return end !== undefined;
    };
    while (ends.length <= least) if (!more()) return false;
    if (!isGreedy) {
      do if (next(last())) return true; while (more());
      return false;
    }
    while (more());
    for (; ends.length > least; ends.pop()) if (next(last())) return true;
    return false;
  }

  /** A repetition that matches nothing is not repeated. */
  #repeat(repeat: Repeat, count: number, at: number, next: Next): boolean {
    const { piece, least, most, isGreedy } = repeat;
    const again = (): boolean =>
      count < most && this.#piece(piece, at, (end) => (end > at || count < least) && this.#repeat(repeat, count + 1, end, next));
    const enough = (): boolean => count >= least && next(at);
    return isGreedy ? again() || enough() : enough() || again();
  }
}

export class ReferenceMatcher {
  readonly groupCount: number;
  readonly #options: Options;
  readonly #flags: ReferenceFlags;

  constructor(text: string, flags: ReferenceFlags) {
    const reader = new Reader(text, flags);
    this.#options = reader.options();
    this.groupCount = reader.groups;
    this.#flags = flags;
  }

  /** Where the first match at or after the offset and its groups lie; group 0 is the whole. */
  find(text: string, from: number, run: Run): readonly (Span | undefined)[] | undefined {
    for (let start = from; start <= text.length; start += (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1) {
      const walk = new Walk(text, this.#flags, run);
      const found = walk.options(this.#options, start, (end) => {
        walk.groups[0] = [start, end];
        return true;
      });
      if (found) return walk.groups;
    }
    return undefined;
  }
}
