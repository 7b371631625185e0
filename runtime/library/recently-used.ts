/**
 * A map that forgets what has not been asked for in a while. It has two generations, so that a look-up
 * of what is in use changes nothing: when the young one is full it becomes the old one, and what the
 * old one held and nobody asked for is gone.
 */
export class RecentlyUsed<K, V extends object> {
  readonly #youngMax: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  /** Keeps the last `max / 2` that were used, and at most `max`. */
  constructor(max: number) {
    this.#youngMax = Math.max(1, max >> 1);
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#youngMax && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  get size(): number {
    return new Set([...this.#young.keys(), ...this.#old.keys()]).size;
  }
}
