/** Offsets kept while deciding, and given again from what was kept. */
import type { ZoneOffsets } from './zone.ts';

/** One question and its answer: the offset of a zone `at` an instant, or of a `local` date and time; null: no such zone. */
export interface OffsetUsed {
  readonly zone: string;
  readonly at?: number;
  readonly local?: number;
  readonly offset: number | null;
}

const keyOf = ({ zone, at, local }: Omit<OffsetUsed, 'offset'>): string => `${zone} ${at === undefined ? `local ${local}` : `at ${at}`}`;

/** Asks the source, each question once, and keeps the answers. */
export class RecordingOffsets implements ZoneOffsets {
  readonly #source: ZoneOffsets;
  readonly #used = new Map<string, OffsetUsed>();

  constructor(source: ZoneOffsets) {
    this.#source = source;
  }

  offsetAt(zone: string, epochSecond: number): number | undefined {
    return this.#answer({ zone, at: epochSecond }, () => this.#source.offsetAt(zone, epochSecond));
  }

  offsetOfLocal(zone: string, localSecond: number): number | undefined {
    return this.#answer({ zone, local: localSecond }, () => this.#source.offsetOfLocal(zone, localSecond));
  }

  #answer(question: Omit<OffsetUsed, 'offset'>, ask: () => number | undefined): number | undefined {
    const key = keyOf(question);
    const known = this.#used.get(key);
    if (known !== undefined) return known.offset ?? undefined;
    const offset = ask();
    this.#used.set(key, { ...question, offset: offset ?? null });
    return offset;
  }

  /** In the order in which they were asked for. */
  get used(): readonly OffsetUsed[] {
    return [...this.#used.values()];
  }
}

/** Gives what was kept and nothing else: another question throws a `RangeError`, because the answer would be made up. */
export const recordedOffsets = (used: readonly OffsetUsed[]): ZoneOffsets => {
  const answers = new Map(used.map((one) => [keyOf(one), one.offset ?? undefined]));
  const answer = (question: Omit<OffsetUsed, 'offset'>): number | undefined => {
    const key = keyOf(question);
    if (!answers.has(key)) throw new RangeError(`Expected the record to hold the offset of '${key}', but it does not`);
    return answers.get(key);
  };
  return {
    offsetAt: (zone, at) => answer({ zone, at }),
    offsetOfLocal: (zone, local) => answer({ zone, local }),
  };
};
