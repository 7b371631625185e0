/** The parser's place in the text: the current token, the names in scope, and errors in plain sentences. */
import { NAME_PART, NAME_START, SyntaxProblem, tokenAt, type Token } from './lexer.ts';
import { NameTable, normalizeName } from './names.ts';
import type { Span } from './warning.ts';

/** Parentheses, lists, operands within operands; deeper texts are refused before the stack ends. */
const MAX_NESTING = 200;
const MAX_NAME = 200;
const RESERVED = new Set(['and', 'or', 'in', 'between', 'then', 'else', 'return', 'satisfies']);

/** A name that is being introduced, up to the text that ends it. */
const INTRODUCED = `[${NAME_START}][${NAME_PART}\\s./'+*-]{0,${MAX_NAME}}?`;
const INTRODUCTIONS = {
  ':': new RegExp(`${INTRODUCED}(?=\\s*:)`, 'uy'),
  ',': new RegExp(`${INTRODUCED}(?=\\s*[:,)])`, 'uy'),
  in: new RegExp(`${INTRODUCED}(?=\\s+in\\b)`, 'uy'),
} as const;

export class TokenStream {
  readonly text: string;
  token: Token;
  /** Where the token taken last ends. */
  end = 0;
  readonly #declared = new NameTable();
  #tables: readonly NameTable[];
  #nesting = 0;

  constructor(text: string, tables: readonly NameTable[]) {
    this.text = text;
    this.#tables = [...tables, this.#declared];
    this.token = tokenAt(text, 0);
  }

  /** Moves on; gives the token left behind. */
  advance(): Token {
    const left = this.token;
    this.seek(left.to);
    return left;
  }

  seek(offset: number): void {
    this.end = offset;
    this.token = tokenAt(this.text, offset);
  }

  /** From the offset to the end of what was taken. */
  spanFrom(from: number): Span {
    return { from, to: this.end };
  }

  /** The token after the current one. */
  peek(): Token {
    return tokenAt(this.text, this.token.to);
  }

  isSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol;
  }

  isWord(word: string): boolean {
    return this.token.kind === 'name' && this.token.text === word;
  }

  get isEnd(): boolean {
    return this.token.kind === 'end';
  }

  get isReserved(): boolean {
    return this.token.kind === 'name' && RESERVED.has(this.token.text);
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.advance();
    return true;
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.advance();
    return true;
  }

  expectSymbol(symbol: string, where: string): void {
    if (!this.takeSymbol(symbol)) this.fail(`'${symbol}' ${where}`);
  }

  expectWord(word: string, where: string): void {
    if (!this.takeWord(word)) this.fail(`'${word}' ${where}`);
  }

  fail(expected: string): never {
    const { kind, from, to } = this.token;
    const found = kind === 'end' ? 'the text ends' : `found '${this.text.slice(from, Math.min(to, from + 40))}'`;
    throw new SyntaxProblem(`Expected ${expected}, but ${found}.`, from, to);
  }

  /** Takes the known name with spaces or operators that stands here, unless a plain name is longer. */
  takeKnownName(): string | undefined {
    const { from, to } = this.token;
    let longest: { name: string; length: number } | undefined;
    for (const table of this.#tables) {
      const found = table.match(this.text, from);
      if (found && found.length > (longest?.length ?? to - from)) longest = found;
    }
    if (!longest) return undefined;
    this.seek(from + longest.length);
    return longest.name;
  }

  /** Takes a name that the text introduces, when one ends before `:`, before `,` or `)`, or before `in`. */
  takeIntroduced(end: keyof typeof INTRODUCTIONS): string | undefined {
    if (this.text[this.token.from] === '`') return this.advance().text;
    const pattern = INTRODUCTIONS[end];
    pattern.lastIndex = this.token.from;
    const raw = pattern.exec(this.text)?.[0];
    if (raw === undefined || this.token.kind !== 'name') return undefined;
    this.seek(this.token.from + raw.length);
    return normalizeName(raw);
  }

  /** Parses something that sees these names too. */
  withNames<T>(names: readonly string[], parse: () => T): T {
    const before = this.#tables;
    const table = new NameTable(names);
    if (!table.isEmpty) this.#tables = [table, ...before];
    const parsed = parse();
    this.#tables = before;
    return parsed;
  }

  /** From here on the name is known: the entries of contexts may be reached from anywhere after them. */
  declare(name: string): void {
    this.#declared.add(name);
  }

  nested<T>(parse: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) {
      const { from, to } = this.token;
      throw new SyntaxProblem(`Expected at most ${MAX_NESTING} levels of nesting, but there are more.`, from, to);
    }
    const parsed = parse();
    this.#nesting -= 1;
    return parsed;
  }
}
