/** Ordinals by a text, for looking up rows by something that they say. */
import type { Ordinal } from './key.ts';
import { SortedOrdinals } from './sorted-ordinals.ts';

const none = new SortedOrdinals();

export class OrdinalsByText {
  readonly #lists = new Map<string, SortedOrdinals>();

  get(text: string): SortedOrdinals {
    return this.#lists.get(text) ?? none;
  }

  add(text: string, ordinal: Ordinal): void {
    const list = this.#lists.get(text);
    if (list !== undefined) return list.add(ordinal);
    const fresh = new SortedOrdinals();
    fresh.add(ordinal);
    this.#lists.set(text, fresh);
  }

  delete(text: string, ordinal: Ordinal): void {
    const list = this.#lists.get(text);
    list?.delete(ordinal);
    if (list?.size === 0) this.#lists.delete(text);
  }

  get size(): number {
    return this.#lists.size;
  }

  [Symbol.iterator](): Iterator<[string, SortedOrdinals]> {
    return this.#lists[Symbol.iterator]();
  }
}
