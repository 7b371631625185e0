/** Nobody answers there, or a store that starts or stops says so. A connection that we ended ourselves is neither. */
export const isAway = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code !== 'CONNECTION_ENDED' &&
  /^(?:CONNECTION_\w+|CONNECT_TIMEOUT|E(?:CONN\w+|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|08...|57P0[1-5])$/.test(String(error.code));

/** Tells once that a store is lost and once that it is back, however often it is asked meanwhile. */
export interface ReachabilityListener {
  lost(error: Error): void;
  back(): void;
}

export class Reachability {
  readonly #listener: ReachabilityListener | undefined;
  #isLost = false;

  constructor(listener: ReachabilityListener | undefined) {
    this.#listener = listener;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  lost(error: Error): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#listener?.lost(error);
  }

  reached(): void {
    if (!this.#isLost) return;
    this.#isLost = false;
    this.#listener?.back();
  }
}
