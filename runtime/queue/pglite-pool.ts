/**
 * A `pg.Pool`, as far as BullMQ uses one, over a single PGlite. Every statement of BullMQ is a
 * transaction of its own (its operations are functions in the database), so that statements of
 * several "clients" may take turns on the one connection; only migrations hold a transaction, and
 * they run alone.
 */
import type { PGlite } from '@electric-sql/pglite';

type Notified = (notification: { readonly channel: string; readonly payload: string }) => void;
type Listener = (...parameters: never[]) => void;

export class PgliteClient {
  readonly #pglite: PGlite;
  readonly #stops = new Map<Listener, () => void>();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async query(text: string, parameters: readonly unknown[] = []): Promise<{ rows: never[] }> {
    if (parameters.length > 0) return (await this.#pglite.query(text, [...parameters])) as { rows: never[] };
    // Migrations are scripts of many statements, which only the simple protocol takes.
    return ((await this.#pglite.exec(text)).at(-1) ?? { rows: [] }) as { rows: never[] };
  }

  on(event: string, listener: Listener): this {
    const notified = listener as Notified;
    if (event === 'notification')
      this.#stops.set(listener, this.#pglite.onNotification((channel, payload) => notified({ channel, payload })));
    return this;
  }

  removeListener(_event: string, listener: Listener): this {
    this.#stops.get(listener)?.();
    this.#stops.delete(listener);
    return this;
  }

  removeAllListeners(): this {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
    return this;
  }

  release(): void {
    // There is nothing to give back: all clients are the one connection.
  }
}

export class PglitePool extends PgliteClient {
  readonly #pglite: PGlite;
  /** There is no socket that could die silently. */
  readonly options = { keepAlive: true };

  constructor(pglite: PGlite) {
    super(pglite);
    this.#pglite = pglite;
  }

  async connect(): Promise<PgliteClient> {
    return new PgliteClient(this.#pglite);
  }

  async end(): Promise<void> {
    // The PGlite belongs to whoever opened it.
  }
}
