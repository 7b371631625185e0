/** What one run has warned about, and where a warning points. */
import type { FeelWarning, FeelWarningCode, Span } from './warning.ts';

const MAX_WARNINGS = 100;

export class Warnings {
  readonly list: FeelWarning[] = [];
  readonly #noted = new Set<string>();
  /** Where to point while a function of another text runs, whose offsets mean nothing in this one. */
  #elsewhere: Span | undefined;

  /** What is noted once is not noted again; the last one of too many says that there were more. */
  note(code: FeelWarningCode, place: Span, name: string): void {
    const { from, to } = this.#elsewhere ?? place;
    const key = `${code} ${from} ${to} ${name}`;
    if (this.list.length > MAX_WARNINGS || this.#noted.has(key)) return;
    this.#noted.add(key);
    const isLast = this.list.length === MAX_WARNINGS;
    this.list.push(isLast ? { code: 'MORE_WARNINGS', from, to } : { code, from, to, ...(name === '' ? {} : { name }) });
  }

  /** Runs the body of a function that another run made, called at the place. */
  elsewhere<T>(place: Span, body: () => T): T {
    const outer = this.#elsewhere;
    this.#elsewhere ??= place;
    const value = body();
    this.#elsewhere = outer;
    return value;
  }
}
