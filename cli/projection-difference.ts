/** What is different between the journal and what searches read of it, as one line. */
import { printable, shortened } from './output.ts';

export interface Difference {
  readonly table: string;
  readonly row: { readonly [column: string]: string };
  readonly column: string | null;
  readonly expected: string | null;
  readonly found: string | null;
}

const shown = (value: string | null): string => (value === null ? 'nothing' : `'${shortened(printable(value), 80)}'`);

export const describeDifference = ({ table, row, column, expected, found }: Difference): string => {
  const name = Object.entries(row).map(([key, value]) => `${key} ${printable(value)}`).join(', ');
  if (column !== null) return `${table} (${name}), ${column}: the journal has ${shown(expected)}, the row ${shown(found)}`;
  return `${table} (${name}): ${expected === null ? 'the journal has no such row' : 'the row is missing'}`;
};
