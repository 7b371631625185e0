/** Postgres array literals, so that a whole column of a batch is one text parameter. */
export type Cell = string | number | bigint | boolean | null;

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const element = (cell: Cell): string => {
  if (cell === null) return 'NULL';
  return typeof cell === 'string' ? quoted(cell) : String(cell);
};

/** `['a', null]` becomes `{"a",NULL}`; text is always quoted, so its content cannot end the literal. */
export const arrayLiteral = (cells: readonly Cell[]): string => `{${cells.map(element).join(',')}}`;
