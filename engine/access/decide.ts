/** Which entries of a minute are new, which are one that is there, and which are too many. */
import type { Context } from '../stream/decider.ts';
import type { Ordinal } from '../stream/key.ts';
import { limits } from '../stream/limits.ts';
import { reject, type Rejection } from '../stream/rejection.ts';
import { accessStreamOf } from './day.ts';
import type { AccessCommand, AccessEntry, AccessEvent } from './command.ts';
import { nameOfEntry, type AccessState } from './state.ts';

const moreOf = (count: number): AccessEntry => ({ act: 'more', kind: 'engine', method: 'none', count });

class Sorting {
  /** By name. */
  readonly fresh = new Map<string, AccessEntry>();
  /** How much more there is of what is there. */
  readonly repeated = new Map<Ordinal, number>();
  more = 0;
  readonly #state: AccessState;
  readonly #minute: number;

  constructor(state: AccessState, minute: number) {
    this.#state = state;
    this.#minute = minute;
  }

  take(entry: AccessEntry): void {
    const name = nameOfEntry(entry);
    const known = this.#state.find(this.#minute, name);
    const again = this.fresh.get(name);
    if (known !== undefined) this.repeated.set(known, (this.repeated.get(known) ?? 0) + entry.count);
    else if (again !== undefined) this.fresh.set(name, { ...again, count: again.count + entry.count });
    else if (entry.act === 'more' || this.fresh.size + this.#state.entries.count(this.#minute) >= limits.accessEntriesPerMinute) this.more += entry.count;
    else this.fresh.set(name, entry);
  }

  /** What was too many is one entry like any other, behind them. */
  close(): void {
    if (this.more === 0) return;
    const more = moreOf(this.more);
    const known = this.#state.find(this.#minute, nameOfEntry(more));
    if (known === undefined) this.fresh.set(nameOfEntry(more), more);
    else this.repeated.set(known, (this.repeated.get(known) ?? 0) + this.more);
  }
}

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count > 0 && count <= 0x7fff_ffff;

export const decideAccess = ({ stream, draft }: Context<AccessState, AccessEvent, undefined>, { minute, entries }: AccessCommand): Rejection | undefined => {
  if (accessStreamOf(minute) !== stream) return reject('INVALID_ARGUMENT', 'Expected a minute of the day of this stream, but it is of another one');
  if (entries.length === 0 || entries.some(({ count }) => !isCount(count))) return reject('INVALID_ARGUMENT', 'Expected entries that happened at least once, but there are others, or none');
  const sorting = new Sorting(draft.state, minute);
  for (const entry of entries) sorting.take(entry);
  sorting.close();
  if (sorting.fresh.size > 0) draft.emit({ type: 'AccessNoted', ordinal: draft.peekOrdinal(), minute, entries: [...sorting.fresh.values()] });
  for (const [ordinal, count] of sorting.repeated) {
    const before = draft.state.entries.get(ordinal)?.count ?? 0;
    draft.emit({ type: 'AccessRepeated', ordinal, count: Math.min(0x7fff_ffff, before + count) });
  }
  return undefined;
};
