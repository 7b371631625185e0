/**
 * Passwords of local users: argon2id with the parameters that OWASP gives (19 MiB, two passes), off the event loop, two
 * at once, so that many who sign in do not take the memory. A pair of name and password that was right is remembered for
 * a minute by a keyed hash, for scripts send it with every request; it is forgotten when anything in the directory changes.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Queryable } from '../port/database.ts';

/** argon2id is what the library makes unless told otherwise. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const atOnce = 2;
const rememberedMs = 60_000;
const rememberedMax = 10_000;

export const passwordMin = 10;
export const passwordMax = 256;

/** Why it may not be one; `undefined`: it may. */
export const passwordRefusal = (password: string, user: string): string | undefined => {
  if (password.length < passwordMin) return `Expected a password of at least ${passwordMin} characters, but it is shorter`;
  if (password.length > passwordMax) return `Expected a password of at most ${passwordMax} characters, but it is longer`;
  if (password.toLowerCase().includes(user.toLowerCase()) && password.length < user.length + passwordMin) return 'Expected a password that is not made of the user name, but it is';
  return new Set(password).size < 4 ? 'Expected a password of more than three different characters, but it has fewer' : undefined;
};

/** So many at once, the others in their order. */
class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnceMax: number) {
    this.#free = atOnceMax;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

export class Passwords {
  readonly #database: Queryable;
  readonly #turns = new Turns(atOnce);
  readonly #key = randomBytes(32);
  readonly #remembered = new Map<string, number>();
  /** Of nobody: whoever is unknown takes as long as whoever is known. */
  #nobody: Promise<string> | undefined;

  constructor(database: Queryable) {
    this.#database = database;
  }

  async set(user: string, password: string): Promise<void> {
    const passwordHash = await this.#turns.take(() => hash(password, parameters));
    await this.#database.query(
      'insert into credential (user_id, password_hash) values ($1, $2) on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = clock_timestamp()',
      [user, passwordHash],
    );
    this.forget();
  }

  async remove(user: string): Promise<void> {
    await this.#database.query('delete from credential where user_id = $1', [user]);
    this.forget();
  }

  async isRight(user: string, password: string): Promise<boolean> {
    if (password.length > passwordMax) return false;
    const [row] = await this.#database.query<{ password_hash: string }>('select password_hash from credential where user_id = $1', [user]);
    const stored = row?.password_hash ?? (await (this.#nobody ??= this.#turns.take(() => hash(randomBytes(16).toString('hex'), parameters))));
    const isRight = await this.#turns.take(() => verify(stored, password).catch(() => false));
    return isRight && row !== undefined;
  }

  /** As `isRight`, for clients that send it with every request. */
  async isRightAgain(user: string, password: string): Promise<boolean> {
    const pair = createHmac('sha256', this.#key).update(`${user}\u0000${password}`).digest('base64');
    const until = this.#remembered.get(pair);
    if (until !== undefined && performance.now() < until) return true;
    this.#remembered.delete(pair);
    if (!(await this.isRight(user, password))) return false;
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear();
    this.#remembered.set(pair, performance.now() + rememberedMs);
    return true;
  }

  forget(): void {
    this.#remembered.clear();
  }
}
