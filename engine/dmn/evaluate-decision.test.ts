import { describe, expect, it } from 'vitest';
import {
  decisionXml, definitionsXml, inputXml, literalXml, requiredDecision, requiredInput, tableXml, type TableFixture,
} from '../../test/harness/decision-xml.ts';
import type { Json } from '../json/json.ts';
import { feelEngine } from '../feel/index.ts';
import { context, evaluate, modelOf } from '../../test/harness/decision-evaluation.ts';
import { compileDecisions, evaluateDecision, type DecisionEvaluation, type DecisionModel } from './index.ts';

type Inputs = { readonly [name: string]: Json };

const model = (content: string, dialect: 'standard' | 'camunda' = 'standard'): DecisionModel => modelOf(definitionsXml(content, dialect));

const table = (fixture: TableFixture, inputs: Inputs, dialect?: 'standard' | 'camunda'): DecisionEvaluation =>
  evaluate(decisionXml('d', tableXml(fixture)), 'd', inputs, dialect);

/** Rules 1 and 2 overlap for n = 5; rule 3 stands alone. */
const overlapping = (more: Partial<TableFixture>): TableFixture => ({
  inputs: [{ text: 'n' }],
  outputs: [{ name: 'o', values: '"high","mid","low"' }],
  rules: [['< 6', '"low"'], ['> 4', '"high"'], ['100', '"mid"']],
  ...more,
});

describe('hit policies', () => {
  it.each([
    ['UNIQUE', 3, 'low'], ['UNIQUE', 5, null], ['ANY', 5, null], ['FIRST', 5, 'low'], ['PRIORITY', 5, 'high'],
    ['RULE ORDER', 5, ['low', 'high']], ['OUTPUT ORDER', 5, ['high', 'low']], ['OUTPUT ORDER', 100, ['high', 'mid']], ['COLLECT', 5, ['low', 'high']],
  ] as const)('%s for %s gives %s', (hitPolicy, n, expected) => {
    expect(table(overlapping({ hitPolicy }), { n }).output).toEqual(expected);
  });

  it.each([['SUM', 3, 6], ['COUNT', 3, 3], ['MIN', 3, 1], ['MAX', 3, 3], ['SUM', 9, null], ['COUNT', 9, 0]] as const)(
    '%s aggregates', (aggregation, n, expected) => {
      const rules = [['3', '1'], ['[2..4]', '2'], ['< 8', '3']];
      expect(table({ hitPolicy: 'COLLECT', aggregation, inputs: [{ text: 'n' }], outputs: [{ name: 'o' }], rules }, { n }).output).toBe(expected);
    },
  );

  it('warns when rules break the policy, and ends the decision in a model of Camunda Modeler', () => {
    const standard = table(overlapping({}), { n: 5 });
    expect(standard.failure).toBeUndefined();
    expect(standard.warnings).toMatchObject([{ code: 'BROKEN_HIT_POLICY', decisionId: 'd', place: { part: 'table', tableId: 'table' }, rules: [1, 2] }]);
    const camunda = table(overlapping({}), { n: 5 }, 'camunda');
    expect(camunda).toMatchObject({ output: null, failure: { decisionId: 'd', decisionName: 'd', message: 'Expected at most one rule to match, but rules 1, 2 do.' } });
  });

  it('gives the default outputs, or null, when no rule matches', () => {
    const fixture = { inputs: [{ text: 'n' }], outputs: [{ name: 'a', fallback: '"none"' }, { name: 'b' }], rules: [['1', '"one"', '1']] };
    expect(table(fixture, { n: 2 }).output).toEqual({ a: 'none', b: null });
    expect(table({ ...fixture, outputs: [{ name: 'a' }, { name: 'b' }] }, { n: 2 }).output).toBeNull();
    expect(table({ ...fixture, outputs: [{ name: 'a', fallback: '1', type: 'string' }, { name: 'b', fallback: '[2]', type: 'number' }] }, { n: 2 }).output).toEqual({ a: null, b: 2 });
  });
});

describe('numbers beyond JSON', () => {
  const huge = decisionXml('huge', literalXml('10 ** 400')) + decisionXml('ratio', literalXml('huge / 10 ** 399'), { requires: requiredDecision('huge') });

  it('pass from decision to decision, and stand in the report as text', () => {
    const result = evaluate(huge, 'ratio');
    expect(result).toMatchObject({ output: 10, evaluatedDecisions: [{ output: '1e+400' }, { output: 10 }] });
    expect(result.failure).toBeUndefined();
  });

  it('cannot be the output', () => {
    expect(evaluate(huge, 'huge')).toMatchObject({ output: null, failure: { message: expect.stringContaining('too large') as string } });
  });
});

