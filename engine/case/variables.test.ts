import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndoLog } from '../stream/undo-log.ts';
import { Variables, type Variable } from './variables.ts';

const variablesOf = (): { readonly variables: Variables; readonly undo: UndoLog } => {
  const undo = new UndoLog();
  return { variables: new Variables(undo), undo };
};

describe('variables', () => {
  it('are found by scope and name, and listed in order of creation', () => {
    const { variables } = variablesOf();
    variables.set(0, 'b', { ordinal: 2, value: 1 });
    variables.set(0, 'a', { ordinal: 5, value: null });
    variables.set(3, 'a', { ordinal: 4, value: 'inner' });
    variables.set(0, 'b', { ordinal: 2, value: 7 });
    expect([variables.get(0, 'a'), variables.get(3, 'b'), variables.get(9, 'a')]).toEqual([{ ordinal: 5, value: null }, undefined, undefined]);
    expect(variables.in(0)).toEqual([['b', { ordinal: 2, value: 7 }], ['a', { ordinal: 5, value: null }]]);
    expect([variables.has(3), variables.has(4), [...variables.scopes()]]).toEqual([true, false, [0, 3]]);
  });

  it('may be called like what every object has', () => {
    const { variables } = variablesOf();
    expect(variables.get(0, 'constructor')).toBeUndefined();
    variables.set(0, 'hasOwnProperty', { ordinal: 1, value: true });
    expect(variables.toJSON()).toEqual([[0, [['hasOwnProperty', 1, true]]]]);
  });

  it('go with their scope', () => {
    const { variables } = variablesOf();
    variables.set(3, 'a', { ordinal: 1, value: 1 });
    variables.drop(3);
    variables.drop(4);
    expect([variables.get(3, 'a'), variables.has(3), variables.toJSON()]).toEqual([undefined, false, []]);
  });
});

type Change =
  | { readonly kind: 'set'; readonly scope: number; readonly name: string; readonly value: number }
  | { readonly kind: 'drop'; readonly scope: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), scope: fc.nat(2), name: fc.constantFrom('a', 'b', 'constructor'), value: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), scope: fc.nat(2) }) },
);
const commands = fc.array(fc.record({ changes: fc.array(change, { maxLength: 15 }), isKept: fc.boolean() }), { maxLength: 12 });

type Model = readonly { readonly scope: number; readonly name: string; readonly variable: Variable }[];

/** A variable keeps its ordinal for its whole life, as the events say. */
const changed = (model: Model, made: Change, ordinal: number): Model => {
  if (made.kind === 'drop') return model.filter(({ scope }) => scope !== made.scope);
  const before = model.find(({ scope, name }) => scope === made.scope && name === made.name);
  const after = { scope: made.scope, name: made.name, variable: { ordinal: before?.variable.ordinal ?? ordinal, value: made.value } };
  return before === undefined ? [...model, after] : model.map((one) => (one === before ? after : one));
};

describe('variables under any commands, some of them taken back', () => {
  it('are what a list of variables would be, and what their snapshot gives back', () => {
    fc.assert(
      fc.property(commands, (given) => {
        const { variables, undo } = variablesOf();
        let [model, ordinal]: [Model, number] = [[], 0];
        for (const { changes, isKept } of given) {
          undo.open();
          const before = model;
          for (const made of changes) {
            ordinal += 1;
            model = changed(model, made, ordinal);
            if (made.kind === 'drop') variables.drop(made.scope);
            else variables.set(made.scope, made.name, model.find(({ scope, name }) => scope === made.scope && name === made.name)!.variable);
          }
          if (isKept) undo.keep();
          else undo.discard();
          if (!isKept) model = before;
          for (const scope of [0, 1, 2])
            expect(variables.in(scope)).toEqual(model.filter((one) => one.scope === scope).map(({ name, variable }) => [name, variable]));
          const { variables: restored } = variablesOf();
          restored.restore(variables.toJSON());
          expect(restored.toJSON()).toEqual(variables.toJSON());
        }
      }),
      { numRuns: 300 },
    );
  });
});
