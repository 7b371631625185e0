/** What the compiler says of a file, in one line that names the place. */
import { printable } from './output.ts';

export interface Finding {
  readonly severity: 'error' | 'warning' | 'hint';
  readonly resourceName: string;
  readonly element?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
}

/** `path:line:column` is what editors and terminals can follow. */
export const findingLine = ({ severity, resourceName, element, line, column, message }: Finding, path = resourceName): string => {
  const place = `${path}${line === undefined ? '' : `:${line}`}${column === undefined ? '' : `:${column}`}`;
  return printable(`${place}: ${severity}: ${element === undefined ? '' : `'${element}': `}${message}`);
};

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
