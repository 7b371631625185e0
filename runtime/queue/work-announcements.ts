/** `WorkSignal` for the held requests of all servers: listeners of this process at once, others by broadcast. */
import type { WorkSignal } from '../port/work-signal.ts';
import type { Broadcast } from './queue-backend.ts';

export interface WorkMessage {
  readonly kind: 'work';
  readonly types: readonly string[];
}

/** Job types announced within this time travel in one message. */
const gatherMs = 5;

export class WorkAnnouncements implements WorkSignal {
  readonly #broadcast: Broadcast;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #gathered = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(broadcast: Broadcast) {
    this.#broadcast = broadcast;
  }

  onWork(jobType: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(jobType) ?? new Set();
    this.#listeners.set(jobType, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(jobType) === listeners) this.#listeners.delete(jobType);
    };
  }

  announce(jobType: string): void {
    this.#notify(jobType);
    this.#gathered.add(jobType);
    this.#timer ??= setTimeout(() => this.#send(), gatherMs);
  }

  heard(message: WorkMessage): void {
    for (const type of message.types) this.#notify(type);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #notify(jobType: string): void {
    // A copy: a listener may listen again at once.
    for (const listener of new Set(this.#listeners.get(jobType))) listener();
  }

  #send(): void {
    this.#timer = undefined;
    const message: WorkMessage = { kind: 'work', types: [...this.#gathered] };
    this.#gathered.clear();
    this.#broadcast.send(JSON.stringify(message));
  }
}
