/** How many handlers of a type run at the same time in this process. Who wants more waits, in order. */
interface Waiting {
  readonly max: number;
  grant(count: number): void;
}

export class Slots {
  #free: number;
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

  /** Takes one if it is free and nobody waits. */
  takeNow(): boolean {
    if (this.#free === 0 || this.#waiting.length > 0) return false;
    this.#free -= 1;
    return true;
  }

  giveBack(count: number): void {
    this.#free += count;
    this.#grant();
  }

  #grant(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#free < Math.min(next.max, Math.ceil(this.#all / 4))) return;
      const count = Math.min(next.max, this.#free);
      this.#free -= count;
      this.#waiting.shift();
      next.grant(count);
    }
  }
}
