/**
 * Wake-ups are hints derived from committed events: keys or a job type, never state. Losing one
 * costs time only, because the reconciler finds the same work in Postgres.
 */
export interface WakeUps {
  /** Keys of jobs that may be taken now, by job type. */
  readonly jobs: ReadonlyMap<string, readonly bigint[]>;
  readonly timers: readonly { readonly key: bigint; readonly due: number }[];
  /** Streams for which commands wait in the inbox, which nobody seems to take. */
  readonly inbox?: readonly bigint[];
}

export interface Wake {
  /** Never throws and is not awaited: a lost wake-up is found again. */
  wake(wakeUps: WakeUps): void;
  /** Steps were committed: they are to be sealed. */
  committed?(): void;
}
