/** What the last minutes of a day hold, so that equal entries become one, and a minute has a bound. */
import type { StreamState } from '../stream/draft.ts';
import type { Ordinal } from '../stream/key.ts';
import { Table } from '../stream/table.ts';
import { UndoLog } from '../stream/undo-log.ts';
import type { AccessEntry } from './command.ts';

/** Of several servers one may be late with a minute that another has ended. */
export const minutesKept = 3;

interface Noted {
  readonly minute: number;
  /** What equal entries have in common. */
  readonly name: string;
  readonly count: number;
}

export interface AccessSnapshot {
  readonly lastOrdinal: Ordinal;
  readonly newest: number;
  readonly entries: readonly (readonly [Ordinal, Noted])[];
}

/** Everything but how often. */
export const nameOfEntry = ({ act, who, kind, method, what, subject }: Omit<AccessEntry, 'count'>): string => JSON.stringify([act, kind, method, who ?? null, what ?? null, subject ?? null]);

export class AccessState implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal: Ordinal = 0;
  /** The latest minute of which anything was told. */
  newest = 0;
  readonly #ordinals = new Map<string, Ordinal>();
  /** Of the minutes that are kept, by minute. */
  readonly entries = new Table<Noted>(this.undo, ({ minute }) => minute, undefined, (ordinal, before, after) => {
    if (before !== undefined) this.#ordinals.delete(`${before.minute} ${before.name}`);
    if (after !== undefined) this.#ordinals.set(`${after.minute} ${after.name}`, ordinal);
  });

  find(minute: number, name: string): Ordinal | undefined {
    return this.#ordinals.get(`${minute} ${name}`);
  }

  toJSON(): AccessSnapshot {
    return { lastOrdinal: this.lastOrdinal, newest: this.newest, entries: this.entries.entries() };
  }
}

export const restoreAccessState = ({ lastOrdinal, newest, entries }: AccessSnapshot): AccessState => {
  const state = new AccessState();
  state.lastOrdinal = lastOrdinal;
  state.newest = newest;
  for (const [ordinal, entry] of entries) state.entries.set(ordinal, entry);
  return state;
};
