/** What a Postgres has written so far. */
import type postgres from 'postgres';

export interface PostgresWork {
  /** Bytes of write-ahead log. */
  readonly walBytes: number;
  /**
   * Transactions that wrote, by the ids they took. `pg_stat_database.xact_commit` would count reads, too, and
   * hears of a connection's transactions up to ten seconds late; ids are exact at any moment.
   */
  readonly commits: number;
}

export const readPostgresWork = async (sql: postgres.Sql): Promise<PostgresWork> => {
  const [row] = await sql<{ wal: string; next: string }[]>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text wal, pg_snapshot_xmax(pg_current_snapshot())::text next`;
  return { walBytes: Number(row?.wal), commits: Number(row?.next) };
};
