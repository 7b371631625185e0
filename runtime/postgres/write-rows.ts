/** Writes what a batch collected: this is the group commit's other half. */
import type { Queryable } from '../port/database.ts';
import { projectionNames, projections, type ProjectionRows } from '../projection/projection-rows.ts';
import { parametersOf, statementsOf, type Statements } from '../table/statement.ts';

type AllStatements = { readonly [N in keyof ProjectionRows]: Statements };

const allStatements = (schema?: string): AllStatements =>
  Object.fromEntries(projectionNames.map((name) => [name, statementsOf(projections[name], schema)])) as unknown as AllStatements;

const inPlace = allStatements();
const temporary = allStatements('pg_temp');

export interface WriteOptions {
  /** Temporary tables of the same names. */
  readonly into?: 'pg_temp' | undefined;
  /** Default: all. */
  readonly only?: ReadonlySet<keyof ProjectionRows> | undefined;
}

/** Sends all statements at once (they are pipelined) and waits for the last. */
export const writeRows = async (database: Queryable, rows: ProjectionRows, { into, only }: WriteOptions = {}): Promise<void> => {
  const all = into === undefined ? inPlace : temporary;
  const sent: Promise<unknown>[] = [];
  for (const name of projectionNames) {
    if (only?.has(name) === false) continue;
    for (const kind of ['inserts', 'updates', 'deletes'] as const) {
      const lines = rows[name][kind];
      if (lines.size === 0) continue;
      const statement = all[name][kind];
      sent.push(database.query(statement.text, parametersOf(statement, lines)));
    }
  }
  await allSettledOrThrow(sent);
};

/**
 * Waits for every statement even when one fails, so that none is left unobserved; then throws the
 * first error in the order of sending: those after it only say that the transaction is aborted.
 */
export const allSettledOrThrow = async (sent: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(sent)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};
