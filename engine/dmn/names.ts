/**
 * Which names an expression sees. FEEL needs it while reading: with a variable `first name` or `a-b` in
 * scope the same text means something else (DMN 1.5 §10.3.1.2, rule 27).
 */
const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const WORDS = /^[\p{L}\p{N}_\s]+$/u;

/** Names of entries anywhere in a model (components of types, context entries, output columns). */
export class MemberNames {
  readonly #names = new Set<string>();

  add(name: string): void {
    if (name !== '' && !PLAIN.test(name)) this.#names.add(name);
  }

  /**
   * Those that may stand in the text. A name with operators in it, such as `a-b`, does not count where
   * all its parts are variables: there it is arithmetic.
   */
  in(text: string, names: Names): readonly string[] {
    return [...this.#names].filter((name) =>
      text.includes(name) && (WORDS.test(name) || !name.split(/[^\p{L}\p{N}_]+/u).every((part) => part === '' || names.has(part))));
  }
}

/** The variables in scope at one place of a model. */
export class Names {
  readonly #own: ReadonlySet<string>;
  readonly #outer: Names | undefined;

  constructor(own: Iterable<string> = [], outer?: Names) {
    this.#own = new Set(own);
    this.#outer = outer;
  }

  has(name: string): boolean {
    return this.#own.has(name) || (this.#outer?.has(name) ?? false);
  }

  with(names: Iterable<string>): Names {
    return new Names(names, this);
  }

  #collect(into: Set<string>): Set<string> {
    for (const name of this.#own) into.add(name);
    return this.#outer === undefined ? into : this.#outer.#collect(into);
  }

  /** What FEEL must be told to read the text: the unusual names that stand in it. */
  declaredFor(text: string, members: MemberNames): readonly string[] {
    const spaced = text.replace(/\s+/g, ' ');
    const variables = [...this.#collect(new Set())].filter((name) => !PLAIN.test(name) && spaced.includes(name));
    return [...new Set([...variables, ...members.in(spaced, this)])];
  }
}
