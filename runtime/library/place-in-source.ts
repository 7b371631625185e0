/**
 * Finds the place of an expression in the file that holds it. Compilers read expressions without the escapes of their
 * file, so the file is read once more without them, each character with its offset. Equal texts have equal problems:
 * the first one from the line on where its element begins is as good as any.
 */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** In UTF-16 code units, from 1. */
  readonly column: number;
}

export interface Notation {
  readonly escape: RegExp;
  /** Undefined when it stands for itself. */
  read(escape: string): string | undefined;
}

const entities: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const codePointMax = 0x10_ff_ff;

const ofCodePoint = (code: number): string | undefined => (code <= codePointMax ? String.fromCodePoint(code) : undefined);

/** A line break of two characters is one to all who read XML. */
export const xmlNotation: Notation = {
  escape: /&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|lt|gt|amp|quot|apos);|\r\n/g,
  read: (escape) => {
    if (escape === '\r\n') return ' ';
    const name = escape.slice(1, -1);
    if (!name.startsWith('#')) return entities[name];
    return ofCodePoint(name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
  },
};

export const jsonNotation: Notation = {
  escape: /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])/g,
  read: (escape) => JSON.parse(`"${escape}"`) as string,
};

/** Attributes of XML give every white space as a blank. */
const blanked = (text: string): string => text.replace(/\s/g, ' ');

export class PlacedSource {
  readonly #text: string;
  /** Where each character of the text stands in the source. */
  readonly #offsets: readonly number[];
  readonly #lineStarts: readonly number[];

  constructor(source: string, { escape, read }: Notation) {
    const pieces: string[] = [];
    const offsets: number[] = [];
    const take = (text: string, at: number, step: 0 | 1): void => {
      pieces.push(text);
      for (let index = 0; index < text.length; index += 1) offsets.push(at + index * step);
    };
    let end = 0;
    for (const { 0: found, index } of source.matchAll(escape)) {
      take(source.slice(end, index), end, 1);
      const meant = read(found);
      if (meant === undefined) take(found, index, 1);
      else take(meant, index, 0);
      end = index + found.length;
    }
    take(source.slice(end), end, 1);
    this.#text = blanked(pieces.join(''));
    this.#offsets = offsets;
    this.#lineStarts = [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  /** Of the character at `from` of the expression; undefined when it stands nowhere from the line on. */
  find({ text, from }: { readonly text: string; readonly from: number }, line = 1): Position | undefined {
    const start = this.#lineStarts[line - 1];
    const found = start === undefined || text.trim() === '' ? -1 : this.#text.indexOf(blanked(text), indexAtLeast(this.#offsets, start));
    if (found < 0) return undefined;
    return this.#positionOf(this.#offsets[found + from] ?? (this.#offsets[found + text.length - 1] ?? 0) + 1);
  }

  #positionOf(offset: number): Position {
    const line = indexAtLeast(this.#lineStarts, offset + 1);
    return { line, column: offset - (this.#lineStarts[line - 1] ?? 0) + 1 };
  }
}

/** Of ascending numbers the index of the first one that is not less. */
const indexAtLeast = (numbers: readonly number[], least: number): number => {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((numbers[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
};
