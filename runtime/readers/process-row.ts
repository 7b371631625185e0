/**
 * The row by which a process says that it works and what it reads, and the floor: what everybody must read. Both are
 * looked at and changed under one lock, so that either a process that begins is seen by whoever raises the floor, or
 * it sees the floor raised.
 */
import { arrayLiteral } from '../port/array-literal.ts';
import type { Clock } from '../port/clock.ts';
import type { Database } from '../port/database.ts';
import { allOf, unreadOf } from './readable.ts';

export interface Self {
  readonly id: string;
  readonly version: string;
  readonly reads: readonly string[];
}

export interface Standing {
  readonly floor: readonly string[];
  /** Processes that work and do not read all that this one would write, as `version id`. */
  readonly behind: readonly string[];
}

/** A process that has not said for so long that it works does not: it has ended, or will look again before it works on. */
const freshFor = `interval '30 seconds'`;
const forgottenAfter = `interval '1 hour'`;

const beat = `insert into process (id, version, reads) values ($1, $2, $3::text::text[])
  on conflict (id) do update set heartbeat = clock_timestamp() returning heartbeat`;
const others = `select id, version, reads from process where id <> $1 and heartbeat > clock_timestamp() - ${freshFor}`;

interface Other {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly version: string;
  readonly reads: readonly string[];
}

/** Says that the process works, which sets its clock; when all others that do read what it reads, that becomes the floor. */
export const stand = (database: Database, { id, version, reads }: Self, clock?: Clock): Promise<Standing> =>
  database.transaction(async (transaction) => {
    await transaction.query(`set local lock_timeout = '10s'`);
    const [installation] = await transaction.query<{ floor: readonly string[] }>('select floor from installation for update');
    const floor = installation?.floor ?? [];
    // Nobody else has an embedded database open: other rows are of processes that were killed.
    if (database.exclusive) await transaction.query('delete from process where id <> $1', [id]);
    const [beaten] = await transaction.query<{ heartbeat: string }>(beat, [id, version, arrayLiteral(reads)]);
    if (beaten !== undefined) clock?.set?.(Date.parse(beaten.heartbeat));
    await transaction.query(`delete from process where heartbeat < clock_timestamp() - ${forgottenAfter}`);
    if (unreadOf(reads, floor).length > 0 || unreadOf(floor, reads).length === 0) return { floor, behind: [] };
    const behind = (await transaction.query<Other>(others, [id])).filter((other) => unreadOf(other.reads, reads).length > 0);
    if (behind.length > 0) return { floor, behind: behind.map((other) => `${other.version} ${other.id}`) };
    const raised = allOf(floor, reads);
    await transaction.query('update installation set floor = $1::text::text[]', [arrayLiteral(raised)]);
    return { floor: raised, behind: [] };
  });

export const leave = (database: Database, { id }: Self): Promise<unknown> => database.query('delete from process where id = $1', [id]);
