/** The canonical text of each value once: who seals a step and who writes its rows share what was made. */
import { canonical } from './canonical.ts';

export class CanonicalTexts {
  readonly #texts = new Map<object, string>();

  /** Throws a `NotCanonicalError` for what is not JSON. The value may not change afterwards. */
  of(value: unknown): string {
    if (typeof value !== 'object' || value === null) return canonical(value);
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const text = canonical(value);
    this.#texts.set(value, text);
    return text;
  }
}
