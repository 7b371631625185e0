import { describe, expect, it } from 'vitest';
import type { Json } from '../json/json.ts';
import { NOW } from './evaluate-text.fixture.ts';
import { feelEngine, type FeelContext, type FeelResult, type FeelScope, type HostFunction } from './index.ts';

const people: Readonly<Record<string, Json>> = { li: 'wang', wang: 'zhao' };

const functions: Readonly<Record<string, HostFunction>> = {
  manager: { parameters: ['person'], call: ([person]) => (typeof person === 'string' ? people[person] ?? null : null) },
  'member of': { parameters: ['person', 'group'], call: ([person, group]) => person === 'li' && group === 'sales' },
  many: { call: (args) => args },
  max: { call: () => 'not the built-in one' },
};

const NAMES = Object.keys(functions);

function run(text: string, context: Partial<FeelContext> = {}, scope: FeelScope = { get: () => undefined }): FeelResult<Json> {
  const compilation = feelEngine.compile(text, 'expression', NAMES);
  if (!compilation.ok) throw new Error(compilation.errors[0]?.message);
  return compilation.program.run(scope, { now: NOW, functions: { get: (name) => functions[name] }, ...context });
}

/** What a host may throw to be asked again later. */
class Question extends Error {}

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return { error };
  }
}

describe('functions of the host', () => {
  it.each([
    ['manager("li")', 'wang'],
    ['manager(manager("li"))', 'zhao'],
    ['manager(person: "li")', 'wang'],
    ['member of("li", "sales")', true],
    ['member of(group: "sales", person: "li")', true],
    ['for p in ["li", "wang"] return manager(p)', ['wang', 'zhao']],
    ['many()', []],
    ['many(1, @"P1D", {a: [1/4]})', [1, 'P1D', { a: [0.25] }]],
    ['many([1])', [[1]]],
    ['max(1, 2)', 2],
    ['if member of("wang", "sales") then 1 else 2', 2],
  ])('%s is %j', (text, expected) => expect(run(text)).toEqual({ value: expected, warnings: [] }));

  it.each([
    ['manager()', 'WRONG_ARGUMENTS'],
    ['manager("li", 1)', 'WRONG_ARGUMENTS'],
    ['manager(who: "li")', 'WRONG_ARGUMENTS'],
    ['many(a: 1)', 'WRONG_ARGUMENTS'],
    ['director("li")', 'UNKNOWN_FUNCTION'],
    ['manager', 'UNKNOWN_NAME'],
  ])('%s is null: %s', (text, code) => expect(run(text)).toMatchObject({ value: null, warnings: [{ code }] }));

  it('pass on what they throw, whatever it is', () => {
    for (const thrown of [new Question('manager of li'), new RangeError('of the host'), new Error('of the host')]) {
      const throwing = { get: (): HostFunction => ({ call: () => { throw thrown; } }) };
      expect(thrownBy(() => run('[1, if true then ask("li") else 2]', { functions: throwing }))).toHaveProperty('error', thrown);
    }
  });

  it('pass on what asking for them throws, and what offsets throw', () => {
    const question = new Question('what is it');
    const ask = (): never => { throw question; };
    expect(thrownBy(() => run('manager("li")', { functions: { get: ask } }))).toHaveProperty('error', question);
    const offsets = { offsetAt: ask, offsetOfLocal: ask };
    for (const text of ['now()', '@"2024-01-01T00:00:00@Europe/Berlin"', 'time("12:00:00@Europe/Berlin")']) {
      expect(thrownBy(() => run(text, { timeZone: 'Asia/Shanghai', offsets }))).toHaveProperty('error', question);
    }
  });

  it('are no values, and take none that are functions', () => {
    expect(run('many(function(a) a)')).toMatchObject({ value: [null], warnings: [{ code: 'FUNCTION_AS_VALUE' }] });
  });

  it('and nothing else throw', () => {
    const scope: FeelScope = { get: () => { throw new Error('the store is gone'); } };
    expect(run('x + 1', {}, scope)).toMatchObject({ value: null, failure: { code: 'FAILED', message: 'the store is gone' } });
    const nested = `${'['.repeat(150)}many()${']'.repeat(150)}`;
    expect(run(nested).failure).toBeUndefined();
  });
});
