/**
 * Compares what searches read with the journal: projects it once more, into temporary tables, and looks for rows that
 * differ, in one snapshot. The transaction is read-only as soon as it has its temporary tables, so nothing that others
 * read can change. The rows of one stream are made in memory and travel with the question.
 */
import { siblingKey, ordinalMax } from '../../engine/stream/index.ts';
import type { Database } from '../port/database.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { parametersOf, rowsOf } from '../table/statement.ts';
import { columnOf } from '../table/table.ts';
import type { Projected } from '../table/projected.ts';
import { projectJournal, projectStream } from './project-journal.ts';
import { projectionNames, projections } from './projection-rows.ts';

/** Values as Postgres writes them. */
export interface ProjectionDifference {
  readonly table: string;
  /** The columns that name the row. */
  readonly row: { readonly [column: string]: string };
  /** null: the whole row. */
  readonly column: string | null;
  /** What the journal says; null: nothing. */
  readonly expected: string | null;
  readonly found: string | null;
}

export interface ProjectionVerdict {
  readonly verdict: 'equal' | 'differs';
  /** The first hundred of each table. */
  readonly differences: readonly ProjectionDifference[];
  /** Rows that differ. */
  readonly rows: number;
  readonly steps: number;
}

export interface Untold {
  readonly table: string;
  readonly column: string;
  readonly why: string;
}

/** Columns that no event tells, or not always: these are not compared. */
export const untoldColumns: readonly Untold[] = projectionNames.flatMap((name) => {
  const { name: table, besides, toldWhile, table: described } = projections[name];
  const untold = (column: string, why: string): Untold => ({ table, column: columnOf(described, column).name, why });
  return [
    ...Object.entries(besides).map(([column, why]) => untold(column, why)),
    ...Object.entries(toldWhile).map(([column, { otherwise }]) => untold(column, otherwise)),
  ];
});

const rowsMax = 100;

const toldColumns = ({ id, inserted, besides }: Projected): string[] => inserted.filter((column) => !id.includes(column) && !Object.hasOwn(besides, column));


/** `expected`, `found`: where the rows come from, in SQL. Of each differing row: how many there are, whether it is missing or too many, its id, and per told column found, expected, and whether they differ. */
const comparison = (projected: Projected, found: string, expected: string): string => {
  const { id, table } = projected;
  const ids = id.map((column) => columnOf(table, column).name);
  const told = toldColumns(projected).map((column) => {
    const inSql = columnOf(table, column).name;
    const holds = projected.toldWhile[column]?.holds;
    const differs = `found.${inSql} is distinct from expected.${inSql}`;
    return { name: inSql, differs: holds === undefined ? differs : `(found.${inSql}_told and ${differs})` };
  });
  const conditions = Object.entries(projected.toldWhile).map(([column, { holds }]) => `, ${holds} ${columnOf(table, column).name}_told`);
  const [first] = ids;
  return `select count(*) over ()::int4, expected.${first} is null, found.${first} is null,
      ${ids.map((column) => `coalesce(found.${column}, expected.${column})::text`).join(', ')}
      ${told.map((column) => `, found.${column.name}::text, expected.${column.name}::text, ${column.differs}`).join('')}
    from (select *${conditions.join('')} from ${found}) found
    full join ${expected} expected on ${ids.map((column) => `found.${column} = expected.${column}`).join(' and ')}
    where found.${first} is null or expected.${first} is null ${told.map(({ differs }) => `or ${differs}`).join(' ')}
    order by ${ids.map((column) => `coalesce(found.${column}, expected.${column})`).join(', ')} limit ${rowsMax}`;
};

const differencesOf = (projected: Projected, [, isExtra, isMissing, ...cells]: readonly unknown[]): ProjectionDifference[] => {
  const { name: table, id, table: described } = projected;
  const row = Object.fromEntries(id.map((column, index) => [columnOf(described, column).name, String(cells[index])]));
  if (isExtra === true) return [{ table, row, column: null, expected: null, found: 'row' }];
  if (isMissing === true) return [{ table, row, column: null, expected: 'row', found: null }];
  return toldColumns(projected).flatMap((column, index) => {
    const [found, expected, differs] = cells.slice(id.length + 3 * index, id.length + 3 * index + 3) as [string | null, string | null, boolean];
    return differs ? [{ table, row, column: columnOf(described, column).name, expected, found }] : [];
  });
};

class Differences {
  readonly #all: ProjectionDifference[] = [];
  #rows = 0;

  add(projected: Projected, found: readonly (readonly unknown[])[]): void {
    this.#rows += Number(found[0]?.[0] ?? 0);
    for (const row of found) this.#all.push(...differencesOf(projected, row));
  }

  verdict(steps: number): ProjectionVerdict {
    return { verdict: this.#rows === 0 ? 'equal' : 'differs', differences: this.#all, rows: this.#rows, steps };
  }
}

/** All that is derived from the journal. */
export const compareProjections = (database: Database, kinds: StreamKinds, onProgress?: (steps: number) => void): Promise<ProjectionVerdict> =>
  database.transaction(async (transaction) => {
    const compared: readonly Projected[] = projectionNames.map((name) => projections[name]);
    await transaction.query('set transaction isolation level repeatable read');
    for (const { name } of compared)
      await transaction.query(`create temporary table ${name} (like public.${name} including defaults including identity including indexes) on commit drop`);
    await transaction.query('set transaction read only');
    const steps = await projectJournal(transaction, kinds, { into: 'pg_temp', onProgress });
    const differences = new Differences();
    for (const projected of compared)
      differences.add(projected, await transaction.queryValues(comparison(projected, `public.${projected.name}`, `pg_temp.${projected.name}`)));
    return differences.verdict(steps);
  });

/** What is derived from one stream, made again in memory. */
export const compareStream = (database: Database, kinds: StreamKinds, stream: bigint): Promise<ProjectionVerdict> =>
  database.transaction(async (transaction) => {
    await transaction.query('set transaction isolation level repeatable read, read only');
    const { rows, steps } = await projectStream(transaction, kinds, stream);
    const differences = new Differences();
    for (const name of projectionNames) {
      const projected: Projected = projections[name];
      if (projected.owner === undefined) continue;
      const expected = rowsOf(projected);
      const owner = columnOf(projected.table, projected.owner).name;
      const at = expected.columns.length;
      const found = `${projected.name} where ${owner} between $${at + 1}::int8 and $${at + 2}::int8`;
      const parameters = [...parametersOf(expected, rows[name].left), stream, siblingKey(stream, ordinalMax)];
      differences.add(projected, await transaction.queryValues(comparison(projected, found, `(${expected.text})`), parameters));
    }
    return differences.verdict(steps);
  });
