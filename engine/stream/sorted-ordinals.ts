/** Ordinals, or other whole numbers, in ascending order. What is added is mostly the newest, and costs nothing then; the rest is a search by halves. */
import type { Ordinal } from './key.ts';

export class SortedOrdinals {
  readonly #ordinals: Ordinal[] = [];

  get size(): number {
    return this.#ordinals.length;
  }

  get first(): Ordinal | undefined {
    return this.#ordinals[0];
  }

  add(ordinal: Ordinal): void {
    const last = this.#ordinals.at(-1);
    if (last === undefined || last < ordinal) this.#ordinals.push(ordinal);
    else this.#ordinals.splice(this.#placeOf(ordinal), 0, ordinal);
  }

  delete(ordinal: Ordinal): void {
    const place = this.#placeOf(ordinal);
    if (this.#ordinals[place] === ordinal) this.#ordinals.splice(place, 1);
  }

  /** Nothing may be added or deleted meanwhile. */
  *[Symbol.iterator](): Generator<Ordinal> {
    yield* this.#ordinals;
  }

  /** Those that are greater. Nothing may be added or deleted meanwhile. */
  *after(ordinal: Ordinal): Generator<Ordinal> {
    for (let at = this.#placeOf(ordinal + 1); at < this.#ordinals.length; at += 1) yield this.#ordinals[at] ?? 0;
  }

  #placeOf(ordinal: Ordinal): number {
    let [from, to] = [0, this.#ordinals.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#ordinals[middle] ?? 0) < ordinal) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
