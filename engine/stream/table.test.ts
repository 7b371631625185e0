import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Table } from './table.ts';
import { UndoLog } from './undo-log.ts';

interface Row {
  readonly owner: number;
  readonly text: string;
}

const tableWith = (...rows: readonly (readonly [number, Row])[]): { readonly table: Table<Row>; readonly undo: UndoLog } => {
  const undo = new UndoLog();
  const table = new Table<Row>(undo, ({ owner }) => owner, ({ text }) => text);
  for (const [ordinal, row] of rows) table.set(ordinal, row);
  return { table, undo };
};

const a = { owner: 1, text: 'a' };
const b = { owner: 2, text: 'b' };

describe('a table', () => {
  it('has rows by ordinal, and lists by owner in order of insertion', () => {
    const { table } = tableWith([3, a], [4, b], [7, a]);
    expect([table.get(4), table.has(7), table.has(5), table.size]).toEqual([b, true, false, 3]);
    expect([...table.in(1)]).toEqual([[3, a], [7, a]]);
    expect([table.count(1), table.first(1), table.count(9), table.first(9)]).toEqual([2, 3, 0, undefined]);
  });

  it('replaces a row where it stands', () => {
    const { table } = tableWith([3, a], [4, a]);
    table.set(3, { ...a, text: 'changed' });
    expect([...table.in(1)]).toEqual([[3, { owner: 1, text: 'changed' }], [4, a]]);
  });

  it('deletes the first, the last, one between and the only one', () => {
    for (const gone of [3, 4, 5]) {
      const { table } = tableWith([3, a], [4, a], [5, a]);
      table.delete(gone);
      expect([...table.in(1)].map(([ordinal]) => ordinal)).toEqual([3, 4, 5].filter((ordinal) => ordinal !== gone));
    }
    const { table } = tableWith([3, a]);
    table.delete(3);
    table.delete(3);
    expect([table.size, table.count(1), [...table.in(1)]]).toEqual([0, 0, []]);
  });

  it('may lose the row that was given last while its list is read', () => {
    const { table } = tableWith([3, a], [4, a], [5, a]);
    const seen: number[] = [];
    for (const [ordinal] of table.in(1)) {
      seen.push(ordinal);
      table.delete(ordinal);
    }
    expect([seen, table.size]).toEqual([[3, 4, 5], 0]);
  });

  it('puts a deleted row back between its neighbours when that is undone', () => {
    const { table, undo } = tableWith([3, a], [4, a], [5, a]);
    undo.open();
    table.delete(4);
    table.delete(3);
    table.set(6, a);
    undo.discard();
    expect([...table.in(1)].map(([ordinal]) => ordinal)).toEqual([3, 4, 5]);
  });

  it('gives all rows by ordinal, whoever owns them and whenever they came', () => {
    expect(tableWith([9, a], [4, b], [7, a]).table.entries()).toEqual([[4, b], [7, a], [9, a]]);
  });
});

type Change = { readonly ordinal: number; readonly owner: number; readonly text: string; readonly deletes: boolean };
interface Command {
  readonly changes: readonly Change[];
  readonly isKept: boolean;
}

const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.record({
    changes: fc.array(fc.record({ ordinal: fc.nat(9), owner: fc.nat(2), text: fc.constantFrom('a', 'b', 'c'), deletes: fc.boolean() }), { maxLength: 12 }),
    isKept: fc.boolean(),
  }),
  { maxLength: 12 },
);

type Model = readonly (readonly [number, Row])[];

/** Rows in order of insertion; its owner stays with a row that is replaced. */
const changed = (model: Model, { ordinal, owner, text, deletes }: Change): Model => {
  if (deletes) return model.filter(([other]) => other !== ordinal);
  if (!model.some(([other]) => other === ordinal)) return [...model, [ordinal, { owner, text }]];
  return model.map((entry) => (entry[0] === ordinal ? [ordinal, { ...entry[1], text: entry[1].text }] : entry));
};

const apply = (table: Table<Row>, { ordinal, owner, text, deletes }: Change): void => {
  if (deletes) table.delete(ordinal);
  else table.set(ordinal, table.get(ordinal) ?? { owner, text });
};

const seen = (table: Table<Row>): unknown => ({
  size: table.size,
  entries: table.entries(),
  lists: [0, 1, 2].map((owner) => ({ rows: [...table.in(owner)], count: table.count(owner), first: table.first(owner), groups: [...table.groups(owner)].toSorted() })),
});

const expected = (model: Model): unknown => ({
  size: model.length,
  entries: model.toSorted(([x], [y]) => x - y),
  lists: [0, 1, 2].map((owner) => {
    const rows = model.filter(([, row]) => row.owner === owner);
    return { rows, count: rows.length, first: rows[0]?.[0], groups: [...new Set(rows.map(([, { text }]) => text))].toSorted() };
  }),
});

describe('a table under any commands, some of them taken back', () => {
  it('is what a list of rows would be, to the order in which they come', () => {
    fc.assert(
      fc.property(commands, (given) => {
        const { table, undo } = tableWith();
        let model: Model = [];
        for (const { changes, isKept } of given) {
          undo.open();
          for (const change of changes) apply(table, change);
          if (isKept) undo.keep();
          else undo.discard();
          if (isKept) model = changes.reduce(changed, model);
          expect(seen(table)).toEqual(expected(model));
        }
      }),
      { numRuns: 300 },
    );
  });
});
