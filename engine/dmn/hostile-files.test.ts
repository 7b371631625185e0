import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, inputXml, literalXml, requiredDecision, requiredInput, tableXml } from '../../test/harness/decision-xml.ts';
import { feelEngine } from '../feel/index.ts';
import { analyseTables, compileDecisions, evaluateDecision } from './index.ts';

const types = '<itemDefinition name="tA"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>'
  + '<itemDefinition name="tTree"><itemComponent name="children" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>';
const table = tableXml({ inputs: [{ text: 'n', type: 'tA', values: '[0..9]' }], outputs: [{ name: 'o', type: 'string', values: '"x","y"', fallback: '"y"' }], rules: [['< 5', '"x"'], ['> 6', 'string(n)']] });
const conditional = `<conditional><if>${literalXml('n > 1')}</if><then>${literalXml('"many"')}</then><else><list>${literalXml('n')}</list></else></conditional>`;
const file = definitionsXml(types + inputXml('n', 'tA') + inputXml('tree', 'tTree')
  + decisionXml('small', table, { requires: requiredInput('n') })
  + decisionXml('big', conditional, { requires: requiredInput('n') + requiredDecision('small'), type: 'tTree' }));

/** Whatever is in the file: an answer, never an exception. */
function use(xml: string): number {
  const compilation = compileDecisions(xml, feelEngine);
  if (!compilation.ok) return compilation.problems.filter(({ message, severity }) => severity === 'error' && message !== '').length;
  analyseTables(compilation.model, feelEngine);
  for (const { id } of compilation.model.decisions) evaluateDecision(compilation.model, id, { n: 3, tree: { children: [{ children: [] }] } }, { now: 0, budget: 10_000 });
  return 1;
}

describe('a damaged decision file', () => {
  const cut = fc.tuple(fc.nat(file.length), fc.nat(60), fc.constantFrom('', '<', '"', '&', 'x', '</list>', '<context>', '#small', ' href="#big"', '-1', '\u0000'));

  it('is refused with reasons or evaluated, and never throws', () => {
    fc.assert(fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
      const damaged = cuts.reduce((xml, [at, length, insert]) => xml.slice(0, at) + insert + xml.slice(at + length), file);
      expect(use(damaged)).toBeGreaterThan(0);
    }), { numRuns: 300 });
  });

  it('with swapped parts as well', () => {
    const pieces = file.split(/(?=<)/);
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.nat(pieces.length - 1)), { minLength: 1, maxLength: 4 }), (swaps) => {
      const shuffled = [...pieces];
      for (const [a, b] of swaps) [shuffled[a], shuffled[b]] = [shuffled[b] ?? '', shuffled[a] ?? ''];
      expect(use(shuffled.join(''))).toBeGreaterThan(0);
    }), { numRuns: 300 });
  });
});

describe('types that run in a circle', () => {
  it.each([
    '<itemDefinition name="tX"><typeRef>tX</typeRef></itemDefinition>',
    '<itemDefinition name="tX"><typeRef>tY</typeRef><allowedValues><text>1</text></allowedValues></itemDefinition><itemDefinition name="tY"><typeRef>tX</typeRef><allowedValues><text>1</text></allowedValues></itemDefinition>',
    '<itemDefinition name="tX" isCollection="true"><typeRef>tX</typeRef></itemDefinition>',
    '<itemDefinition name="tX"><itemComponent name="x"><typeRef>tX</typeRef></itemComponent></itemDefinition>',
  ])('%s', (definitions) => {
    const rules = [['1', '1']];
    const content = definitions + inputXml('n', 'tX') + decisionXml('d', tableXml({ inputs: [{ text: 'n', type: 'tX' }], outputs: [{ name: 'o', type: 'tX' }], rules }), { requires: requiredInput('n'), type: 'tX' });
    const compilation = compileDecisions(definitionsXml(content), feelEngine);
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
    expect(analyseTables(compilation.model, feelEngine)).toBeInstanceOf(Array);
    expect(evaluateDecision(compilation.model, 'd', { n: 1 }, { now: 0 }).output).toBeNull();
  });
});

describe('a file with far too many names', () => {
  const entries = (count: number): string => Array.from({ length: count }, (_unused, index) => `<contextEntry><variable name="a ${index}"/>${literalXml('a 1')}</contextEntry>`).join('');

  it.each([
    ['in one context', decisionXml('d', `<context>${entries(12_000)}</context>`), 'Expected fewer names'],
    ['of decisions', Array.from({ length: 5_001 }, (_unused, index) => decisionXml(`d${index}`, literalXml('1'))).join(''), 'Expected at most 5000 decisions'],
  ])('%s is refused', (_where, content, message) => {
    const compilation = compileDecisions(definitionsXml(content), feelEngine);
    expect(compilation.ok ? [] : compilation.problems.map((problem) => problem.message)).toContainEqual(expect.stringContaining(message));
  });
});

describe('names that JavaScript objects have', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is no datum', (name) => {
    const compilation = compileDecisions(definitionsXml(decisionXml('d', literalXml(name)), 'camunda'), feelEngine);
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
    expect(evaluateDecision(compilation.model, 'd', {}, { now: 0 }).output).toBeNull();
  });
});
