import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
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

  it('refuses a folder that is missing or holds no cases', () => {
    expect(() => runSuite(join(root, 'nowhere'))).toThrow('there is no folder');
    expect(() => runSuite(root)).toThrow('found none');
  });
});
