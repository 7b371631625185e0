/** Secrets of API keys. What a key may and until when is in the directory; here is only what proves it. */
import type { Queryable } from '../port/database.ts';
import { hashOf, newSecret } from './secret.ts';

/** So that secrets are found by those who look for leaked ones. */
export const keyPrefix = 'acta_';
const writtenMs = 60_000;

export class ApiKeys {
  readonly #database: Queryable;
  readonly #remembered = new Map<string, string>();
  readonly #used = new Map<string, number>();

  constructor(database: Queryable) {
    this.#database = database;
  }

  /** The secret, which nobody will see again. */
  async issue(id: string): Promise<string> {
    const secret = `${keyPrefix}${newSecret()}`;
    await this.#database.query("insert into api_key_secret (id, hash) values ($1, decode($2, 'hex'))", [id, hashOf(secret)]);
    return secret;
  }

  async remove(id: string): Promise<void> {
    await this.#database.query('delete from api_key_secret where id = $1', [id]);
    this.forget();
  }

  /** Id of the key. */
  async find(secret: string): Promise<string | undefined> {
    const id = this.#remembered.get(secret) ?? (await this.#read(secret));
    if (id !== undefined) this.#noteUse(id);
    return id;
  }

  async lastUses(): Promise<ReadonlyMap<string, string | null>> {
    const rows = await this.#database.query<{ id: string; last_used_at: string | null }>('select id, last_used_at from api_key_secret');
    return new Map(rows.map((row) => [row.id, row.last_used_at]));
  }

  forget(): void {
    this.#remembered.clear();
  }

  async #read(secret: string): Promise<string | undefined> {
    const [row] = await this.#database.query<{ id: string }>("select id from api_key_secret where hash = decode($1, 'hex')", [hashOf(secret)]);
    if (row !== undefined) this.#remembered.set(secret, row.id);
    return row?.id;
  }

  /** Once a minute, off the request's path: losing it loses nothing. */
  #noteUse(id: string): void {
    const now = performance.now();
    if (now - (this.#used.get(id) ?? Number.NEGATIVE_INFINITY) < writtenMs) return;
    this.#used.set(id, now);
    this.#database.query('update api_key_secret set last_used_at = clock_timestamp() where id = $1', [id]).catch(() => this.#used.delete(id));
  }
}
