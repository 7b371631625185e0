/** What a failed transaction means for its commands. */

/**
 * SQLSTATE classes by which Postgres refuses what a command holds: data, constraint, syntax, limit.
 * All others (connection, shutdown, deadlock, resources) say nothing about the command.
 */
const refusing = new Set(['21', '22', '23', '42', '54']);

/** A second writer of a step lost the race: the command is decided again on the newer state. */
const isLostRace = (error: { readonly code?: unknown; readonly constraint_name?: unknown; readonly constraint?: unknown }): boolean => {
  const constraint = error.constraint_name ?? error.constraint;
  return error.code === '23505' && typeof constraint === 'string' && constraint.startsWith('step_');
};

export const isRefusedByDatabase = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  const code = String(error.code);
  return code.length === 5 && refusing.has(code.slice(0, 2)) && !isLostRace(error);
};

/**
 * What our own code threw while it decided (a damaged definition, a broken step), and no message of
 * the database or of its connection: those have codes.
 */
export const isOurs = (error: unknown): boolean => error instanceof Error && !('code' in error);

/** The step does not follow what stands in the journal: the state on which it was decided is of another past. */
export const isUnlinked = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ACT01';

/** Another process has held a lock for longer than `lock_timeout`: nothing was done. */
export const isLockTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03';

/**
 * There was no room for what the command writes: nothing was done. A Postgres that finds so at a commit ends, and its
 * connection is lost; that has another code.
 */
export const isDiskFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '53100';

/** The database could not be reached long enough to learn whether the command took effect. */
export class OutcomeUnknownError extends Error {
  constructor(cause: unknown) {
    super('Expected to store the command, but the database cannot be reached. Repeat it with the same Idempotency-Key', { cause });
    this.name = 'OutcomeUnknownError';
  }
}
