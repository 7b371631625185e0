import { describe, expect, it } from 'vitest';
import { NOW, resultOf, valueOf } from './evaluate-text.fixture.ts';
import { Budget, FeelFunction, feelEngine, invoke, type FeelScope } from './index.ts';

function program(text: string): Extract<ReturnType<typeof feelEngine.compile>, { ok: true }>['program'] {
  const compilation = feelEngine.compile(text);
  if (!compilation.ok) throw new Error(compilation.errors[0]?.message);
  return compilation.program;
}

describe('a run', () => {
  it('sees the clock and the zone it is given', () => {
    expect(valueOf('now()')).toBe('2024-05-06T07:08:09Z');
    expect(resultOf('now()', {}, { timeZone: 'Asia/Tokyo' }).value).toBe('2024-05-06T16:08:09+09:00');
    expect(resultOf('now().timezone', {}, { timeZone: 'Asia/Tokyo' }).value).toBe('Asia/Tokyo');
    expect(resultOf('today()', {}, { timeZone: '-08:00' }).value).toBe('2024-05-05');
    expect(resultOf('now()', {}, { now: -1 }).value).toBe('1969-12-31T23:59:59.999Z');
  });

  it('sees a variable that is null, not the built-in of its name', () => {
    expect(resultOf('{count: null, r: count}.r')).toEqual({ value: null, warnings: [] });
    expect(resultOf('max', { max: null })).toEqual({ value: null, warnings: [] });
    expect(valueOf('max(1, 2)', { max: null })).toBe(2);
  });

  it('draws the same random values from the same seed', () => {
    const text = '[random number(), random number(), uuid(), uuid()]';
    const first = resultOf(text, {}, { seed: 'case 7' }).value as readonly [number, number, string, string];
    expect(resultOf(text, {}, { seed: 'case 7' }).value).toEqual(first);
    expect(resultOf(text, {}, { seed: 'case 8' }).value).not.toEqual(first);
    expect(first[0]).not.toBe(first[1]);
    expect(first[2]).not.toBe(first[3]);
    expect(first[2]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first.slice(0, 2).every((draw) => Number(draw) >= 0 && Number(draw) < 1)).toBe(true);
  });

  it('spends the same steps whether or not the process has run it before', () => {
    const text = 'count(split("a1b2c3", "[0-9]")) + count(for d in @"2024-01-01"..@"2024-02-01" return d + @"PT1H")';
    const spent = Array.from({ length: 3 }, () => {
      const budget = new Budget();
      program(text).run({ get: () => undefined }, { now: NOW, budget });
      return budget.steps - budget.remaining;
    });
    expect(new Set(spent).size).toBe(1);
  });

  it('shares its budget and its seed with the evaluations inside of it', () => {
    const inner = program('for i in 1..100 return i');
    const nothing: FeelScope = { get: () => undefined };
    const loop = new FeelFunction('inner', [
      { parameters: [], call: (_args, run) => inner.evaluate(nothing, run).value },
    ]);
    const scope: FeelScope = { get: (name) => (name === 'inner' ? loop : undefined) };
    const outer = program('for i in 1..100 return inner()');
    expect(outer.evaluate(scope, { now: NOW, budget: 1_000 }).failure?.code).toBe('BUDGET_EXCEEDED');
    expect(outer.evaluate(scope, { now: NOW }).failure).toBeUndefined();
  });

  it('says what ended it', () => {
    expect(resultOf('assert(x, x > 5, "x must be large")', { x: 1 })).toMatchObject({
      value: null,
      failure: { code: 'ASSERTION_FAILED', message: 'x must be large' },
    });
    expect(resultOf('assert(x, x > 5)', { x: 6 }).value).toBe(6);
    expect(resultOf('for i in 1..100 return i', {}, { budget: 50 }).failure).toEqual({
      code: 'BUDGET_EXCEEDED',
      message: 'Expected the expression to end within 50 steps, but it needs more. Use smaller lists or fewer loops.',
    });
  });

  it('never throws, whatever the scope does', () => {
    const scope: FeelScope = { get: () => { throw new Error('the store is gone'); } };
    expect(program('x + 1').run(scope, { now: NOW })).toMatchObject({ value: null, failure: { code: 'FAILED', message: 'the store is gone' } });
  });

  it('calls functions that decision logic supplies, with converted arguments', () => {
    const double = new FeelFunction('double', [
      { parameters: [{ name: 'n', type: { kind: 'simple', name: 'number' } }], call: ([n]) => (typeof n === 'number' ? n * 2 : null) },
    ]);
    const scope: FeelScope = { get: (name) => (name === 'double' ? double : undefined) };
    const values = ['double(4)', 'double([4])', 'double(n: 4)', 'double("4")', 'double(m: 4)', 'double(1, 2)'].map(
      (text) => program(text).run(scope, { now: NOW }).value,
    );
    expect(values).toEqual([8, 8, 8, null, null, null]);
    expect(invoke).toBeTypeOf('function');
  });
});
