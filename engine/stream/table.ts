/**
 * Rows of a state by their ordinal, and in lists by the row that owns them: children by scope, work by
 * element instance. What is asked for a scope costs what is in that scope, whatever else lives.
 *
 * Rows are not changed but replaced. Each list is linked in the order of insertion, which is the order
 * of ordinals; a deletion that is undone puts the row back between its old neighbours, because undoing goes
 * backwards. So a state iterates alike whether it was undone, folded or restored.
 */
import type { Ordinal } from './key.ts';
import type { UndoLog } from './undo-log.ts';

interface Entry<T> {
  readonly ordinal: Ordinal;
  readonly owner: Ordinal;
  row: T;
  previous: Entry<T> | undefined;
  next: Entry<T> | undefined;
}

interface List<T> {
  first: Entry<T> | undefined;
  last: Entry<T> | undefined;
  count: number;
  /** How many rows are of each group; absent where rows have none. */
  readonly groups: Map<string, number> | undefined;
}

/** Undefined before: it is new; after: it is gone. */
export type RowChanged<T> = (ordinal: Ordinal, before: T | undefined, after: T | undefined) => void;

export class Table<T> {
  readonly #entries = new Map<Ordinal, Entry<T>>();
  readonly #lists = new Map<Ordinal, List<T>>();
  readonly #undo: UndoLog;
  readonly #ownerOf: (row: T) => Ordinal;
  readonly #groupOf: ((row: T) => string) | undefined;
  readonly #changed: RowChanged<T> | undefined;

  /**
   * @param groupOf what rows of an owner have in common; a row stays in its group
   * @param changed told of every change, and of every one that is undone
   */
  constructor(undo: UndoLog, ownerOf: (row: T) => Ordinal, groupOf?: (row: T) => string, changed?: RowChanged<T>) {
    this.#undo = undo;
    this.#ownerOf = ownerOf;
    this.#groupOf = groupOf;
    this.#changed = changed;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(ordinal: Ordinal): T | undefined {
    return this.#entries.get(ordinal)?.row;
  }

  has(ordinal: Ordinal): boolean {
    return this.#entries.has(ordinal);
  }

  /** Adds the row at the end of its owner's list, or replaces the one that is there; its owner stays. */
  set(ordinal: Ordinal, row: T): void {
    const entry = this.#entries.get(ordinal);
    if (entry === undefined) return this.#add(ordinal, row);
    const before = entry.row;
    if (this.#undo.isOpen) this.#undo.add(() => this.#replace(entry, before));
    this.#replace(entry, row);
  }

  delete(ordinal: Ordinal): void {
    const entry = this.#entries.get(ordinal);
    if (entry === undefined) return;
    this.#unlink(entry);
    if (this.#undo.isOpen) this.#undo.add(() => this.#link(entry));
  }

  /** How many rows the owner has. */
  count(owner: Ordinal): number {
    return this.#lists.get(owner)?.count ?? 0;
  }

  /** Groups of which the owner has rows, each once however many they are, in no certain order. */
  groups(owner: Ordinal): Iterable<string> {
    return this.#lists.get(owner)?.groups?.keys() ?? [];
  }

  /** The oldest ordinal of the owner. */
  first(owner: Ordinal): Ordinal | undefined {
    return this.#lists.get(owner)?.first?.ordinal;
  }

  /** The owner's rows, oldest first; the one that was given last may be deleted meanwhile. */
  *in(owner: Ordinal): Generator<readonly [Ordinal, T]> {
    let entry = this.#lists.get(owner)?.first;
    while (entry !== undefined) {
      const { next } = entry;
      yield [entry.ordinal, entry.row];
      entry = next;
    }
  }

  /** All rows by ordinal. */
  entries(): (readonly [Ordinal, T])[] {
    return [...this.#entries.values()].map(({ ordinal, row }) => [ordinal, row] as const).sort(([a], [b]) => a - b);
  }

  #add(ordinal: Ordinal, row: T): void {
    const owner = this.#ownerOf(row);
    const entry: Entry<T> = { ordinal, owner, row, previous: this.#lists.get(owner)?.last, next: undefined };
    this.#link(entry);
    if (this.#undo.isOpen) this.#undo.add(() => this.#unlink(entry));
  }

  #replace(entry: Entry<T>, row: T): void {
    const before = entry.row;
    entry.row = row;
    this.#changed?.(entry.ordinal, before, row);
  }

  /** Between the neighbours that the entry names. */
  #link(entry: Entry<T>): void {
    this.#entries.set(entry.ordinal, entry);
    let list = this.#lists.get(entry.owner);
    if (list === undefined) this.#lists.set(entry.owner, (list = { first: undefined, last: undefined, count: 0, groups: this.#groupOf === undefined ? undefined : new Map() }));
    if (entry.previous === undefined) list.first = entry;
    else entry.previous.next = entry;
    if (entry.next === undefined) list.last = entry;
    else entry.next.previous = entry;
    list.count += 1;
    this.#countInGroup(list, entry.row, 1);
    this.#changed?.(entry.ordinal, undefined, entry.row);
  }

  #unlink(entry: Entry<T>): void {
    this.#entries.delete(entry.ordinal);
    const list = this.#lists.get(entry.owner);
    if (list === undefined) return;
    if (entry.previous === undefined) list.first = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === undefined) list.last = entry.previous;
    else entry.next.previous = entry.previous;
    list.count -= 1;
    this.#countInGroup(list, entry.row, -1);
    if (list.count === 0) this.#lists.delete(entry.owner);
    this.#changed?.(entry.ordinal, entry.row, undefined);
  }

  #countInGroup({ groups }: List<T>, row: T, change: 1 | -1): void {
    if (this.#groupOf === undefined || groups === undefined) return;
    const group = this.#groupOf(row);
    const count = (groups.get(group) ?? 0) + change;
    if (count === 0) groups.delete(group);
    else groups.set(group, count);
  }
}
