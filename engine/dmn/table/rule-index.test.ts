import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, tableXml } from '../../../test/harness/decision-xml.ts';
import type { Json } from '../../json/json.ts';
import { feelEngine } from '../../feel/index.ts';
import { compileDecisions, evaluateDecision } from '../index.ts';
import { readCell } from './cell.ts';
import { RuleIndex } from './rule-index.ts';

const entry = fc.oneof(
  { arbitrary: fc.constantFrom('"a"', '"b"', '"a","c"', '1', '2', '1,3', 'true', 'false'), weight: 6 },
  { arbitrary: fc.constantFrom('-', '> 1', '[1..2]', 'not("a")', 'not(1)', 'null', '? = "b"', '"x","a"', '< "b"'), weight: 2 },
);
const value: fc.Arbitrary<Json> = fc.constantFrom<Json>('a', 'b', 'c', 1, 2, 3, 2.5, true, false, null, [1], ['a'], { a: 1 });

describe('an indexed table', () => {
  it('matches the rules that FEEL says match', () => {
    fc.assert(fc.property(fc.array(fc.tuple(entry, entry), { minLength: 16, maxLength: 40 }), value, value, (rules, x, y) => {
      const fixture = { hitPolicy: 'COLLECT', inputs: [{ text: 'x' }, { text: 'y' }], outputs: [{ name: 'o' }], rules: rules.map((cells, index) => [...cells, String(index)]) };
      const compilation = compileDecisions(definitionsXml(decisionXml('d', tableXml(fixture))), feelEngine);
      if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
      const holds = (text: string, input: Json): boolean => {
        const test = feelEngine.compile(text, 'unaryTests');
        return text === '-' || (test.ok && test.program.run({ get: (name) => (name === '?' ? input : undefined) }, { now: 0 }).value === true);
      };
      const expected = rules.flatMap(([a, b], index) => (holds(a, x) && holds(b, y) ? [index] : []));
      expect(evaluateDecision(compilation.model, 'd', { x, y }, { now: 0 }).output).toEqual(expected);
    }), { numRuns: 150 });
  });
});

describe('the rule index', () => {
  const rules = Array.from({ length: 1_000 }, (_unused, index) => [readCell(index % 10 === 0 ? '-' : `"${index}"`, feelEngine), readCell(`${index % 3}`, feelEngine)]);
  const index = new RuleIndex(rules, 2);

  it('looks at the rules that ask for the value, and at those that do not ask', () => {
    const candidates = index.candidates(['7', 1]);
    expect(candidates).toHaveLength(101);
    expect(candidates.slice(0, 3)).toEqual([0, 7, 10]);
  });

  it('looks at all rules when a value cannot be looked up', () => expect(index.candidates([null, null])).toHaveLength(1_000));
});
