import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, inputXml, literalXml, requiredInput, tableXml } from '../../../test/harness/decision-xml.ts';
import { readDefinitions } from './read-definitions.ts';
import type { Definitions } from './definitions.ts';

function read(xml: string): Definitions {
  const reading = readDefinitions(xml);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join(' '));
  return reading.definitions;
}

describe('a decision file', () => {
  it.each([
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ])('of %s is read', (namespace) => {
    const definitions = read(`<d:definitions xmlns:d="${namespace}" id="x" name=" My  model " namespace="urn:x"><d:decision id="a" name="A"/></d:definitions>`);
    expect(definitions).toMatchObject({ id: 'x', name: 'My model', namespace: 'urn:x', dialect: 'standard', decisions: [{ id: 'a', variable: { name: 'A' } }] });
  });

  it('from Camunda Modeler is recognized', () => {
    expect(read(definitionsXml('', 'camunda')).dialect).toBe('camunda');
  });

  it('keeps requirements, types and the table with its clauses', () => {
    const table = tableXml({
      inputs: [{ text: 'age', type: 'number', values: '[0..120]' }],
      outputs: [{ name: 'group', type: 'string', fallback: '"none"' }],
      rules: [['< 18', '"child"'], ['>= 18', '"adult"']],
    });
    const { decisions } = read(definitionsXml(inputXml('age', 'number') + decisionXml('Group', table, { requires: requiredInput('age') })));
    expect(decisions[0]?.requirements.inputs).toEqual(['#i age']);
    expect(decisions[0]?.logic).toMatchObject({
      kind: 'decisionTable',
      hitPolicy: 'UNIQUE',
      inputs: [{ id: 'in1', label: 'age', text: 'age', typeRef: 'number', inputValues: '[0..120]' }],
      outputs: [{ id: 'out1', name: 'group', defaultEntry: '"none"' }],
      rules: [{ id: 'rule1', inputEntries: [{ text: '< 18', line: 4 }], outputEntries: [{ text: '"child"', line: 4 }] }, { id: 'rule2' }],
    });
  });

  it('of DMN 1.1 may qualify type names', () => {
    const { inputData } = read(
      '<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:own="urn:x" namespace="urn:x" name="x">'
        + '<inputData id="a" name="a"><variable name="a" typeRef="feel:string"/></inputData><inputData id="b" name="b"><variable name="b" typeRef="own:tB"/></inputData></definitions>',
    );
    expect(inputData.map(({ variable }) => variable.typeRef)).toEqual(['string', 'tB']);
  });

  it('ignores elements of extensions, whatever their names', () => {
    const { decisions } = read(definitionsXml('<decision id="a" name="A"><extensionElements><x:literalExpression xmlns:x="urn:x"/></extensionElements></decision>'));
    expect(decisions[0]?.logic).toBeUndefined();
  });
});

describe('a bad file is refused with the reason', () => {
  const problems = (xml: string): string => {
    const reading = readDefinitions(xml);
    return reading.problems.map(({ message, line }) => `${line ?? '?'}: ${message}`).join(' ');
  };

  it.each([
    ['another vocabulary', '<definitions xmlns="urn:other"/>', "1: Expected the root element 'definitions' of DMN 1.1 to 1.5"],
    ['no XML', 'x', '1: Expected'],
    ['an unknown hit policy', definitionsXml(`\n${decisionXml('a', tableXml({ hitPolicy: 'BEST', inputs: [], outputs: [{ name: 'x' }], rules: [] }))}`), "2: Expected a hit policy among UNIQUE"],
    ['a rule with too few entries', definitionsXml(decisionXml('a', tableXml({ inputs: [{ text: 'x' }], outputs: [{ name: 'x' }], rules: [['1']] }))), 'Expected rule 1 to have 1 input and 1 output entries'],
    ['another expression language', definitionsXml(decisionXml('a', literalXml('1').replace('<literal', '<literalExpression expressionLanguage="juel"><text/></literalExpression><literal'))), "its language is 'juel'"],
  ])('%s', (_what, xml, message) => expect(problems(xml)).toContain(message));
});
