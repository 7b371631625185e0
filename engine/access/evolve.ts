/** The only code that changes the state of a day. */
import { UnknownEventError } from '../stream/decider.ts';
import { assign } from '../stream/undo-log.ts';
import type { AccessEvent } from './command.ts';
import { minutesKept, nameOfEntry, type AccessState } from './state.ts';

/** What is too old to be repeated is forgotten: the state stays as small as some minutes, however long the day. */
const advance = (state: AccessState, minute: number): void => {
  if (minute <= state.newest) return;
  for (let kept = state.newest - minutesKept + 1; kept <= Math.min(state.newest, minute - minutesKept); kept += 1)
    for (const [ordinal] of state.entries.in(kept)) state.entries.delete(ordinal);
  assign(state.undo, state, 'newest', minute);
};

/** @throws UnknownEventError */
export const evolveAccess = (state: AccessState, event: AccessEvent): void => {
  switch (event.type) {
    case 'AccessNoted': {
      const { ordinal, minute, entries } = event;
      advance(state, minute);
      assign(state.undo, state, 'lastOrdinal', ordinal + entries.length - 1);
      if (minute <= state.newest - minutesKept) return;
      for (const [index, entry] of entries.entries()) state.entries.set(ordinal + index, { minute, name: nameOfEntry(entry), count: entry.count });
      return;
    }
    case 'AccessRepeated': {
      const entry = state.entries.get(event.ordinal);
      if (entry !== undefined) state.entries.set(event.ordinal, { ...entry, count: event.count });
      return;
    }
    default:
      throw new UnknownEventError((event as { readonly type: string }).type);
  }
};
