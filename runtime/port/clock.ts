/**
 * Time comes from outside everywhere, so that tests can set it. Epoch milliseconds. Where several processes work on one
 * database, its clock is the one that all go by.
 */
export interface Clock {
  now(): number;
  /** Told what the clock of the database says. Absent: it goes by itself, as one that a test sets does. */
  set?(now: number): void;
}

/** Of a process that has its database for itself. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * The clock of a database, between the times when it is asked: what it said last, and what has passed since the
 * answer came. So it is behind by the way of the answer and never ahead: what waits for a time comes late rather than
 * early. Before the first answer it is that of the process.
 */
export class DatabaseClock implements Clock {
  #said: number | undefined;
  #heardAt = 0;

  now(): number {
    return this.#said === undefined ? Date.now() : Math.floor(this.#said + performance.now() - this.#heardAt);
  }

  set(now: number): void {
    this.#said = now;
    this.#heardAt = performance.now();
  }
}

/** The one that goes with a database. */
export const clockOf = ({ exclusive }: { readonly exclusive: boolean }): Clock => (exclusive ? systemClock : new DatabaseClock());
