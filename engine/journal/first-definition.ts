/** The command that begins a stream names the definition that decides it: its record does not say it a second time. */
import type { TypedList } from './record.ts';
import type { Types } from './shape-table.ts';
import type { Typed } from './step.ts';

const hashIn = (definition: unknown): string | null => {
  if (typeof definition !== 'object' || definition === null || !('hash' in definition)) return null;
  return typeof definition.hash === 'string' ? definition.hash : null;
};

/** Hash of the definition that the command names; null where it names none. */
export const definitionNamedBy = (command: Typed): string | null => hashIn((command as { readonly definition?: unknown }).definition);

/** The same from a record's list; `undefined` where the command is of another release. */
export const definitionNamedIn = (list: TypedList, { byCode }: Types): string | null | undefined => {
  const shape = byCode.get(list[0]);
  if (shape === undefined) return undefined;
  return hashIn(list[1 + shape.record.findIndex(({ name }) => name === 'definition')]);
};
