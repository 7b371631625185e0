/**
 * Counts the work of a step: every look into a map or a set, every item that one gives when it is gone through, every
 * row that a table lists. Nothing of a state is reached in another way. It counts the same on any machine.
 */
import { SortedOrdinals, Table } from '../../engine/stream/index.ts';

const lookUps = ['get', 'set', 'has', 'delete', 'add'] as const;
const walks = ['keys', 'values', 'entries', 'forEach', Symbol.iterator] as const;

type Method = (this: object, ...given: unknown[]) => unknown;
type Methods = { [name: string | symbol]: Method };

let work = 0;

/** The method with its calls counted. */
const counted = (original: Method): Method =>
  function counting(this: object, ...given: unknown[]): unknown {
    work += 1;
    return original.apply(this, given);
  };

/** The method with every item of what it goes through counted. */
const countedWalk = (original: Method): Method =>
  function counting(this: object, ...given: unknown[]): unknown {
    work += 1;
    if (original.name === 'forEach') work += (this as Map<unknown, unknown>).size;
    const items = original.apply(this, given);
    return items === undefined ? items : countedItems(items as Iterator<unknown>);
  };

const countedItems = (items: Iterator<unknown>): IterableIterator<unknown> => ({
  next: () => {
    work += 1;
    return items.next();
  },
  [Symbol.iterator]() {
    return this;
  },
});

/** `new Map(items)` and `[...map]` go past methods that are replaced on the prototype only where the engine may optimize; it does not then. */
const places: readonly (readonly [Methods, readonly (string | symbol)[], (original: Method) => Method])[] = [
  [Map.prototype as unknown as Methods, lookUps, counted],
  [Set.prototype as unknown as Methods, lookUps, counted],
  [Map.prototype as unknown as Methods, walks, countedWalk],
  [Set.prototype as unknown as Methods, walks, countedWalk],
  [Table.prototype as unknown as Methods, ['in'], countedWalk],
  [SortedOrdinals.prototype as unknown as Methods, ['add', 'delete'], counted],
  [SortedOrdinals.prototype as unknown as Methods, [Symbol.iterator], countedWalk],
];

const replaceAll = (): (() => void) => {
  const undos: (() => void)[] = [];
  for (const [target, names, wrap] of places)
    for (const name of names) {
      const original = Object.getOwnPropertyDescriptor(target, name);
      if (original?.value === undefined) continue;
      Object.defineProperty(target, name, { ...original, value: wrap(original.value as Method) });
      undos.push(() => void Object.defineProperty(target, name, original));
    }
  return () => undos.forEach((undo) => undo());
};

/** What the function does, and how much work it was. */
export const countWork = <T>(run: () => T): { readonly result: T; readonly work: number } => {
  const restore = replaceAll();
  work = 0;
  try {
    const result = run();
    return { result, work };
  } finally {
    restore();
  }
};
