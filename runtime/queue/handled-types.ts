/**
 * Which job types some worker of the installation has a handler for. Workers announce theirs again
 * and again; a type that was not announced for a while has no worker any more. Nothing of it is
 * stored, so there is nothing to lose.
 */
import type { Broadcast } from './queue-backend.ts';

const announceEveryMs = 2_000;
/** Five announcements missed. */
const forgottenAfterMs = 10_000;

export type HandledTypesMessage =
  | { readonly kind: 'handles'; readonly types: readonly string[] }
  /** A process that has just started wants to know. */
  | { readonly kind: 'who-handles' };

export class HandledTypes {
  readonly #broadcast: Broadcast;
  readonly #own = new Set<string>();
  /** Monotonic ms of the last announcement of others. */
  readonly #others = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(broadcast: Broadcast) {
    this.#broadcast = broadcast;
    this.#timer = setInterval(() => this.#announce(), announceEveryMs);
    this.#timer.unref();
  }

  /** Asks all workers to announce their types now. */
  ask(): void {
    this.#send({ kind: 'who-handles' });
  }

  has(type: string): boolean {
    if (this.#own.has(type)) return true;
    const heard = this.#others.get(type);
    if (heard === undefined) return false;
    if (performance.now() - heard <= forgottenAfterMs) return true;
    this.#others.delete(type);
    return false;
  }

  /** This process has handlers for these types from now on. */
  own(types: Iterable<string>): void {
    for (const type of types) this.#own.add(type);
    this.#announce();
  }

  disown(types: Iterable<string>): void {
    for (const type of types) this.#own.delete(type);
  }

  heard(message: HandledTypesMessage): void {
    if (message.kind === 'who-handles') this.#announce();
    else for (const type of message.types) this.#others.set(type, performance.now());
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #announce(): void {
    if (this.#own.size > 0) this.#send({ kind: 'handles', types: [...this.#own] });
  }

  #send(message: HandledTypesMessage): void {
    this.#broadcast.send(JSON.stringify(message));
  }
}
