/**
 * What a release can read of the journal: the format of records, and every type of command and event with the number
 * of its fields, as `type/fields`. Types never go and fields are added at the end, so more fields read fewer.
 */
import type { ShapeTable } from '../../engine/journal/index.ts';
import type { Typed } from '../../engine/stream/index.ts';

/** Of records, see docs/journal-format.md. */
const recordFormat = 'record/2';

/** The greatest number by name. */
type Readable = Map<string, number>;

const readableOf = (entries: Iterable<string>): Readable => {
  const readable: Readable = new Map();
  for (const entry of entries) {
    const cut = entry.lastIndexOf('/');
    const name = entry.slice(0, cut);
    readable.set(name, Math.max(readable.get(name) ?? 0, Number(entry.slice(cut + 1))));
  }
  return readable;
};

const entriesOf = (readable: Readable): string[] => [...readable].map(([name, fields]) => `${name}/${fields}`).sort();

/** Fields by type, in the order of the shapes; `type` itself is none. */
const fieldsOf = ({ commands, events }: ShapeTable): Map<string, readonly string[]> =>
  new Map([commands, events].flatMap(({ byType }) => [...byType.values()].map(({ type, names }) => [type, [...names].filter((name) => name !== 'type')] as const)));

export const readsOf = (shapes: ShapeTable): string[] =>
  [recordFormat, ...[...fieldsOf(shapes)].map(([type, fields]) => `${type}/${fields.length}`)].sort();

/** What of `wanted` is not read. */
export const unreadOf = (reads: Iterable<string>, wanted: Iterable<string>): string[] => {
  const readable = readableOf(reads);
  return entriesOf(readableOf(wanted)).filter((entry) => {
    const [name, fields] = [...readableOf([entry])][0] ?? ['', 0];
    return (readable.get(name) ?? -1) < fields;
  });
};

export const allOf = (...reads: readonly Iterable<string>[]): string[] => entriesOf(readableOf(reads.flatMap((one) => [...one])));

/** Whether a command or an event has what not everybody reads: its type, or a field that is not null. */
export type IsHeldBack = (typed: Typed) => boolean;

/** `undefined`: nothing is held back. `floor`: what everybody reads. */
export const heldBack = (shapes: ShapeTable, floor: Iterable<string>): IsHeldBack | undefined => {
  const read = readableOf(floor);
  const fresh = new Map<string, readonly string[] | 'all'>();
  for (const [type, fields] of fieldsOf(shapes)) {
    const known = read.get(type);
    if (known === undefined) fresh.set(type, 'all');
    else if (known < fields.length) fresh.set(type, fields.slice(known));
  }
  if (fresh.size === 0) return undefined;
  return (typed) => {
    const held = fresh.get(typed.type);
    if (held === undefined || held === 'all') return held === 'all';
    return held.some((field) => ((typed as unknown as { readonly [name: string]: unknown })[field] ?? null) !== null);
  };
};
