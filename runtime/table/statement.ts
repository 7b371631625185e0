/** The statements that write what was collected for a table: whole columns as array literals, so that a hundred steps cost about a dozen statements. */
import { arrayLiteral, jsonLines, type Cell } from '../port/array-literal.ts';
import { given, type Change, type Lines } from './changes.ts';
import type { Projected } from './projected.ts';
import { columnOf } from './table.ts';

/** `$1`, `$2` … are the columns of `lines`, in this order. */
export interface Statement {
  readonly columns: readonly Traveller[];
  readonly text: string;
}

interface Traveller {
  /** In the code. */
  readonly column: string;
  readonly name: string;
  readonly type: string;
  readonly as: 'json' | 'arrays' | 'values';
}

const traveller = (projected: Projected, column: string): Traveller => {
  const { name, type } = columnOf(projected.table, column);
  return { column, name, type, as: projected.json.has(column) ? 'json' : type.endsWith('[]') ? 'arrays' : 'values' };
};

/** `from unnest(…) r(…)`: lists travel as the texts of their literals. */
const unnested = (columns: readonly Traveller[]): string => {
  const literals = columns.map(({ type, as }, index) => {
    if (as === 'json') return `string_to_array($${index + 1}::text, E'\\n')`;
    return `$${index + 1}::text::${as === 'arrays' ? 'text' : type}[]`;
  });
  return `unnest(${literals.join(', ')}) r(${columns.map(({ name }) => name).join(', ')})`;
};

const valueOf = ({ name, type, as }: Traveller): string => (as === 'arrays' ? `r.${name}::${type}` : `r.${name}`);

const onConflict = (projected: Projected): string => {
  const { again, id, table } = projected;
  if (again === undefined) return '';
  if (again === 'left') return 'on conflict do nothing';
  const names = (columns: readonly string[]): string[] => columns.map((column) => columnOf(table, column).name);
  return `on conflict (${names(id).join(', ')}) do update set ${names(again).map((name) => `${name} = excluded.${name}`).join(', ')}`;
};

const insertInto = (target: string, projected: Projected): Statement => {
  const columns = projected.inserted.map((column) => traveller(projected, column));
  const names = columns.map(({ name }) => name).join(', ');
  return { columns, text: `insert into ${target} (${names}) select ${columns.map(valueOf).join(', ')} from ${unnested(columns)} ${onConflict(projected)}` };
};

/**
 * One look into the primary key per row, in the order of the keys, as leases are moved. Written as `t.key = r.key` the
 * rows could be joined the other way round: with a plan made while the table was empty by reading all of it, and
 * with any plan by comparing each row with each. `any(array[r.key])` can only be looked up.
 */
const sameRow = ([first, ...rest]: readonly Traveller[]): string =>
  [`t.${first?.name} = any(array[r.${first?.name}])`, ...rest.map(({ name }) => `t.${name} = r.${name}`)].join(' and ');

const assignment = (column: Traveller, kind: Change): string => {
  const { name } = column;
  switch (kind) {
    case 'kept by null': return `${name} = coalesce(${valueOf(column)}, t.${name})`;
    case 'kept if absent': return `${name} = case when r.${given(name)} then ${valueOf(column)} else t.${name} end`;
    case 'added': return `${name} = t.${name} + r.${name}`;
    case 'dropped': return `${name} = null`;
  }
};

/** What the lines would be as rows. */
export const rowsOf = (projected: Projected): Statement => {
  const columns = projected.inserted.map((column) => traveller(projected, column));
  return { columns, text: `select ${columns.map((column) => `${valueOf(column)} ${column.name}`).join(', ')} from ${unnested(columns)}` };
};

const update = (target: string, projected: Projected): Statement => {
  const ids = projected.id.map((column) => traveller(projected, column));
  const changes = Object.entries(projected.changes).map(([column, kind]) => ({ column: traveller(projected, column), kind }));
  const carried = changes.filter(({ kind }) => kind !== 'dropped').flatMap(({ column, kind }): Traveller[] =>
    kind === 'kept if absent' ? [column, { column: given(column.column), name: given(column.name), type: 'boolean', as: 'values' }] : [column]);
  const columns = [...ids, ...carried];
  const set = changes.map(({ column, kind }) => assignment(column, kind)).join(', ');
  const order = ids.map(({ name }) => `r.${name}`).join(', ');
  return { columns, text: `update ${target} t set ${set} from (select * from ${unnested(columns)} order by ${order}) r where ${sameRow(ids)}` };
};

const deleteFrom = (target: string, projected: Projected): Statement => {
  const ids = projected.id.map((column) => traveller(projected, column));
  return { columns: ids, text: `delete from ${target} t using ${unnested(ids)} where ${sameRow(ids)}` };
};

export interface Statements {
  readonly inserts: Statement;
  readonly updates: Statement;
  readonly deletes: Statement;
}

/** `schema`: where the table is looked for; by default where the search path says. */
export const statementsOf = (projected: Projected, schema?: string): Statements => {
  const target = schema === undefined ? projected.name : `${schema}.${projected.name}`;
  return { inserts: insertInto(target, projected), updates: update(target, projected), deletes: deleteFrom(target, projected) };
};

/** The parameters of the statement for these lines. */
export const parametersOf = ({ columns }: Statement, lines: Pick<Lines, 'columns'>): string[] =>
  columns.map(({ column, as }) => {
    const cells = lines.columns[column] ?? [];
    if (as === 'json') return jsonLines(cells as readonly string[]);
    if (as === 'arrays') return arrayLiteral(cells.map((cell) => (Array.isArray(cell) ? arrayLiteral(cell as readonly string[]) : null)));
    return arrayLiteral(cells as readonly Cell[]);
  });
