import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, literalXml, requiredDecision, requiredKnowledge, tableXml } from '../../test/harness/decision-xml.ts';
import { context } from '../../test/harness/decision-evaluation.ts';
import { feelEngine } from '../feel/index.ts';
import { compileDecisionFiles, evaluateDecision, type CompiledFile, type DecisionFile } from './index.ts';

const file = (name: string, namespace: string, content: string): DecisionFile => ({ name, xml: definitionsXml(content).replace('urn:fixture', namespace) });
const importing = (name: string, namespace: string, location?: string): string =>
  `<import name="${name}" namespace="${namespace}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"${location === undefined ? '' : ` locationURI="${location}"`}/>`;
const twice = '<businessKnowledgeModel id="twice" name="twice"><variable name="twice"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>';
const knowledge = (href: string): string => requiredKnowledge('x').replace('#x', href);

const library = file('library.dmn', 'urn:library', twice + decisionXml('base', literalXml('20')));
const main = file('main.dmn', 'urn:main', importing('lib', 'urn:library')
  + decisionXml('top', literalXml('lib.twice(lib.base) + 2'), { requires: knowledge('urn:library#twice') + requiredDecision('x').replace('#x', 'urn:library#base') }));

const outputOf = ({ model, problems }: CompiledFile | undefined = { file: main, model: undefined, problems: [], imports: [] }, decision: string): unknown =>
  (model === undefined ? problems : evaluateDecision(model, decision, {}, context).output);

describe('decision files that are deployed together', () => {
  it('import each other, in whatever order they come', () => {
    for (const files of [[library, main], [main, library]]) {
      const compiled = compileDecisionFiles(files, feelEngine);
      expect(compiled.map((one) => one.problems)).toEqual([[], []]);
      const [top] = compiled.filter((one) => one.file === main);
      expect(outputOf(top, 'top')).toBe(42);
      expect(top?.imports).toEqual([library]);
      expect(compiled.find((one) => one.file === library)).toMatchObject({ imports: [], model: { decisions: [{ id: 'base' }] } });
    }
  });

  it('import what was deployed before, and what that imports', () => {
    const middle = file('middle.dmn', 'urn:middle', importing('lib', 'urn:library', 'library.dmn')
      + decisionXml('forty', literalXml('lib.twice(20)'), { requires: knowledge('urn:library#twice') }));
    const outer = file('outer.dmn', 'urn:outer', importing('mid', 'urn:middle') + decisionXml('d', literalXml('mid.forty + 2'), { requires: requiredDecision('x').replace('#x', 'urn:middle#forty') }));
    const asked: unknown[] = [];
    const [compiled] = compileDecisionFiles([outer], feelEngine, {
      resolve: (wanted) => {
        asked.push(wanted);
        return [library, middle].find(({ xml }) => xml.includes(`namespace="${wanted.namespace}">`));
      },
    });
    expect(outputOf(compiled, 'd')).toBe(42);
    expect(compiled?.imports).toEqual([middle, library]);
    expect(asked).toEqual([{ name: 'mid', namespace: 'urn:middle' }, { name: 'lib', namespace: 'urn:library', location: 'library.dmn' }]);
    const again = compileDecisionFiles([outer], feelEngine, { resolve: ({ namespace }) => compiled?.imports.find(({ xml }) => xml.includes(`namespace="${namespace}">`)) });
    expect(outputOf(again[0], 'd')).toBe(42);
  });

  it('are told apart by their location when they share a namespace', () => {
    const other = file('other.dmn', 'urn:library', decisionXml('other', literalXml('1')) + twice.replace('n * 2', 'n * 3'));
    const located = (location?: string): DecisionFile => file('main.dmn', 'urn:main', importing('lib', 'urn:library', location) + decisionXml('top', literalXml('lib.twice(1)'), { requires: knowledge('urn:library#twice') }));
    const top = (location?: string): unknown => outputOf(compileDecisionFiles([library, other, located(location)], feelEngine)[2], 'top');
    expect([top('models/library.dmn'), top('./other.dmn')]).toEqual([2, 3]);
    expect(top()).toMatchObject([{ severity: 'error', message: "Expected the imported file 'lib' with namespace 'urn:library', but it cannot be found." }, { severity: 'error' }]);
  });

  it('say in which file an error is', () => {
    const broken = file('broken.dmn', 'urn:library', decisionXml('bad', literalXml('1 +')));
    const [first, second] = compileDecisionFiles([broken, main], feelEngine);
    expect(first?.problems).toMatchObject([{ severity: 'error', element: 'bad', line: 1 }]);
    expect(first?.problems[0]).not.toHaveProperty('file');
    expect(second).toMatchObject({ model: undefined, problems: [{ severity: 'error', element: 'bad', file: 'broken.dmn' }, { severity: 'error', element: 'top' }, { severity: 'error', element: 'top' }] });
  });

  it('must not define the same decision', () => {
    const one = (text: string): string => definitionsXml(decisionXml('same', tableXml({ inputs: [{ text: 'x' }], outputs: [{ name: 'y' }], rules: [['-', text]] })));
    const compiled = compileDecisionFiles([{ name: 'a.dmn', xml: one('1') }, { name: 'b.dmn', xml: one('2') }, library], feelEngine);
    expect(compiled.map(({ model }) => model === undefined)).toEqual([false, true, false]);
    expect(compiled[1]?.problems).toEqual([{ severity: 'error', message: "Expected the ids of decisions to be unique, but 'same' stands in 'a.dmn' as well.", element: 'same' }]);
  });

  it('may import one another in a circle only to be refused', () => {
    const a = file('a.dmn', 'urn:a', importing('b', 'urn:b'));
    const b = file('b.dmn', 'urn:b', importing('a', 'urn:a'));
    expect(compileDecisionFiles([a, b], feelEngine)).toMatchObject([
      { problems: [{ message: "Expected imports to end, but 'urn:a' imports itself.", file: 'b.dmn' }] },
      { problems: [{ message: "Expected imports to end, but 'urn:b' imports itself.", file: 'a.dmn' }] },
    ]);
  });
});
