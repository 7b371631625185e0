import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndoLog } from '../stream/undo-log.ts';
import { Tokens, type TokensSnapshot } from './tokens.ts';

const tokensOf = (): { readonly tokens: Tokens; readonly undo: UndoLog } => {
  const undo = new UndoLog();
  return { tokens: new Tokens(undo), undo };
};

describe('tokens', () => {
  it('wait on flows by scope, and can move in the order in which they came', () => {
    const { tokens } = tokensOf();
    tokens.put(0, 'a', false);
    tokens.put(4, 'a', false);
    tokens.put(0, 'a', true);
    expect([tokens.count(0, 'a'), tokens.count(4, 'a'), tokens.count(4, 'b'), tokens.isEmpty(5)]).toEqual([2, 1, 0, true]);
    expect(tokens.firstReady).toEqual({ flow: 'a', scope: 0 });
    tokens.take(0, ['a']);
    expect(tokens.firstReady).toEqual({ flow: 'a', scope: 4 });
    tokens.take(4, ['a']);
    expect([tokens.firstReady, [...tokens.scopes()], [...tokens.flows(0)]]).toEqual([undefined, [0], ['a']]);
  });

  it('that are held are taken with the one that completes the set', () => {
    const { tokens } = tokensOf();
    tokens.put(0, 'a', true);
    tokens.put(0, 'b', false);
    tokens.take(0, ['a', 'b']);
    expect(tokens.toJSON()).toEqual({ waiting: [], ready: [] });
  });

  it('of a scope that ends are gone from the queue too', () => {
    const { tokens } = tokensOf();
    for (const scope of [1, 2, 1, 3]) tokens.put(scope, 'a', false);
    tokens.drop(1);
    expect(tokens.toJSON()).toEqual({ waiting: [[2, [['a', 1]]], [3, [['a', 1]]]], ready: [['a', 2], ['a', 3]] });
  });

  it('that have moved are let go, though the queue never becomes empty', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { tokens } = tokensOf();
    tokens.put(0, 'a', false);
    const first = new WeakRef(tokens.firstReady!);
    for (let round = 0; round < 10_000; round += 1) {
      tokens.put(0, 'a', false);
      tokens.take(0, ['a']);
    }
    return new Promise<void>((resolve) => { setImmediate(resolve); }).then(() => {
      collect();
      expect(first.deref()).toBeUndefined();
      expect(tokens.toJSON()).toEqual({ waiting: [[0, [['a', 1]]]], ready: [['a', 0]] });
    });
  });
});

type Change =
  | { readonly kind: 'put'; readonly scope: number; readonly flow: string; readonly held: boolean }
  | { readonly kind: 'take'; readonly scope: number; readonly flows: readonly string[] }
  | { readonly kind: 'drop'; readonly scope: number };

const scope = fc.nat(2);
const flow = fc.constantFrom('a', 'b', 'c');
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), scope, flow, held: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), scope, flows: fc.uniqueArray(flow, { minLength: 1, maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), scope }) },
);

/** Every token by itself, and the queue as a list: nothing is shared between one model and the next. */
interface Model {
  readonly tokens: readonly { readonly scope: number; readonly flow: string }[];
  readonly ready: readonly { readonly scope: number; readonly flow: string }[];
}

const without = <T extends { readonly scope: number; readonly flow: string }>(list: readonly T[], place: { readonly scope: number; readonly flow: string }): readonly T[] => {
  const at = list.findIndex((one) => one.scope === place.scope && one.flow === place.flow);
  return at < 0 ? list : list.toSpliced(at, 1);
};

const changed = ({ tokens, ready }: Model, made: Change): Model => {
  if (made.kind === 'drop') return { tokens: tokens.filter((one) => one.scope !== made.scope), ready: ready.filter((one) => one.scope !== made.scope) };
  if (made.kind === 'put') {
    const token = { scope: made.scope, flow: made.flow };
    return { tokens: [...tokens, token], ready: made.held ? ready : [...ready, token] };
  }
  const [first] = ready;
  const isFirst = first !== undefined && first.scope === made.scope && made.flows.includes(first.flow);
  return {
    tokens: made.flows.reduce((left, each) => without(left, { scope: made.scope, flow: each }), tokens),
    ready: isFirst ? ready.slice(1) : ready,
  };
};

/** Nothing takes a token away that is about to move, unless it is the first: see `Tokens.take`. */
const isPossible = ({ tokens, ready }: Model): boolean => {
  const count = (list: Model['ready'], place: Model['ready'][number]): number => list.filter((one) => one.scope === place.scope && one.flow === place.flow).length;
  return ready.every((place) => count(ready, place) <= count(tokens, place));
};

const expected = ({ tokens, ready }: Model): TokensSnapshot => ({
  waiting: [0, 1, 2].flatMap((each) => {
    const here = tokens.filter((one) => one.scope === each);
    const flows = [...new Set(here.map((one) => one.flow))].toSorted();
    return flows.length === 0 ? [] : [[each, flows.map((name) => [name, here.filter((one) => one.flow === name).length] as const)] as const];
  }),
  ready: ready.map((one) => [one.flow, one.scope]),
});

const apply = (tokens: Tokens, made: Change): void => {
  if (made.kind === 'put') tokens.put(made.scope, made.flow, made.held);
  else if (made.kind === 'take') tokens.take(made.scope, made.flows);
  else tokens.drop(made.scope);
};

const commands = fc.array(fc.record({ changes: fc.array(change, { maxLength: 15 }), isKept: fc.boolean() }), { maxLength: 12 });

describe('tokens under any commands, some of them taken back', () => {
  it('are what a list of tokens would be, and what their snapshot gives back', () => {
    fc.assert(
      fc.property(commands, (given) => {
        const { tokens, undo } = tokensOf();
        let model: Model = { tokens: [], ready: [] };
        for (const { changes, isKept } of given) {
          undo.open();
          let after = model;
          for (const each of changes) {
            if (!isPossible(changed(after, each))) continue;
            after = changed(after, each);
            apply(tokens, each);
          }
          if (isKept) undo.keep();
          else undo.discard();
          if (isKept) model = after;
          expect(tokens.toJSON()).toEqual(expected(model));
          expect(tokens.firstReady).toEqual(model.ready[0]);
          const { tokens: restored } = tokensOf();
          restored.restore(tokens.toJSON());
          expect(restored.toJSON()).toEqual(tokens.toJSON());
        }
      }),
      { numRuns: 300 },
    );
  });
});
