/** Names that contain spaces or operators, and how they are found in a text: the longest one wins. */
import { isNameCharacter } from './lexer.ts';

/** White space inside of a name counts as one blank (DMN 1.5 §10.3.1.2). */
export function normalizeName(name: string): string {
  return name.trim().replace(/\s+/gu, ' ');
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** A step of the way through the names, by UTF-16 units. */
interface Branch {
  readonly next: Map<string, Branch>;
  name: string | undefined;
}

function branch(): Branch {
  return { next: new Map(), name: undefined };
}

function isBlank(unit: string | undefined): boolean {
  return unit !== undefined && /\s/u.test(unit);
}

/** A set of names; looking one up takes time by its length, however many there are. */
export class NameTable {
  readonly #root = branch();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  /** Plain identifiers need no entry: every text is read with them anyway. */
  add(raw: string): void {
    const name = normalizeName(raw);
    if (name === '' || IDENTIFIER.test(name)) return;
    let at = this.#root;
    for (let i = 0; i < name.length; i += 1) {
      const unit = name.charAt(i);
      const following = at.next.get(unit) ?? branch();
      at.next.set(unit, following);
      at = following;
    }
    at.name = name;
  }

  get isEmpty(): boolean {
    return this.#root.next.size === 0;
  }

  /** The longest of the names that stands at the offset, with the length it takes up there. */
  match(text: string, from: number): { readonly name: string; readonly length: number } | undefined {
    let longest: { name: string; length: number } | undefined;
    let current = this.#root.next.get(text[from] ?? '');
    for (let at = from + 1; current !== undefined; ) {
      if (current.name !== undefined && endsHere(current.name, text, at)) {
        longest = { name: current.name, length: at - from };
      }
      const blank = isBlank(text[at]);
      current = current.next.get(blank ? ' ' : (text[at] ?? ''));
      at += 1;
      while (blank && isBlank(text[at])) at += 1;
    }
    return longest;
  }
}

/** A name that ends with a name character must not go on in the text. */
function endsHere(name: string, text: string, at: number): boolean {
  return !isNameCharacter(name, name.length - 1) || !isNameCharacter(text, at);
}
