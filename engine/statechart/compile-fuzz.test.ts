import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { feelEngine } from '../feel/index.ts';
import type { Json } from '../json/json.ts';
import { compileStatechart } from './index.ts';

const contract = JSON.parse(readFileSync(new URL('../../definitions/contract/contract.statechart.json', import.meta.url), 'utf8')) as Json;

/** The places of a value, by their path of names. */
const places = (value: Json, path: readonly string[] = []): (readonly string[])[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...path, name]))];

const replaced = (value: Json, [name, ...rest]: readonly string[], by: Json | undefined): Json => {
  if (name === undefined) return by ?? null;
  const copy = structuredClone(value) as { [name: string]: Json };
  if (rest.length > 0) copy[name] = replaced(copy[name] ?? null, rest, by);
  else if (by === undefined) delete copy[name];
  else copy[name] = by;
  return copy;
};

const all = places(contract);
const values = fc.oneof(
  fc.constantFrom<Json | undefined>(undefined, null, '', '=', '=1 +', 'parallel', 'final', 'history', 'closed', '.x', '#contract', '#', {}, [], [[]], 0, -1, true),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
);

it('a definition that was damaged is refused with sentences and places, or compiles; it never throws', async () => {
  const run = async (index: number, value: Json | undefined): Promise<void> => {
    const damaged = replaced(contract, all[index] ?? [], value);
    const compilation = await compileStatechart(JSON.stringify(damaged), feelEngine);
    const problems = compilation.ok ? compilation.warnings : compilation.problems;
    expect(compilation.ok || problems.length > 0).toBe(true);
    expect(problems.filter(({ message, line = 0 }) => line < 1 || !/^(Expected |Failed to parse )/.test(message))).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(fc.nat(all.length - 1), values, run), { numRuns: 400 });
});

it.each(['states', 'context', 'events', 'parameters'])('the name __proto__ in %s is refused', async (property) => {
  const text = JSON.stringify(contract).replace(`"${property}":{`, `"${property}":{"__proto__":{"type":"final","value":1},`);
  const compilation = await compileStatechart(text, feelEngine);
  expect(compilation.ok).toBe(false);
});
