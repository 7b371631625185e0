/**
 * Which names an expression sees. FEEL needs it while reading: with a variable `first name` or `a-b` in
 * scope the same text means something else (DMN 1.5 §10.3.1.2, rule 27).
 */
const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const WORDS = /^[\p{L}\p{N}_\s]+$/u;

/**
 * Whether a name with operators in it, such as `a-b`, is something else where these names are in scope:
 * arithmetic when all its parts are variables, a path (`Person.Age`) when the first one is.
 */
function isExpressionOf(name: string, names: Names): boolean {
  if (WORDS.test(name)) return false;
  const parts = name.split(/[^\p{L}\p{N}_]+/u).filter((part) => part !== '');
  const head = name.includes('.') ? name.slice(0, name.indexOf('.')).trim() : '';
  return parts.every((part) => names.has(part)) || names.has(head);
}

/** Unusual names of entries anywhere in a model: components of types, context entries, output columns. */
export class MemberNames {
  readonly #names = new Set<string>();
  /** Names compared with texts; what a reasonable file needs is far below. */
  #left = 30_000_000;

  add(name: string): void {
    if (name !== '' && !PLAIN.test(name)) this.#names.add(name);
  }

  /** Pays for looking at that many names; false when the file has too many names for its expressions. */
  spend(names: number): boolean {
    this.#left -= names;
    return this.#left >= 0;
  }

  get exhausted(): boolean {
    return this.#left < 0;
  }

  /** Those that may stand in the text. */
  in(text: string, names: Names): readonly string[] {
    if (!this.spend(this.#names.size)) return [];
    return [...this.#names].filter((name) => text.includes(name) && !isExpressionOf(name, names));
  }
}

/** The variables in scope at one place of a model: its own in front of the outer ones. */
export class Names {
  readonly #own: ReadonlySet<string>;
  readonly #outer: Names | undefined;
  /** Names that may stand in texts though nothing here gives them a value. */
  readonly #readable: readonly string[];
  /** How many names are visible, those counted twice that hide another. */
  readonly #size: number;

  constructor(own: Iterable<string> = [], outer?: Names, readable: Iterable<string> = []) {
    this.#own = new Set(own);
    this.#outer = outer;
    this.#readable = [...readable];
    this.#size = this.#own.size + this.#readable.length + (outer === undefined ? 0 : outer.#size);
  }

  with(names: Iterable<string>): Names {
    return new Names(names, this);
  }

  has(name: string): boolean {
    if (this.#own.has(name)) return true;
    for (let level = this.#outer; level !== undefined; level = level.#outer) if (level.#own.has(name)) return true;
    return false;
  }

  *#all(): Iterable<string> {
    yield* this.#own;
    for (const name of this.#readable) yield name;
    for (let level = this.#outer; level !== undefined; level = level.#outer) {
      yield* level.#own;
      for (const name of level.#readable) yield name;
    }
  }

  /** What FEEL must be told to read the text: the unusual names that stand in it. */
  declaredFor(text: string, members: MemberNames): readonly string[] {
    if (!members.spend(this.#size)) return [];
    const spaced = text.replace(/\s+/g, ' ');
    const declared = new Set(members.in(spaced, this));
    for (const name of this.#all()) if (!PLAIN.test(name) && spaced.includes(name)) declared.add(name);
    return [...declared];
  }
}