describe('the report for auditors', () => {
  it('names every decision with inputs, matched rules and outputs', () => {
    const season = decisionXml('season', tableXml({ inputs: [{ text: 'month' }], outputs: [{ name: 'season' }], rules: [['[3..5]', '"spring"'], ['-', '"other"']], hitPolicy: 'FIRST' }), { requires: requiredInput('month') });
    const dish = decisionXml('dish', tableXml({ inputs: [{ text: 'season' }, { text: 'guests' }], outputs: [{ name: 'dish' }, { name: 'price' }], rules: [['"spring"', '> 2', '"asparagus"', 'guests * 10']] }), {
      requires: requiredDecision('season') + requiredInput('guests'),
    });
    const result = evaluate(inputXml('month') + inputXml('guests') + season + dish, 'dish', { month: 4, guests: 3 });
    expect(result.output).toEqual({ dish: 'asparagus', price: 30 });
    expect(result.evaluatedDecisions).toMatchObject([
      { decisionId: 'season', kind: 'DECISION_TABLE', output: 'spring', inputs: [{ inputId: 'in1', inputName: 'month', value: 4 }], matchedRules: [{ ruleId: 'rule1', ruleIndex: 1, outputs: [{ outputId: 'out1', outputName: 'season', value: 'spring' }] }] },
      { decisionId: 'dish', output: { dish: 'asparagus', price: 30 }, inputs: [{ value: 'spring' }, { value: 3 }], matchedRules: [{ ruleIndex: 1, outputs: [{ value: 'asparagus' }, { value: 30 }] }] },
    ]);
  });

  it('says which decision failed', () => {
    const failing = decisionXml('inner', literalXml('assert(n, n > 5, "n is too small")'), { requires: requiredInput('n') });
    const outer = decisionXml('outer', literalXml('inner + 1'), { requires: requiredDecision('inner') });
    expect(evaluate(inputXml('n') + failing + outer, 'outer', { n: 1 }).failure).toMatchObject({ decisionId: 'inner', message: expect.stringContaining('n is too small') as string });
  });

  it('answers an unknown decision with a failure', () => {
    expect(evaluate('', 'nobody').failure?.message).toBe("Expected the decision 'nobody' to be in 'Fixture', but it is not.");
  });
});

describe('models of Camunda Modeler', () => {
  it('see every variable, without requirements, and do not enforce types', () => {
    const fixture = { inputs: [{ text: 'amount', type: 'string' }], outputs: [{ name: 'o', type: 'number' }], rules: [['> 10', '"big"']] };
    expect(table(fixture, { amount: 11 }, 'camunda').output).toBe('big');
    expect(table(fixture, { amount: 11 }).output).toBeNull();
  });

  it('read a missing variable as null, with a warning', () => {
    const result = table({ inputs: [{ text: 'amount' }], outputs: [{ name: 'o' }], rules: [['null', '"nothing"']] }, {}, 'camunda');
    expect(result.output).toBe('nothing');
    expect(result.warnings).toEqual([{ code: 'UNKNOWN_NAME', decisionId: 'd', name: 'amount', from: 0, to: 6, place: { element: 'd', line: 2, tableId: 'table', part: 'input', column: 1 } }]);
  });

  it('see a required decision under its id when it has no variable', () => {
    const season = `<decision id="season" name="The season">${literalXml('"spring"')}</decision>`;
    const dish = decisionXml('dish', tableXml({ inputs: [{ text: 'season' }], outputs: [{ name: 'o' }], rules: [['"spring"', '"asparagus"']] }), { requires: requiredDecision('season') });
    expect(evaluate(season + dish, 'dish', {}, 'camunda').output).toBe('asparagus');
  });

  it('give null when nothing is collected', () => {
    const fixture = { hitPolicy: 'COLLECT', inputs: [{ text: 'n' }], outputs: [{ name: 'o' }], rules: [['1', '1']] };
    expect(table(fixture, { n: 2 }, 'camunda').output).toBeNull();
    expect(table(fixture, { n: 2 }).output).toEqual([]);
  });

  it('list their decisions with what they read', () => {
    const inner = decisionXml('inner', tableXml({ inputs: [{ text: 'a' }], outputs: [{ name: 'o' }], rules: [['b + 1', 'c']] }));
    const outer = decisionXml('outer', literalXml('inner + d'), { requires: requiredDecision('inner') });
    const compiled = model(inner + outer, 'camunda');
    expect(compiled).toMatchObject({ id: 'drg', name: 'Fixture' });
    expect(compiled.decisions).toEqual([
      { id: 'inner', name: 'inner', kind: 'DECISION_TABLE', requires: [] },
      { id: 'outer', name: 'outer', kind: 'LITERAL_EXPRESSION', requires: ['inner'] },
    ]);
    expect(['inner', 'outer', 'nobody'].map((id) => compiled.reads(id).toSorted())).toEqual([['a', 'b', 'c'], ['a', 'b', 'c', 'd'], []]);
  });
});

