import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, literalXml, requiredDecision, requiredKnowledge } from '../../test/harness/decision-xml.ts';
import { feelEngine } from '../feel/index.ts';
import { context } from '../../test/harness/decision-evaluation.ts';
import { compileDecisions, evaluateDecision } from './index.ts';

describe('imports', () => {
  const library = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="l" name="Library" namespace="urn:library">'
    + '<itemDefinition name="tRate"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues></itemDefinition>'
    + '<businessKnowledgeModel id="tax" name="Tax of"><variable name="Tax of"/><encapsulatedLogic><formalParameter name="rate" typeRef="tRate"/>'
    + `${literalXml('rate * 100')}</encapsulatedLogic></businessKnowledgeModel></definitions>`;
  const importing = definitionsXml('<import name="my lib" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    + decisionXml('d', literalXml('[my lib.Tax of(0.5), my lib.Tax of(5), 0.5 instance of my lib.tRate]'), { requires: requiredKnowledge('x').replace('#x', 'urn:library#tax') }));

  it('bring elements and types under their name', () => {
    const compilation = compileDecisions(importing, feelEngine, { resolveImport: ({ namespace }) => (namespace === 'urn:library' ? { name: 'library.dmn', xml: library } : undefined) });
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
    expect(evaluateDecision(compilation.model, 'd', {}, context).output).toEqual([50, null, true]);
  });

  it('without a name merge with the file, any number of them', () => {
    const other = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="o" name="Other" namespace="urn:other">'
      + `${decisionXml('base', literalXml('1'))}</definitions>`;
    const merging = definitionsXml(['urn:library', 'urn:other'].map((namespace) => `<import name="" namespace="${namespace}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>`).join('')
      + decisionXml('d', literalXml('[Tax of(0.5), base, 0.5 instance of tRate]'), {
        requires: requiredKnowledge('x').replace('#x', 'urn:library#tax') + requiredDecision('x').replace('#x', 'urn:other#base'),
      }));
    const compilation = compileDecisions(merging, feelEngine, { resolveImport: ({ namespace }) => ({ name: 'imported.dmn', xml: namespace === 'urn:library' ? library : other }) });
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
    expect(evaluateDecision(compilation.model, 'd', {}, context).output).toEqual([50, 1, true]);
  });

  it('that cannot be found are refused', () => {
    const compilation = compileDecisions(importing, feelEngine);
    expect(compilation.ok ? [] : compilation.problems[0]?.message).toBe("Expected the imported file 'my lib' with namespace 'urn:library', but it cannot be found.");
  });

  it('in a circle are refused', () => {
    const self = definitionsXml('<import name="me" namespace="urn:fixture" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>');
    expect(compileDecisions(self, feelEngine, { resolveImport: () => ({ name: 'self.dmn', xml: self }) })).toMatchObject({ ok: false, problems: [{ message: "Expected imports to end, but 'urn:fixture' imports itself." }] });
  });
});
