import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, tableXml, type TableFixture } from '../../../test/harness/decision-xml.ts';
import type { Json } from '../../json/json.ts';
import { feelEngine } from '../../feel/index.ts';
import { analyseTables, compileDecisions, evaluateDecision, type DecisionModel, type TableFinding } from '../index.ts';

function model(fixture: TableFixture): DecisionModel {
  const compilation = compileDecisions(definitionsXml(decisionXml('d', tableXml(fixture))), feelEngine);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return compilation.model;
}

const analyse = (fixture: TableFixture): readonly TableFinding[] => analyseTables(model(fixture), feelEngine);
const numbers = (rules: readonly (readonly string[])[], more: Partial<TableFixture> = {}): TableFixture => ({
  inputs: [{ text: 'n', type: 'number' }], outputs: [{ name: 'o' }], rules, ...more,
});

describe('overlaps', () => {
  it('under UNIQUE are found with an example', () => {
    expect(analyse(numbers([['<= 10', '1'], ['>= 10', '2']]))).toEqual([
      { kind: 'overlap', severity: 'error', owner: 'd', tableId: 'table', place: { element: 'd', line: 5, tableId: 'table', part: 'table', rule: 2 }, rules: [1, 2], example: { n: 10 }, message: "Rules 1 and 2 both apply when 'n' is 10, but the table allows one rule only (hit policy Unique)." },
    ]);
  });

  it('under ANY count only when the outputs differ', () => {
    expect(analyse(numbers([['<= 10', '1'], ['>= 10', '1']], { hitPolicy: 'ANY' }))).toEqual([]);
    expect(analyse(numbers([['<= 10', '1'], ['>= 10', '2']], { hitPolicy: 'ANY' }))).toMatchObject([{ kind: 'overlap', rules: [1, 2], example: { n: 10 } }]);
  });

  it('under FIRST are what the policy is for', () => expect(analyse(numbers([['< 10', '1'], ['-', '2']], { hitPolicy: 'FIRST' }))).toEqual([]));
});

describe('gaps', () => {
  it('are found with an example', () => {
    expect(analyse(numbers([['< 10', '1'], ['> 20', '2']]))).toMatchObject([
      { kind: 'gap', severity: 'warning', example: { n: 10 }, message: "No rule applies when 'n' is from 10, up to 20; the result is then null." },
    ]);
  });

  it('in several columns say which values', () => {
    const fixture = { inputs: [{ text: 'season', values: '"summer","winter"' }, { text: 'guests', type: 'number' }], outputs: [{ name: 'o' }], rules: [['"summer"', '-', '1'], ['"winter"', '<= 8', '2']] };
    expect(analyse(fixture)).toMatchObject([{ kind: 'gap', example: { season: 'winter', guests: 9 }, message: `No rule applies when 'season' is "winter" and 'guests' is more than 8; the result is then null.` }]);
  });

  it('between days are none', () => {
    const fixture = { inputs: [{ text: 'day', type: 'date' }], outputs: [{ name: 'o' }], rules: [['<= @"2026-01-31"', '1'], ['>= @"2026-02-01"', '2']] };
    expect(analyse(fixture)).toEqual([]);
  });

  it('are filled by defaults, and by entries that only FEEL understands', () => {
    expect(analyse(numbers([['< 10', '1']], { outputs: [{ name: 'o', fallback: '0' }] }))).toEqual([]);
    expect(analyse(numbers([['< 10', '1'], ['? > x', '1']]))).toEqual([]);
  });
});

describe('a table too large to be checked', () => {
  it('is reported', () => {
    const rules = Array.from({ length: 2_000 }, (_unused, index) => [`[${index * 2}..${index * 2 + 2})`, `> ${index % 50}`, '1']);
    expect(analyse({ inputs: [{ text: 'x' }, { text: 'y' }], outputs: [{ name: 'o' }], rules })).toMatchObject([{ kind: 'unchecked' }]);
  });
});

