/**
 * Compares what searches read with the journal: projects it once more, into temporary tables, and looks for rows that
 * differ, in one snapshot. The transaction is read-only as soon as it has its temporary tables, so nothing that others
 * read can change.
 */
import { siblingKey, ordinalMax } from '../../engine/stream/index.ts';
import type { Database, Parameter, Queryable } from '../port/database.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { columnOf } from '../table/table.ts';
import type { Projected } from '../table/projected.ts';
import { caseTables } from './case-tables.ts';
import { projectJournal } from './project-journal.ts';
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

interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** Of each differing row: how many there are, whether it is missing or too many, its id, and per told column found, expected, and whether they differ. */
const comparison = (projected: Projected, range: Range | undefined): string => {
  const { name, id, owner, table } = projected;
  const ids = id.map((column) => columnOf(table, column).name);
  const told = toldColumns(projected).map((column) => {
    const inSql = columnOf(table, column).name;
    const holds = projected.toldWhile[column]?.holds;
    const differs = `found.${inSql} is distinct from expected.${inSql}`;
    return { name: inSql, differs: holds === undefined ? differs : `(found.${inSql}_told and ${differs})` };
  });
  const conditions = Object.entries(projected.toldWhile).map(([column, { holds }]) => `, ${holds} ${columnOf(table, column).name}_told`);
  const within = range === undefined || owner === undefined ? '' : ` where ${columnOf(table, owner).name} between $1::int8 and $2::int8`;
  const [first] = ids;
  return `select count(*) over ()::int4, expected.${first} is null, found.${first} is null,
      ${ids.map((column) => `coalesce(found.${column}, expected.${column})::text`).join(', ')}
      ${told.map((column) => `, found.${column.name}::text, expected.${column.name}::text, ${column.differs}`).join('')}
    from (select *${conditions.join('')} from public.${name}${within}) found
    full join pg_temp.${name} expected on ${ids.map((column) => `found.${column} = expected.${column}`).join(' and ')}
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

/** `stream`: the key of a case, of which alone the rows are compared. Default: all that is derived from the journal. */
export const compareProjections = (
  database: Database,
  kinds: StreamKinds,
  { stream, onProgress }: { readonly stream?: bigint; readonly onProgress?: (steps: number) => void } = {},
): Promise<ProjectionVerdict> =>
  database.transaction(async (transaction) => {
    const compared: readonly Projected[] = stream === undefined ? projectionNames.map((name) => projections[name]) : Object.values(caseTables);
    await transaction.query('set transaction isolation level repeatable read');
    for (const { name } of compared)
      await transaction.query(`create temporary table ${name} (like public.${name} including defaults including identity including indexes) on commit drop`);
    await transaction.query('set transaction read only');
    const steps = await projectJournal(transaction, kinds, { into: 'pg_temp', onProgress, ...(stream === undefined ? {} : { stream }) });
    return { ...(await differencesIn(transaction, compared, stream)), steps };
  });

const differencesIn = async (transaction: Queryable, compared: readonly Projected[], stream: bigint | undefined): Promise<Omit<ProjectionVerdict, 'steps'>> => {
  const range = stream === undefined ? undefined : { from: stream, to: siblingKey(stream, ordinalMax) };
  const bounds: Parameter[] = range === undefined ? [] : [range.from, range.to];
  const differences: ProjectionDifference[] = [];
  let rows = 0;
  for (const projected of compared) {
    const found = await transaction.queryValues(comparison(projected, range), bounds);
    rows += Number(found[0]?.[0] ?? 0);
    for (const row of found) differences.push(...differencesOf(projected, row));
  }
  return { verdict: rows === 0 ? 'equal' : 'differs', differences, rows };
};