describe('requirements', () => {
  it('decide what an expression sees', () => {
    const content = inputXml('n') + decisionXml('open', literalXml('n'), { requires: requiredInput('n') }) + decisionXml('closed', literalXml('n'));
    expect(evaluate(content, 'open', { n: 1 }).output).toBe(1);
    expect(evaluate(content, 'closed', { n: 1 }).output).toBeNull();
  });

  it('are evaluated once', () => {
    const content = decisionXml('a', literalXml('1')) + decisionXml('b', literalXml('a + 1'), { requires: requiredDecision('a') })
      + decisionXml('c', literalXml('a + b'), { requires: requiredDecision('a') + requiredDecision('b') });
    const result = evaluate(content, 'c');
    expect(result.output).toBe(3);
    expect(result.evaluatedDecisions.map(({ decisionId }) => decisionId)).toEqual(['a', 'b', 'c']);
  });

  const problems = (content: string): string => {
    const compilation = compileDecisions(definitionsXml(content), feelEngine);
    return compilation.ok ? 'compiled' : compilation.problems.map(({ message }) => message).join(' ');
  };

  it('in a circle are refused', () => {
    const content = decisionXml('a', literalXml('b'), { requires: requiredDecision('b') }) + decisionXml('b', literalXml('a'), { requires: requiredDecision('a') });
    expect(problems(content)).toContain("Expected decisions not to require themselves, but 'a' does.");
  });

  it('of something that is not there are refused', () => {
    expect(problems(decisionXml('a', literalXml('1'), { requires: requiredDecision('ghost') }))).toContain("there is no '#ghost'");
  });

  it('in an endless chain are refused', () => {
    const chain = Array.from({ length: 3_000 }, (_unused, index) => decisionXml(`d${index}`, literalXml('1'), index === 0 ? {} : { requires: requiredDecision(`d${index - 1}`) }));
    expect(problems(chain.reverse().join(''))).toContain('Expected at most 500 decisions');
  });

  it('with a syntax error refuse the file and say where', () => {
    const compilation = compileDecisions(definitionsXml(`\n${decisionXml('a', literalXml('1 +'))}`), feelEngine);
    expect(compilation).toMatchObject({ ok: false, problems: [{ severity: 'error', element: 'a', line: 2, expression: { text: '1 +' } }] });
  });
});

describe('boxed expressions', () => {
  const d = (logic: string): Json => evaluate(decisionXml('d', logic), 'd').output;
  const part = (name: string, text: string): string => `<${name}>${literalXml(text)}</${name}>`;

  it.each([
    ['context', `<context><contextEntry><variable name="a b"/>${literalXml('1')}</contextEntry><contextEntry><variable name="c"/>${literalXml('a b + 1')}</contextEntry></context>`, { 'a b': 1, c: 2 }],
    ['context with a result', `<context><contextEntry><variable name="a"/>${literalXml('1')}</contextEntry><contextEntry>${literalXml('a + 1')}</contextEntry></context>`, 2],
    ['list', `<list>${literalXml('1')}${literalXml('"x"')}</list>`, [1, 'x']],
    ['relation', `<relation><column name="a"/><column name="b"/><row>${literalXml('1')}${literalXml('2')}</row><row>${literalXml('3')}${literalXml('4')}</row></relation>`, [{ a: 1, b: 2 }, { a: 3, b: 4 }]],
    ['conditional', `<conditional>${part('if', 'null')}${part('then', '1')}${part('else', '2')}</conditional>`, 2],
    ['filter', `<filter>${part('in', '[{n: 1}, {n: 5}]')}${part('match', 'n > 2 and item.n < 9')}</filter>`, [{ n: 5 }]],
    ['for', `<for iteratorVariable="i">${part('in', '[1..4]')}${part('return', 'i + count(partial)')}</for>`, [1, 3, 5, 7]],
    ['for over steps', `<for iteratorVariable="i">${part('in', '3..1')}${part('return', 'i')}</for>`, [3, 2, 1]],
    ['some', `<some iteratorVariable="i">${part('in', '[1, 2]')}${part('satisfies', 'i > 1')}</some>`, true],
    ['every', `<every iteratorVariable="i">${part('in', '[1, 2]')}${part('satisfies', 'i > 1')}</every>`, false],
    ['invocation', `<context><contextEntry><variable name="f"/><functionDefinition><formalParameter name="x y"/>${literalXml('x y * 2')}</functionDefinition></contextEntry><contextEntry><invocation>${literalXml('f')}<binding><parameter name="x y"/>${literalXml('21')}</binding></invocation></contextEntry></context>`, 42],
  ] as const)('%s', (_kind, logic, expected) => expect(d(logic)).toEqual(expected));
});

describe('the budget', () => {
  it('is shared by everything a decision needs', () => {
    const heavy = (name: string): string => decisionXml(name, literalXml('count(for i in 1..20000 return i)'));
    const content = ['a', 'b', 'c', 'd'].map(heavy).join('') + decisionXml('sum', literalXml('a + b + c + d'), { requires: ['a', 'b', 'c', 'd'].map(requiredDecision).join('') });
    const one = evaluateDecision(model(content), 'a', {}, { ...context, budget: 100_000 });
    expect(one.failure).toBeUndefined();
    const all = evaluateDecision(model(content), 'sum', {}, { ...context, budget: 100_000 });
    expect(all.failure?.decisionName).toMatch(/^[bcd]$/);
    expect(all.output).toBeNull();
  });
});
