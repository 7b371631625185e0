import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, literalXml } from '../../harness/decision-xml.ts';
import { runSuite } from './run-suite.ts';

const TYPES = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
const testXml = (...cases: readonly string[]): string =>
  `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" ${TYPES}><modelName>m.dmn</modelName>${cases.join('')}</testCases>`;
const testCase = (id: string, result: string, expected: string): string =>
  `<testCase id="${id}"><resultNode name="${result}" type="decision"><expected>${expected}</expected></resultNode></testCase>`;
const decimal = (value: string): string => `<value xsi:type="xsd:decimal">${value}</value>`;

let root = '';

function put(folder: string, tests: string): void {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  const java = '<functionDefinition kind="Java"><context/></functionDefinition>';
  writeFileSync(join(path, 'm.dmn'), definitionsXml(decisionXml('third', literalXml('1 / 3')) + decisionXml('broken', literalXml('1 +')) + decisionXml('java', java)));
  writeFileSync(join(path, 'm-test-01.xml'), tests);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dmn-tck-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the runner', () => {
  it('counts cases per level, with the tolerance of the TCK, and says what differs', () => {
    put('compliance-level-2/a', testXml(testCase('1', 'third', decimal('0.333333333')), testCase('2', 'third', decimal('0.3333'))));
    put('compliance-level-3/b', testXml(testCase('1', 'broken', '<value xsi:nil="true"/>'), testCase('2', 'java', decimal('1'))));
    const result = runSuite(root);
    expect(result).toMatchObject({ level2: { passed: 1, total: 2 }, level3: { passed: 1, total: 1 }, excluded: 1 });
    expect(result.failures).toMatchObject([{ level: 2, case: 'compliance-level-2/a m-test-01.xml 2', result: 'third', expected: '0.3333' }]);
  });

  it('runs a level and a single folder as well', () => {
    put('compliance-level-3/b', testXml(testCase('1', 'third', decimal('0.333333333'))));
    for (const folder of ['compliance-level-3', 'compliance-level-3/b']) {
      expect(runSuite(join(root, folder))).toMatchObject({ level2: { total: 0 }, level3: { passed: 1, total: 1 } });
    }
  });

  it('goes on after files that are broken or missing, and reports each as a failure', () => {
    put('z', testXml(testCase('1', 'third', decimal('0.333333333'))));
    put('broken', '<testCases><oops>');
    put('other', '<project/>');
    put('lost', testXml(testCase('1', 'third', decimal('1'))).replace('m.dmn', 'n.dmn'));
    writeFileSync(join(root, 'lost', 'o.dmn'), 'no XML');
    const result = runSuite(root);
    expect(result).toMatchObject({ level2: { total: 0 }, level3: { passed: 1, total: 3 } });
    expect(result.failures.map((failure) => failure.case)).toEqual([join('broken', 'm-test-01.xml'), 'lost m-test-01.xml 1']);
    expect(result.failures[1]?.reason).toContain("Expected the decision file 'n.dmn' beside the test");
  });

  it('counts several test files of a folder, and values of every type', () => {
    const value = (type: string, text: string): string => `<value xsi:type="xsd:${type}">${text}</value>`;
    const content = [
      ['integer', '1', '1'], ['double', '1.0E3', '1000'], ['unsignedShort', '7', '7'], ['string', 'a b', '"a b"'], ['boolean', 'true', '1 = 1'],
      ['date', '2020-02-29', '@"2020-02-29"'], ['time', '10:00:00Z', '@"10:00:00Z"'], ['dateTime', '2020-02-29T10:00:00.000', '@"2020-02-29T10:00:00"'],
      ['duration', 'P1Y2M', '@"P14M"'], ['duration', '-PT36H', '-@"P1DT12H"'], ['duration', 'P1Y1D', '"P1Y1D"'],
    ] as const;
    const passing = content.map(([type, text], index) => testCase(`v${index}`, `d${index}`, value(type, text)));
    const list = `<list><item>${value('decimal', '1')}</item><item><value xsi:nil="true"/></item><item><component name="a b">${value('string', 'x')}</component></item></list>`;
    put('types', testXml(...passing, testCase('list', 'list', list), testCase('null', 'null', '<value xsi:nil="true"/>')));
    const decisions = content.map(([, , text], index) => decisionXml(`d${index}`, literalXml(text))).join('');
    writeFileSync(join(root, 'types', 'm.dmn'), definitionsXml(`${decisions}${decisionXml('list', literalXml('[1, null, {"a b": "x"}]'))}${decisionXml('null', literalXml('null'))}`));
    writeFileSync(join(root, 'types', 'm-test-02.xml'), testXml(testCase('e', 'null', '').replace('name=', 'errorResult="true" name='), testCase('2', 'list', '<list/>')));
    const { level3, failures } = runSuite(root);
    expect(failures.map((failure) => failure.case)).toEqual(['types m-test-02.xml 2']);
    expect(level3).toEqual({ passed: content.length + 3, total: content.length + 4 });
  });

  it('calls services and knowledge models, also those named like a decision, over imported files', () => {
    const invocable = (type: string, result: string): string =>
      `<testCase id="${type}" type="${type}" invocableName="f"><inputNode name="x">${decimal('2')}</inputNode><resultNode name="${result}"><expected>${decimal('20')}</expected></resultNode></testCase>`;
    put('calls', testXml(invocable('decisionService', 'f'), invocable('bkm', 'f'), testCase('decision', 'f', decimal('1'))).replace('m.dmn', 'm'));
    const imports = '<import name="lib" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/" locationURI="./b.dmn"/>';
    const service = '<decisionService id="s" name="f"><variable name="f"/><outputDecision href="#out"/><inputData href="#x"/></decisionService>';
    const knowledge = `<businessKnowledgeModel id="k" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="x"/>${literalXml('lib.ten times(x)')}</encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="urn:lib#t"/></knowledgeRequirement></businessKnowledgeModel>`;
    const output = decisionXml('out', literalXml('lib.ten times(x)'), { requires: '<informationRequirement><requiredInput href="#x"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="urn:lib#t"/></knowledgeRequirement>' });
    writeFileSync(join(root, 'calls', 'm.dmn'), definitionsXml(`${imports}<inputData id="x" name="x"><variable name="x"/></inputData>${service}${knowledge}${output}${decisionXml('f', literalXml('1'))}`));
    const library = `<businessKnowledgeModel id="t" name="ten times"><variable name="ten times"/><encapsulatedLogic><formalParameter name="n"/>${literalXml('n * 10')}</encapsulatedLogic></businessKnowledgeModel>`;
    writeFileSync(join(root, 'calls', 'a.dmn'), definitionsXml('').replace('urn:fixture', 'urn:lib'));
    writeFileSync(join(root, 'calls', 'b.dmn'), definitionsXml(library).replace('urn:fixture', 'urn:lib'));
    expect(runSuite(root)).toMatchObject({ level3: { passed: 3, total: 3 }, failures: [] });
  });

  it('evaluates the rest of a file in which a reference leads nowhere', () => {
    put('dangling', testXml(testCase('1', 'good', decimal('1')), testCase('2', 'bad', '<value xsi:nil="true"/>')));
    const dangling = '<informationRequirement><requiredInput href="#nothing"/></informationRequirement>';
    writeFileSync(join(root, 'dangling', 'm.dmn'), definitionsXml(decisionXml('good', literalXml('1')) + decisionXml('bad', literalXml('x + 1'), { requires: dangling })));
    expect(runSuite(root)).toMatchObject({ level3: { passed: 2, total: 2 } });
  });

  it('follows links, and counts white space in names as models do', () => {
    put('real/case', testXml(testCase('1', ' two\n  words', decimal('2'))));
    writeFileSync(join(root, 'real', 'case', 'm.dmn'), definitionsXml(decisionXml('two   words', literalXml('2'))));
    mkdirSync(join(root, 'linked'));
    symlinkSync(join(root, 'real', 'case'), join(root, 'linked', 'case'));
    expect(runSuite(join(root, 'linked'))).toMatchObject({ level3: { passed: 1, total: 1 } });
  });

  it('refuses a folder that is missing or holds no cases', () => {
    expect(() => runSuite(join(root, 'nowhere'))).toThrow('there is no folder');
    expect(() => runSuite(root)).toThrow('found none');
  });
});
