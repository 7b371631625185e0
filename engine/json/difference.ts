/** Where two JSON values first differ, in the order of the expected one. */
import { canonical } from './canonical.ts';

export interface Difference {
  /** E.g. `value.items[2].price`; empty for the whole value. */
  readonly path: string;
  /** Absent where the expected value ends. */
  readonly expected?: unknown;
  readonly actual?: unknown;
}

type Members = { readonly [name: string]: unknown };

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

const below = (path: string, name: string, inList: boolean): string => {
  if (inList) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
};

const equal = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b));

/** `undefined` when both have the same canonical text. `undefined` stands for a value that is not there. */
export const firstDifference = (expected: unknown, actual: unknown, path = ''): Difference | undefined => {
  if (equal(expected, actual)) return undefined;
  const lists = Array.isArray(expected) && Array.isArray(actual);
  if (lists || (isMembers(expected) && isMembers(actual))) {
    const [left, right] = [expected as Members, actual as Members];
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const found = firstDifference(own(left, name), own(right, name), below(path, name, lists));
      if (found !== undefined) return found;
    }
  }
  return { path, ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
};

const own = (members: Members, name: string): unknown => (Object.hasOwn(members, name) ? members[name] : undefined);
