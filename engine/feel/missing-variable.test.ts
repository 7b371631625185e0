import { describe, expect, it } from 'vitest';
import { builtinNames } from './builtin/index.ts';
import { feelEngine } from './index.ts';
import { accepts, resultOf, valueOf } from './evaluate-text.fixture.ts';

describe('a variable that is missing', () => {
  it('is null, whatever function has its name', () => {
    for (const name of builtinNames().filter((word) => word !== 'and' && word !== 'or')) {
      expect(resultOf(name)).toMatchObject({ value: null, warnings: [{ code: 'UNKNOWN_NAME', name }] });
      expect(valueOf(`[${name} = null, is defined(${name}), get or else(${name}, 0), {a: ${name}}.a, string(${name})]`)).toEqual([true, false, 0, null, null]);
      expect(accepts('null', null)).toBe(true);
      expect(accepts(`? = ${name}`, null)).toBe(true);
    }
  });

  it('is the variable when it is there', () => {
    expect(valueOf('[date, count + 1, date = null]', { date: '2024-01-01', count: 1 })).toEqual(['2024-01-01', 2, false]);
    expect(valueOf('count([count])', { count: 1 })).toBe(1);
  });

  it('is a function only where one is called or asked for', () => {
    expect(valueOf('sort([3, 1, 2], function(a, b) before(a, b))')).toEqual([1, 2, 3]);
    expect(valueOf('sort([3, 1, 2], before)')).toEqual([1, 2, 3]);
    expect(valueOf('sort(list: [3, 1, 2], precedes: after)')).toEqual([3, 2, 1]);
    expect(valueOf('abs instance of function<number> -> number')).toBe(true);
    expect(valueOf('(function(f: function<number> -> number) f(-1))(abs)')).toBe(1);
    expect(valueOf('(function(f) f)(abs)')).toBeNull();
  });
});

describe('a compiled text', () => {
  it('tells which names it reads and which functions it calls that are not built in, and where', () => {
    const text = 'if summ(for i in items return i.price * rate) > limit then date else manager of(owner).name + sort(l, before)[item > limit]';
    const compilation = feelEngine.compile(text, 'expression', ['manager of']);
    if (!compilation.ok) throw new Error(compilation.errors[0]?.message);
    const { names, calls, reads } = compilation.program;
    expect(names.map(({ from, to }) => text.slice(from, to))).toEqual(['items', 'rate', 'limit', 'date', 'owner', 'l', 'limit']);
    expect(names.map(({ name }) => name)).toEqual(['items', 'rate', 'limit', 'date', 'owner', 'l', 'limit']);
    expect(calls.map(({ name, from, to }) => [name, text.slice(from, to)])).toEqual([['summ', 'summ'], ['manager of', 'manager of']]);
    expect(reads).toEqual(['items', 'rate', 'limit', 'date', 'owner', 'l']);
  });

  it('does not count what it makes itself', () => {
    const compilation = feelEngine.compile('{f: function(a) a + f2(a), r: f(1)}.r');
    expect(compilation).toMatchObject({ ok: true, program: { names: [], calls: [{ name: 'f2', from: 20, to: 22 }], reads: [] } });
  });
});
