import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, inputXml, literalXml, requiredInput, requiredKnowledge, tableXml, type TableFixture } from '../../test/harness/decision-xml.ts';
import { context, evaluate, modelOf } from '../../test/harness/decision-evaluation.ts';
import type { Json } from '../json/json.ts';
import { evaluateDecision, type DecisionWarning } from './index.ts';

const route: TableFixture = {
  hitPolicy: 'FIRST',
  inputs: [{ text: 'amount', type: 'number' }],
  outputs: [{ name: 'path', type: 'string' }],
  rules: [['amount > 10000', '"board"'], ['> 10', 'secret + 1'], ['-', '"clerk"']],
};

const warningsFor = (fixture: TableFixture, inputs: { readonly [name: string]: Json }): readonly DecisionWarning[] =>
  evaluate(decisionXml('route', tableXml(fixture)), 'route', inputs, 'camunda').warnings;

describe('warnings of a decision table', () => {
  it('tell of a cell that compares a missing value, and where it is', () => {
    expect(warningsFor(route, { amount: null })).toEqual([
      { code: 'NULL_COMPARISON', decisionId: 'route', from: 0, to: 14, place: { element: 'route', line: 4, tableId: 'table', part: 'input entry', rule: 1, column: 1 } },
    ]);
  });

  it('point into the output that has no value', () => {
    expect(warningsFor(route, { amount: 11, secret: 'hunter2' })).toEqual([
      { code: 'WRONG_OPERANDS', decisionId: 'route', from: 0, to: 10, place: { element: 'route', line: 5, tableId: 'table', part: 'output entry', rule: 2, column: 1 } },
    ]);
  });

  it('become sentences of the model, even after they were stored', () => {
    const model = modelOf(definitionsXml(decisionXml('route', tableXml(route)), 'camunda'));
    const { warnings } = evaluateDecision(model, 'route', { amount: null }, context);
    const [stored] = JSON.parse(JSON.stringify(warnings)) as readonly DecisionWarning[];
    expect(stored && model.warningText(stored)).toBe("Expected two values to compare, but in 'amount > 10000' one is missing (rule 1, input 1 of 'route')");
  });

  it('name the rules that break the hit policy, and columns with values that are not allowed', () => {
    const fixture = { inputs: [{ text: 'n', values: '[0..9]' }], outputs: [{ name: 'o', values: '1, 2' }], rules: [['< 5', '1'], ['< 5', '2'], ['9', '3']] };
    const warned = (n: number): readonly unknown[] =>
      evaluate(decisionXml('d', tableXml(fixture)), 'd', { n }).warnings.map(({ code, name, rules, place }) => [code, name, rules, place.part, place.column]);
    expect(warned(1)).toEqual([['BROKEN_HIT_POLICY', undefined, [1, 2], 'table', undefined]]);
    expect(warned(9)).toEqual([['DISALLOWED_OUTPUT', 'o', [3], 'output', 1]]);
    expect(warned(10)).toEqual([['DISALLOWED_INPUT', 'n', undefined, 'input', 1]]);
  });

  it('are bounded, and the last one says that there were more', () => {
    const names = Array.from({ length: 150 }, (_unused, index) => `x${index}`).join(', ');
    const fixture = { hitPolicy: 'COLLECT', inputs: [{ text: '1' }], outputs: [{ name: 'o' }], rules: Array.from({ length: 5 }, () => ['-', `[${names}]`]) };
    const warnings = warningsFor(fixture, {});
    expect(warnings).toHaveLength(201);
    expect(warnings.at(-1)?.code).toBe('MORE_WARNINGS');
  });
});

describe('warnings of other logic', () => {
  it('name the knowledge model they come from, and the decision they are for', () => {
    const bkm = `<businessKnowledgeModel id="k" name="rate"><variable name="rate"/><encapsulatedLogic><formalParameter name="n"/><literalExpression id="e"><text>n.share</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>`;
    const content = bkm + inputXml('n', 'number') + decisionXml('d', literalXml('rate(n)'), { requires: requiredKnowledge('k') + requiredInput('n') });
    expect(evaluate(content, 'd', { n: 1 }).warnings).toEqual([
      { code: 'UNKNOWN_PROPERTY', decisionId: 'd', name: 'share', from: 2, to: 7, place: { element: 'k', line: 1, expressionId: 'e' } },
    ]);
    expect(evaluate(content, 'd', { n: 'one' }).warnings[0]).toEqual({ code: 'WRONG_TYPE', decisionId: 'd', name: 'n', from: 0, to: 0, place: { element: 'i n', line: 1 } });
  });

  it('tell of a function where a datum should be', () => {
    expect(evaluate(decisionXml('d', literalXml('{f: function(a) a}')), 'd')).toMatchObject({ output: { f: null }, warnings: [{ code: 'FUNCTION_AS_VALUE', decisionId: 'd', place: { element: 'd' } }] });
  });
});

describe('functions of the host', () => {
  class Question extends Error {}
  const model = modelOf(definitionsXml(decisionXml('d', tableXml({ inputs: [{ text: 'manager("li")' }], outputs: [{ name: 'o' }], rules: [['"wang"', 'manager(who)']] })), 'camunda'));
  const decide = (answer: () => Json): unknown =>
    evaluateDecision(model, 'd', { who: 'zhao' }, { ...context, functions: { get: (name) => (name === 'manager' ? { call: answer } : undefined) } });

  it('are called in cells and outputs', () => {
    expect(decide(() => 'wang')).toMatchObject({ output: 'wang', warnings: [] });
  });

  it('pass on what they throw', () => {
    for (const question of [new Question('who'), new RangeError('of the host')]) {
      const thrown = ((): unknown => {
        try {
          return decide(() => { throw question; });
        } catch (error) {
          return error;
        }
      })();
      expect(thrown).toBe(question);
    }
  });
});
