/** Names that contain spaces or operators, and how they are found in a text: the longest one wins. */
import { isNameCharacter } from './lexer.ts';

/** White space inside of a name counts as one blank (DMN 1.5 §10.3.1.2). */
export function normalizeName(name: string): string {
  return name.trim().replace(/\s+/gu, ' ');
}

function lengthOfMatch(name: string, text: string, from: number): number {
  let at = from;
  for (let i = 0; i < name.length; i += 1) {
    if (name[i] === ' ') {
      const start = at;
      while (/\s/u.test(text[at] ?? 'x')) at += 1;
      if (at === start) return 0;
    } else if (text[at] === name[i]) {
      at += 1;
    } else {
      return 0;
    }
  }
  return isNameCharacter(name, name.length - 1) && isNameCharacter(text, at) ? 0 : at - from;
}

/** A set of such names, looked up by their first character. */
export class NameTable {
  readonly #byFirst = new Map<string, string[]>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  /** Plain identifiers need no entry: every text is read with them anyway. */
  add(raw: string): void {
    const name = normalizeName(raw);
    const first = name[0];
    if (first === undefined || /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return;
    const names = this.#byFirst.get(first) ?? [];
    names.push(name);
    names.sort((a, b) => b.length - a.length);
    this.#byFirst.set(first, names);
  }

  get isEmpty(): boolean {
    return this.#byFirst.size === 0;
  }

  /** The longest of the names that stands at the offset, with the length it takes up there. */
  match(text: string, from: number): { readonly name: string; readonly length: number } | undefined {
    for (const name of this.#byFirst.get(text[from] ?? '') ?? []) {
      const length = lengthOfMatch(name, text, from);
      if (length > 0) return { name, length };
    }
    return undefined;
  }
}
