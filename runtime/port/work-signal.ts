/**
 * Tells held requests that jobs of a type may be there now. A signal is a hint, like a wake-up:
 * whoever waits looks in Postgres once a second anyway, so losing one costs at most a second.
 */
export interface WorkSignal {
  /** Calls `listener` whenever jobs of the type may have become available; returns how to stop listening. */
  onWork(jobType: string, listener: () => void): () => void;
}
