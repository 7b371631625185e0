/** What the routes work with; composed once per server. */
import type { Access } from './access/access.ts';
import type { Database } from '../runtime/port/database.ts';
import type { WorkSignal } from '../runtime/port/work-signal.ts';
import type { Log } from '../runtime/port/log.ts';
import type { Metrics } from '../runtime/port/metrics.ts';
import type { Runtime } from '../runtime/runtime.ts';

export interface Store {
  readonly database: 'embedded' | 'Postgres';
  /** Whether the login that the server works with could change the journal. */
  readonly journal: 'append-only' | 'changeable';
}

export interface ServerContext {
  readonly runtime: Runtime;
  readonly signal: WorkSignal;
  readonly log: Log;
  readonly metrics?: Metrics;
  /** Default: the embedded one. */
  readonly store?: Store;
  /** The database in the role that may take values away; absent: this server may not. */
  readonly eraser?: Database;
  /** Who asks, and how that is proven. Default: whoever reaches the server may do everything. */
  readonly access?: Access;
  /** The log of this installation: its name (default: the journal's) and the keys of its witnesses. */
  readonly proof?: { readonly origin: string; readonly witnesses: readonly string[] };
  /** Tasks are done by people who are known, or not at all. */
  readonly refusesAnonymousTasks?: boolean;
  /** Job types that Acta's own workers run; nobody else may take these jobs. */
  readonly reservedJobTypes: { has(jobType: string): boolean };
}
