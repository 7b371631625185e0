/** How much there is to do, and how late it is: one statement, over partial indexes. */
import { instantText } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';

export interface Workload {
  readonly activeCases: number;
  readonly openUserTasks: number;
  readonly activeIncidents: number;
  readonly faults: number;
  readonly waitingTimers: number;
  readonly overdueTimers: number;
  /** How long the timer that is most overdue has been due, in seconds. */
  readonly timerLag: number;
  readonly availableJobs: number;
  readonly leasedJobs: number;
  /** How long the job that has waited most could have been taken, in seconds. */
  readonly jobLag: number;
  readonly inboxCommands: number;
  readonly inboxLag: number;
}

const seconds = (instant: string): string => `coalesce(extract(epoch from $1::timestamptz - ${instant}), 0)::float8`;

/** A look is every second: what was due a moment ago is on its way. */
const overdue = `due_at < $1::timestamptz - interval '5 seconds'`;

const statement = `select
  (select count(*) from process_instance where state = 'ACTIVE')::int8 active_cases,
  (select count(*) from user_task where state = 'CREATED')::int8 open_user_tasks,
  (select count(*) from incident where state = 'ACTIVE')::int8 active_incidents,
  (select count(*) from fault)::int8 faults,
  (select count(*) from timer)::int8 waiting_timers,
  (select count(*) from timer where ${overdue})::int8 overdue_timers,
  (select ${seconds('min(due_at)')} from timer where ${overdue}) timer_lag,
  jobs.available, jobs.leased, jobs.lag job_lag, mail.commands, mail.lag inbox_lag
from
  (select count(*) filter (where available_at <= $1::timestamptz)::int8 available,
     count(*) filter (where lease is not null and available_at > $1::timestamptz)::int8 leased,
     ${seconds('min(available_at) filter (where available_at <= $1::timestamptz)')} lag
   from job where state in ('CREATED', 'FAILED', 'RETRIES_UPDATED') and retries > 0) jobs,
  (select count(*)::int8 commands, greatest(${seconds('min(created_at)')}, 0) lag from inbox) mail`;

/** `now`: epoch ms. */
export const readWorkload = async (database: Queryable, now: number): Promise<Workload> => {
  const [row = []] = await database.queryValues(statement, [instantText(now)]);
  const [activeCases, openUserTasks, activeIncidents, faults, waitingTimers, overdueTimers, timerLag, availableJobs, leasedJobs, jobLag, inboxCommands, inboxLag] =
    row.map(Number) as [number, number, number, number, number, number, number, number, number, number, number, number];
  return { activeCases, openUserTasks, activeIncidents, faults, waitingTimers, overdueTimers, timerLag, availableJobs, leasedJobs, jobLag, inboxCommands, inboxLag };
};
