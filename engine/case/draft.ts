/**
 * `decide` works on a draft, which evolves with its own events: what has just been emitted is
 * already in `state`. The pipeline keeps the state only after the commit and drops it otherwise, so
 * a draft mutates the state it was given and nothing is copied.
 */
import { evolve } from './evolve.ts';
import type { Event } from './event.ts';
import type { Ordinal } from '../stream/key.ts';
import type { CaseState } from './state.ts';

export class Draft {
  readonly state: CaseState;
  readonly events: Event[] = [];

  constructor(state: CaseState) {
    this.state = state;
  }

  emit(event: Event): void {
    evolve(this.state, event);
    this.events.push(event);
  }

  /** The case's next ordinal. It is taken when an event that carries it is emitted. */
  nextOrdinal(): Ordinal {
    return this.state.lastOrdinal + 1;
  }
}
