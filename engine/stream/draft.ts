/**
 * `decide` works on a draft, which evolves with its own events: what has just been emitted is already in
 * `state`. A draft changes the state it was given and can be undone; see `UndoLog`.
 */
import { Effort } from './effort.ts';
import type { Ordinal } from './key.ts';
import type { UndoLog } from './undo-log.ts';

/** What every stream's state has. */
export interface StreamState {
  readonly undo: UndoLog;
  /** The highest ordinal that was taken. */
  readonly lastOrdinal: Ordinal;
  /** A snapshot: what `Decider.restore` makes the state from again. */
  toJSON(): unknown;
}

export class Draft<State extends StreamState, Event> {
  readonly state: State;
  readonly effort = new Effort();
  readonly events: Event[] = [];
  readonly #evolve: (state: State, event: Event) => void;

  constructor(state: State, evolve: (state: State, event: Event) => void) {
    this.state = state;
    this.#evolve = evolve;
    state.undo.open();
  }

  emit(event: Event): void {
    this.#evolve(this.state, event);
    this.events.push(event);
  }

  /** The stream's next ordinal. It is taken when an event that carries it is emitted. */
  peekOrdinal(): Ordinal {
    return this.state.lastOrdinal + 1;
  }

  keep(): void {
    this.state.undo.keep();
  }

  discard(): void {
    this.state.undo.discard();
  }
}
