/** Postgres array literals and lines, so that a whole column of a batch is one text parameter. */
export type Cell = string | number | bigint | boolean | null;

const escaped = /["\\]/g;

const quoted = (text: string): string =>
  text.includes('"') || text.includes('\\') ? `"${text.replace(escaped, '\\$&')}"` : `"${text}"`;

const element = (cell: Cell): string => {
  if (cell === null) return 'NULL';
  return typeof cell === 'string' ? quoted(cell) : String(cell);
};

/** `['a', null]` becomes `{"a",NULL}`; text is always quoted, so its content cannot end the literal. */
export const arrayLiteral = (cells: readonly Cell[]): string => `{${cells.map(element).join(',')}}`;

/**
 * A column of compact JSON texts, to be read by `string_to_array($1, E'\\n')`. JSON writes a line feed within a
 * text as an escape, so none stands there and nothing need be quoted, here or there: the longest columns travel
 * like this. The column may not be empty.
 */
export const jsonLines = (texts: readonly string[]): string => texts.join('\n');
