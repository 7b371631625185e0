/** Sessions of browsers: the cookie is a secret of which the database has the hash. They end when they were not used for long, in any case after a while, and when somebody ends them. */
import type { ActorMethod } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { hashOf, newId, newSecret } from './secret.ts';

export interface Session {
  /** Names it to people; the cookie is not known. */
  readonly id: string;
  readonly user: string;
  readonly method: ActorMethod;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly claims: readonly string[];
}

export interface SessionTimes {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export const sessionTimes: SessionTimes = { idleMs: 8 * 3_600_000, absoluteMs: 24 * 3_600_000 };

const columns = 'id, user_id, method, created_at, last_used_at, expires_at, address, user_agent, claims';
/** How long a session is believed without looking, and how seldom its use is written. */
const rememberedMs = 30_000;
const rememberedMax = 10_000;

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly user_id: string;
  readonly method: ActorMethod;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly claims: string[];
}

const sessionOf = (row: Row): Session => ({
  id: row.id, user: row.user_id, method: row.method, createdAt: row.created_at, lastUsedAt: row.last_used_at, expiresAt: row.expires_at,
  address: row.address, userAgent: row.user_agent, claims: row.claims,
});

const isAlive = `expires_at > clock_timestamp() and last_used_at > clock_timestamp() - make_interval(secs => $2)`;

export class Sessions {
  readonly #database: Queryable;
  readonly #times: SessionTimes;
  readonly #remembered = new Map<string, { readonly session: Session; readonly until: number }>();

  constructor(database: Queryable, times: SessionTimes = sessionTimes) {
    this.#database = database;
    this.#times = times;
  }

  /** The cookie. */
  async begin(user: string, more: { readonly method: ActorMethod; readonly address?: string; readonly userAgent?: string; readonly claims?: readonly string[] }): Promise<string> {
    const secret = newSecret();
    await this.#database.query(
      `insert into session (hash, id, user_id, method, expires_at, address, user_agent, claims)
       values (decode($1, 'hex'), $2, $3, $4, clock_timestamp() + make_interval(secs => $5), $6, $7, array(select jsonb_array_elements_text($8::text::jsonb)))`,
      [hashOf(secret), newId(16), user, more.method, this.#times.absoluteMs / 1000, more.address ?? null, more.userAgent?.slice(0, 256) ?? null, JSON.stringify(more.claims ?? [])],
    );
    // Those that are over are swept by the way.
    await this.#database.query('delete from session where expires_at < clock_timestamp() and user_id = $1', [user]);
    return secret;
  }

  async find(secret: string): Promise<Session | undefined> {
    const known = this.#remembered.get(secret);
    if (known !== undefined && performance.now() < known.until) return known.session;
    this.#remembered.delete(secret);
    const [row] = await this.#database.query<Row>(
      `update session set last_used_at = clock_timestamp() where hash = decode($1, 'hex') and ${isAlive} returning ${columns}`,
      [hashOf(secret), this.#times.idleMs / 1000],
    );
    if (row === undefined) return undefined;
    const session = sessionOf(row);
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear();
    const left = Date.parse(session.expiresAt) - Date.parse(session.lastUsedAt);
    this.#remembered.set(secret, { session, until: performance.now() + Math.min(rememberedMs, left, this.#times.idleMs) });
    return session;
  }

  async of(user: string): Promise<Session[]> {
    const rows = await this.#database.query<Row>(`select ${columns} from session where user_id = $1 and ${isAlive} order by last_used_at desc`, [user, this.#times.idleMs / 1000]);
    return rows.map(sessionOf);
  }

  async end(user: string, id: string): Promise<boolean> {
    const rows = await this.#database.query('delete from session where user_id = $1 and id = $2 returning id', [user, id]);
    this.forget();
    return rows.length > 0;
  }

  /** `except`: the id of the one that stays. */
  async endAll(user: string, except = ''): Promise<void> {
    await this.#database.query('delete from session where user_id = $1 and id <> $2', [user, except]);
    this.forget();
  }

  async endSamples(): Promise<void> {
    await this.#database.query(`delete from session where method = 'sample'`);
    this.forget();
  }

  /** Somewhere a session was ended, or a right taken. */
  forget(): void {
    this.#remembered.clear();
  }
}
