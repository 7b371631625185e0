import { errorFields, silentLog, type Log } from '../runtime/port/log.ts';

/** Stops what was started, in order, when the process is asked to stop; a second request ends it at once. */
export class Shutdown {
  readonly #first: (() => Promise<unknown>)[] = [];
  readonly #last: (() => Promise<unknown>)[] = [];
  #log = silentLog;

  tell(log: Log): void {
    this.#log = log;
  }

  /** What takes in work stops before what it works with; the one started last stops first. */
  first(stop: () => Promise<unknown>): void {
    this.#first.unshift(stop);
  }

  last(stop: () => Promise<unknown>): void {
    this.#last.unshift(stop);
  }

  /** Resolves when all has stopped after SIGINT or SIGTERM. */
  async requested(): Promise<void> {
    await new Promise<void>((resolve) => {
      let asked = false;
      const onSignal = (signal: NodeJS.Signals): void => {
        if (asked) process.exit(1);
        asked = true;
        this.#log.info('Stopping', { signal });
        resolve();
      };
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
    });
    await this.stop();
    this.#log.info('Stopped');
    process.exit(process.exitCode ?? 0);
  }

  /** Stops whatever has been started so far. */
  async stop(): Promise<void> {
    for (const stop of [...this.#first.splice(0), ...this.#last.splice(0)])
      await stop().catch((error: unknown) => this.#log.error('Stopping failed in part', errorFields(error)));
  }
}

/** A process that cannot start leaves nothing running. */
export const runUntilStopped = async (start: (shutdown: Shutdown) => Promise<void>): Promise<void> => {
  const shutdown = new Shutdown();
  try {
    await start(shutdown);
  } catch (error) {
    await shutdown.stop();
    throw error;
  }
  await shutdown.requested();
};
