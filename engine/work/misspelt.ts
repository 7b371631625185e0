/**
 * Names of variables that are probably misspelt. Whoever starts a case or does its work may set any variable, so a name
 * is doubtful only when nothing in the definition sets it, it is read once, and another name is almost the same.
 */
import type { NamePlace } from '../feel/engine.ts';
import type { ExpressionSpan } from '../case/compilation.ts';

export interface Misspelt<T> {
  readonly owner: T;
  readonly message: string;
  readonly expression: ExpressionSpan;
}

/** Beyond this many names everything is almost like something. */
const namesMax = 1_000;
/** Shorter names differ in one letter and mean something else. */
const lengthMin = 5;

const isDigit = (text: string): boolean => /^\d$/.test(text);

/** One letter inside too many, too few, another or two in the wrong order; not at the end, where words have their forms. */
const isAlmost = (a: string, b: string): boolean => {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < lengthMin || long.length - short.length > 1) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  let same = 0;
  while (same < short.length - from && short.at(-1 - same) === long.at(-1 - same)) same += 1;
  const [inShort, inLong] = [short.slice(from, short.length - same), long.slice(from, long.length - same)];
  if (same === 0 || isDigit(inShort) || isDigit(inLong)) return false;
  if (inLong.length === 1) return true;
  return inLong.length === 2 && inShort === `${inLong[1]}${inLong[0]}`;
};

export class VariableNames<T> {
  readonly #reads: { readonly owner: T; readonly text: string; readonly place: NamePlace }[] = [];
  readonly #set = new Set<string>();

  sets(name: string): void {
    this.#set.add(name);
  }

  reads(owner: T, text: string, places: readonly NamePlace[]): void {
    for (const place of places) this.#reads.push({ owner, text, place });
  }

  misspelt(): readonly Misspelt<T>[] {
    const times = new Map<string, number>();
    const found: Misspelt<T>[] = [];
    for (const { place } of this.#reads) times.set(place.name, (times.get(place.name) ?? 0) + 1);
    if (times.size + this.#set.size > namesMax) return [];
    const repeated = [...times].filter(([, count]) => count > 1).map(([name]) => name);
    const earlier = new Set<string>();
    for (const { owner, text, place: { name, from, to } } of this.#reads) {
      if (times.get(name) !== 1 || this.#set.has(name)) continue;
      const others = [...this.#set, ...repeated, ...earlier];
      earlier.add(name);
      const other = others.find((candidate) => candidate !== name && isAlmost(candidate, name));
      if (other === undefined) continue;
      const message = this.#set.has(other)
        ? `Expected '${name}' to be a name that something sets, but nothing here does, and what the definition sets is '${other}'`
        : `Expected one name for one variable, but '${name}' is read here and '${other}' elsewhere, and nothing in the definition sets '${name}'`;
      found.push({ owner, message, expression: { text, from, to } });
    }
    return found;
  }
}
