/**
 * A process that stands still (stopped, swapped out, on a machine that was suspended) keeps its connections, and with
 * them the locks of what it was about to write. Postgres ends sessions that are idle in a transaction by itself, but
 * not those that stopped between the parts of one statement: they count as active, and no timeout of Postgres before 17
 * ends them. So the processes end them for each other; whoever wakes up decides on a new connection again.
 */
import type { Database } from '../port/database.ts';

/** As long as `idle_in_transaction_session_timeout` of our connections. */
const stillForMs = 30_000;

const ending = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = session_user and application_name like 'acta%' and pid <> pg_backend_pid()
    and xact_start is not null and wait_event = 'ClientRead' and state_change < clock_timestamp() - $1::float8 * interval '1 ms'`;

/** How many were ended. */
export const endStillSessions = async (database: Database, forMs = stillForMs): Promise<number> => {
  if (database.exclusive) return 0;
  return database.transaction(async (transaction) => {
    // The role of the application has no power over the login's own sessions; the login has.
    await transaction.query('set local role none');
    return (await transaction.query(ending, [forMs])).length;
  });
};
