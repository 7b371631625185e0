/**
 * Brings commands to the streams they are for, right after the commit of their sender: what waits in an inbox is taken
 * up by this process, without a way through the queue. Whatever a process leaves behind is found by the reconciler.
 */

/** How long whoever sent commands waits for them to be taken, ms. */
const patienceMs = 1_000;

export class Relay {
  /** Takes up what waits for the stream; gives the streams to which that sent commands. */
  readonly #takeUp: (stream: bigint) => Promise<ReadonlySet<bigint>>;
  /** Streams whose inboxes are about to be taken up, and where that leads. */
  readonly #underWay = new Map<bigint, Promise<ReadonlySet<bigint>>>();

  constructor(takeUp: (stream: bigint) => Promise<ReadonlySet<bigint>>) {
    this.#takeUp = takeUp;
  }

  /** Has the inboxes taken up. A failure is none of the sender's: the commands are still there. */
  start(streams: Iterable<bigint>): void {
    for (const stream of streams) {
      const taking = this.#takeUp(stream);
      this.#underWay.set(stream, taking);
      taking
        .catch(() => undefined)
        .finally(() => {
          if (this.#underWay.get(stream) === taking) this.#underWay.delete(stream);
        });
    }
  }

  /** Whether the commands that were just sent to the streams, and those that these sent on, are taken within a second. */
  async taken(streams: ReadonlySet<bigint>): Promise<boolean> {
    const until = performance.now() + patienceMs;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), patienceMs);
    });
    const isTaken = await Promise.race([this.#follow(streams, until), over]);
    clearTimeout(timer);
    return isTaken;
  }

  async #follow(streams: ReadonlySet<bigint>, until: number): Promise<boolean> {
    for (let open: ReadonlySet<bigint> = streams; open.size > 0; ) {
      if (performance.now() > until) return false;
      const taking = [...open].flatMap((stream) => this.#underWay.get(stream) ?? []);
      const reached = await Promise.allSettled(taking);
      if (reached.some(({ status }) => status === 'rejected')) return false;
      open = new Set(reached.flatMap((one) => (one.status === 'fulfilled' ? [...one.value] : [])));
    }
    return true;
  }
}
