/**
 * Which names an expression sees. FEEL needs it while reading: with a variable `first name` or `a-b` in
 * scope the same text means something else (DMN 1.5 §10.3.1.2, rule 27).
 */
const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const WORDS = /^[\p{L}\p{N}_\s]+$/u;

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

  /**
   * Those that may stand in the text. A name with operators in it, such as `a-b`, does not count where
   * all its parts are variables: there it is arithmetic.
   */
  in(text: string, names: Names): readonly string[] {
    if (!this.spend(this.#names.size)) return [];
    return [...this.#names].filter((name) =>
      text.includes(name) && (WORDS.test(name) || !name.split(/[^\p{L}\p{N}_]+/u).every((part) => part === '' || names.has(part))));
  }
}

/** The variables in scope at one place of a model: its own in front of the outer ones. */
export class Names {
  readonly #own: ReadonlySet<string>;
  readonly #outer: Names | undefined;
  /** How many names are visible, those counted twice that hide another. */
  readonly #size: number;

  constructor(own: Iterable<string> = [], outer?: Names) {
    this.#own = new Set(own);
    this.#outer = outer;
    this.#size = this.#own.size + (outer === undefined ? 0 : outer.#size);
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
    for (let level = this.#outer; level !== undefined; level = level.#outer) yield* level.#own;
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
