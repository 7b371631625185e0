import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, inputXml, literalXml, requiredInput, requiredKnowledge, tableXml, type TableFixture } from '../../../test/harness/decision-xml.ts';
import { modelOf } from '../../../test/harness/decision-evaluation.ts';
import { feelEngine } from '../../feel/index.ts';
import { analyseTables, compileDecisions, type TableFinding } from '../index.ts';

const route: TableFixture = {
  hitPolicy: 'FIRST',
  inputs: [{ text: 'amount', type: 'number' }, { text: 'category', type: 'string' }],
  outputs: [{ name: 'group', type: 'string' }, { name: 'days', type: 'number' }],
  rules: [['-', '-', '"clerk"', '1']],
};

const lint = (fixture: Partial<TableFixture>, dialect: 'standard' | 'camunda' = 'camunda'): readonly TableFinding[] =>
  analyseTables(modelOf(definitionsXml(decisionXml('route', tableXml({ ...route, ...fixture })), dialect)), feelEngine);

/** The kind, the part of the expression with its line and column, and what is said. */
const seen = (findings: readonly TableFinding[]): readonly unknown[] =>
  findings.map(({ kind, expression, message }) => [kind, expression && `${expression.text.slice(expression.from, expression.to)} at ${expression.line}:${expression.column}`, message]);

describe('entries that look like texts', () => {
  it.each([
    [['-', '-', 'dept-manager', '1'], 'dept-manager', "Rule 1 gives dept-manager in 'group', which reads the variables 'dept' and 'manager'. A text needs quotation marks: \"dept-manager\"."],
    [['-', '-', ' board', '1'], 'board', "Rule 1 gives board in 'group', which reads the variable 'board'. A text needs quotation marks: \"board\"."],
    [['-', 'transport', '"x"', '1'], 'transport', "Rule 1 asks for transport in 'category', which reads the variable 'transport'. A text needs quotation marks: \"transport\"."],
  ])('%j', (rule, words, message) => {
    const [finding] = lint({ rules: [rule, ['-', '-', '"clerk"', '1']] });
    expect(finding).toMatchObject({ kind: 'unquoted', message, rules: [1], place: { element: 'route', rule: 1, line: 6, tableId: 'table' } });
    expect(finding?.expression?.text.slice(finding.expression.from, finding.expression.to)).toBe(words);
  });

  it.each([
    ['"dept-manager"'], ['amount'], ['upper case(category)'], ['dept + 1'], ['null'], ['true'], ['"a" + board'],
  ])('do not include %s', (output) => {
    expect(lint({ rules: [['-', '-', output, '1']] }).filter(({ kind }) => kind === 'unquoted')).toEqual([]);
  });

  it('with blanks between the words are no expression, and refuse the file with a hint', () => {
    const compilation = compileDecisions(definitionsXml(decisionXml('route', tableXml({ ...route, rules: [['-', '-', 'dept manager', '1']] }))), feelEngine);
    expect(compilation).toMatchObject({ ok: false, problems: [{ line: 6, expression: { from: 5, to: 12 }, message: expect.stringMatching(/, but found 'manager'\. A text needs quotation marks: "dept manager"\.$/) as string }] });
  });

  it('do not include variables that are read elsewhere, nor columns of other types', () => {
    const fixture = { inputs: [...route.inputs, { text: 'limit' }], rules: [['-', '-', '-', 'limit', 'days']] };
    expect(lint(fixture).filter(({ kind }) => kind === 'unquoted')).toEqual([]);
  });
});

describe('values of another type than their column', () => {
  it('are found with their place in the entry', () => {
    const findings = lint({ rules: [['[1..5],\n  not', '-', '"a"', '1'], ['1,\n <= "5000"', '-', '"a"', '"two"'], ['not( "x" )', '-', '5', '1']].slice(1) });
    expect(seen(findings.filter(({ kind }) => kind === 'mismatch'))).toEqual([
      ['mismatch', '"5000" at 2:5', `Rule 1 asks for "5000", but 'amount' is a number.`],
      ['mismatch', '"two" at 1:1', `Rule 1 gives "two", but 'days' is a number.`],
      ['mismatch', '"x" at 1:6', `Rule 2 asks for "x", but 'amount' is a number.`],
      ['mismatch', '5 at 1:1', `Rule 2 gives 5, but 'group' is text.`],
    ]);
    expect(findings[0]?.place).toEqual({ element: 'route', line: 6, tableId: 'table', part: 'input entry', rule: 1, column: 1 });
  });
});

describe('entries that let a missing value pass', () => {
  it.each(['amount > 10000', 'amount >= 1 and amount < 5', 'amount in [1..5]', 'amount between 1 and 5', 'amount'])('%s', (entry) => {
    const findings = lint({ rules: [[entry, '-', '"board"', '1'], ['-', '-', '"clerk"', '1']] }).filter(({ kind }) => kind === 'missing value');
    expect(findings).toMatchObject([{
      message: `Rule 1 also applies when 'amount' is missing: '${entry}' is null then, as the input is. Write the test without the name, or with '?' in its place.`,
      example: { amount: null }, rules: [1], expression: { from: 0, to: entry.length, line: 1, column: 1 },
    }]);
  });

  it.each(['> 10000', '? > 10000', 'amount != null and amount > 5', 'amount = null', 'limit', '> limit', 'null'])('but not %s', (entry) => {
    expect(lint({ rules: [[entry, '-', '"board"', '1'], ['-', '-', '"clerk"', '1']] }).filter(({ kind }) => kind === 'missing value')).toEqual([]);
  });
});

describe('names without a meaning', () => {
  it('are functions that do not exist, unless the host offers them', () => {
    const logic = decisionXml('d', literalXml('if summ(items) > 5\n then manager(x) else sum(items)'));
    const model = modelOf(definitionsXml(logic, 'camunda'));
    expect(seen(analyseTables(model, feelEngine, { functions: ['manager'] }))).toEqual([
      ['unknown function', 'summ at 1:4', "Expected a function that exists, but there is no 'summ'; the call gives null."],
    ]);
    expect(seen(analyseTables(model, feelEngine)).length).toBe(2);
    expect(analyseTables(model, feelEngine)[1]).toMatchObject({ owner: 'd', place: { element: 'd' }, expression: { line: 2, column: 7 } });
  });

  it('are not knowledge models, parameters and entries', () => {
    const bkm = '<businessKnowledgeModel id="k" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="g"/><literalExpression><text>g(1) + f(g)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>';
    const d = decisionXml('d', literalXml('{h: function(a) a, r: f(h) + h(2)}.r'), { requires: requiredKnowledge('k') });
    expect(analyseTables(modelOf(definitionsXml(bkm + d)), feelEngine)).toEqual([]);
  });

  it('are elements that are not required', () => {
    const content = inputXml('amount') + decisionXml('d', literalXml('amount + other')) + decisionXml('e', literalXml('amount'), { requires: requiredInput('amount') });
    expect(seen(analyseTables(modelOf(definitionsXml(content)), feelEngine))).toEqual([
      ['unknown name', 'amount at 1:1', "Expected 'd' to require 'amount', but it does not; 'amount' is null here."],
    ]);
  });

  it('point to the entry of the table', () => {
    expect(lint({ rules: [['-', '-', '"a"', 'summ(1)']] })).toMatchObject([{ kind: 'unknown function', rules: [1], place: { part: 'output entry', rule: 1, column: 2, line: 6 } }]);
  });
});
