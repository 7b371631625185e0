/**
 * Who guesses is slowed down: after five failures for an account, or twenty from an address, the next try waits, twice as
 * long after each, up to five minutes. It is counted per process and in bounded memory; a success clears the account's.
 */
const free = { account: 5, address: 20 };
const firstWaitMs = 1_000;
const waitMaxMs = 300_000;
const rememberedMax = 20_000;

interface Failures {
  readonly count: number;
  readonly until: number;
}

export class Throttle {
  readonly #failures = new Map<string, Failures>();
  readonly #now: () => number;

  /** @param now ms, monotonic */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Seconds to wait; 0: none. */
  wait(account: string, address: string): number {
    const until = Math.max(this.#failures.get(`a:${account}`)?.until ?? 0, this.#failures.get(`i:${address}`)?.until ?? 0);
    return Math.max(0, Math.ceil((until - this.#now()) / 1000));
  }

  failed(account: string, address: string): void {
    this.#count(`a:${account}`, free.account);
    this.#count(`i:${address}`, free.address);
  }

  succeeded(account: string): void {
    this.#failures.delete(`a:${account}`);
  }

  #count(name: string, allowed: number): void {
    const before = this.#failures.get(name);
    // Long after the last one it is forgotten.
    const count = before !== undefined && this.#now() - before.until < waitMaxMs ? before.count + 1 : 1;
    const wait = count < allowed ? 0 : Math.min(waitMaxMs, firstWaitMs * 2 ** (count - allowed));
    this.#failures.delete(name);
    this.#failures.set(name, { count, until: this.#now() + wait });
    if (this.#failures.size <= rememberedMax) return;
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}