describe('unreachable rules', () => {
  it('are those an earlier rule hides under FIRST', () => {
    expect(analyse(numbers([['< 10', '1'], ['[3..5]', '2'], ['-', '3']], { hitPolicy: 'FIRST' }))).toMatchObject([
      { kind: 'unreachable', rules: [2], example: { n: 3 }, message: 'Rule 2 never decides: wherever it applies, the earlier rule 1 applies too and wins.' },
    ]);
  });

  it('are those that several earlier rules hide together', () => {
    expect(analyse(numbers([['< 10', '1'], ['>= 10', '2'], ['5, 15', '3']], { hitPolicy: 'FIRST' }))).toMatchObject([{ kind: 'unreachable', rules: [3] }]);
  });

  it('are those of lower rank under PRIORITY', () => {
    const fixture = numbers([['-', '"high"'], ['< 5', '"low"']], { hitPolicy: 'PRIORITY', outputs: [{ name: 'o', values: '"high","low"' }] });
    expect(analyse(fixture)).toMatchObject([{ kind: 'unreachable', rules: [2], message: 'Rule 2 never decides: wherever it applies, the higher-ranking rule 1 applies too and wins.' }]);
  });

  it('are those that no allowed value passes', () => {
    const fixture = numbers([['> 200', '1'], ['<= 120', '2']], { inputs: [{ text: 'n', type: 'number', values: '[0..120]' }] });
    expect(analyse(fixture).map(({ kind }) => kind)).toEqual(['mismatch', 'unreachable']);
  });
});

describe('mismatches', () => {
  it('of type and of allowed values are found', () => {
    const fixture: TableFixture = {
      inputs: [{ text: 'n', type: 'number' }, { text: 's', type: 'string', values: '"a","b"' }],
      outputs: [{ name: 'o', type: 'boolean' }],
      rules: [['"ten"', '"a"', 'true'], ['-', '"c"', 'false'], ['1', '"b"', '"yes"']],
    };
    expect(analyse(fixture).filter(({ kind }) => kind === 'mismatch').map(({ message }) => message)).toEqual([
      `Rule 1 asks for "ten", but 'n' is a number.`,
      `Rule 2 asks for "c", but 's' allows "a","b" only.`,
      `Rule 3 gives "yes", but 'o' is true or false.`,
    ]);
  });
});

describe('every example is true, and what is not found is not there', () => {
  const entry = fc.constantFrom('-', '< 3', '>= 2', '[1..4]', '(2..3)', '1', '2,4', 'not(2)', '> 5', 'not([2..4])');
  const value = fc.constantFrom<Json>(0, 1, 2, 3, 4, 5, 6);
  it('for overlaps and gaps', () => {
    expect.hasAssertions();
    fc.assert(fc.property(fc.array(fc.tuple(entry, entry), { minLength: 1, maxLength: 5 }), value, value, (rules, x, y) => {
      const fixture = { inputs: [{ text: 'x', type: 'number' }, { text: 'y', type: 'number' }], outputs: [{ name: 'o' }], rules: rules.map((cells) => [...cells, '1']) };
      const findings = analyse(fixture);
      const collecting = model({ ...fixture, hitPolicy: 'COLLECT' });
      const matching = (inputs: { readonly [name: string]: Json }): readonly number[] =>
        evaluateDecision(collecting, 'd', inputs, { now: 0 }).evaluatedDecisions[0]?.matchedRules.map(({ ruleIndex }) => ruleIndex) ?? [];
      const untrue = findings.filter(({ kind, rules: concerned, example }) => {
        const matched = matching({ x: 0, y: 0, ...example });
        return (kind === 'overlap' && !concerned.every((rule) => matched.includes(rule))) || (kind === 'gap' && matched.length > 0);
      });
      expect(untrue).toEqual([]);
      const due = [['gap'], [], ['overlap']][Math.min(matching({ x, y }).length, 2)] ?? [];
      expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(due));
    }), { numRuns: 200 });
  });
});
