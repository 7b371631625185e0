/** How many handlers of a type run at the same time in this process. Who wants more waits, in order. */
interface Waiting {
  readonly max: number;
  grant(count: number): void;
}

export class Slots {
  /** Less than none: jobs that were begun on the places of others that are over. */
  #free: number;
  /** Handlers that are over and whose place is not given back yet: their outcome waits for its commit. */
  #over = 0;
  /** Places that `takeNow` has given, of all that are taken. */
  #takenNow = 0;
  readonly #all: number;
  readonly #waiting: Waiting[] = [];

  constructor(all: number) {
    this.#all = all;
    this.#free = all;
  }

  /** Takes 1 to `max` slots; waits until it is worth a claim: for `max`, or a quarter of all. */
  take(max: number): Promise<number> {
    return new Promise((grant) => {
      this.#waiting.push({ max, grant });
      this.#grant();
    });
  }

  /**
   * Takes one if it is free, or is about to be: what follows from an outcome takes the place of the handler that had it.
   * While somebody waits, a quarter is left to those who do.
   */
  takeNow(): boolean {
    if (this.#free + this.#over <= 0) return false;
    if (this.#waiting.length > 0 && this.#takenNow >= this.#all - this.#fewest(this.#all)) return false;
    this.#free -= 1;
    this.#takenNow += 1;
    return true;
  }

  /** Gives back what `takeNow` gave. */
  giveBackNow(): void {
    this.#takenNow -= 1;
    this.giveBack(1);
  }

  giveBack(count: number): void {
    this.#free += count;
    this.#grant();
  }

  /** A handler is over; its place is given back later. */
  over(): void {
    this.#over += 1;
  }

  /** Its place is about to be given back. */
  told(): void {
    this.#over -= 1;
  }

  /** Of so many, how many are worth a claim. */
  #fewest(max: number): number {
    return Math.min(max, Math.ceil(this.#all / 4));
  }

  #grant(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#free < this.#fewest(next.max)) return;
      const count = Math.min(next.max, this.#free);
      this.#free -= count;
      this.#waiting.shift();
      next.grant(count);
    }
  }
}
