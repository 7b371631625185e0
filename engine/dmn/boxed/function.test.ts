import { describe, expect, it } from 'vitest';
import { decisionXml, definitionsXml, inputXml, literalXml, requiredDecision, requiredInput, requiredKnowledge, tableXml } from '../../../test/harness/decision-xml.ts';
import { feelEngine } from '../../feel/index.ts';
import type { Json } from '../../json/json.ts';
import { context, evaluate } from '../../../test/harness/decision-evaluation.ts';
import { compileDecisions, evaluateDecision } from '../index.ts';

describe('knowledge models and services', () => {
  const bkm = (name: string, parameters: string, body: string, requires = ''): string =>
    `<businessKnowledgeModel id="${name}" name="${name}"><variable name="${name}"/>${requires}<encapsulatedLogic>${parameters}${body}</encapsulatedLogic></businessKnowledgeModel>`;
  const parameter = (name: string, type = 'number'): string => `<formalParameter name="${name}" typeRef="${type}"/>`;

  it('are functions with typed parameters', () => {
    const content = bkm('double', parameter('n'), literalXml('n * 2'))
      + decisionXml('d', literalXml('[double(4), double(n: 5), double("x")]'), { requires: requiredKnowledge('double') });
    expect(evaluate(content, 'd').output).toEqual([8, 10, null]);
  });

  it('may call themselves, and one another', () => {
    const content = bkm('even', parameter('n'), literalXml('if n = 0 then true else odd(n - 1)'), requiredKnowledge('odd'))
      + bkm('odd', parameter('n'), literalXml('if n = 0 then false else even(n - 1)'), requiredKnowledge('even'))
      + bkm('factorial', parameter('n'), literalXml('if n < 2 then 1 else n * factorial(n - 1)'))
      + decisionXml('d', literalXml('[even(10), factorial(20)]'), { requires: requiredKnowledge('even') + requiredKnowledge('factorial') });
    expect(evaluate(content, 'd').output).toEqual([true, 2432902008176640000]);
  });

  it('that never end are ended', () => {
    const content = bkm('forever', parameter('n'), literalXml('forever(n + 1)')) + decisionXml('d', literalXml('forever(1)'), { requires: requiredKnowledge('forever') });
    expect(evaluate(content, 'd').failure).toMatchObject({ decisionId: 'd' });
  });

  describe('that hold a table over qualified names', () => {
    const person = '<itemDefinition name="tPerson"><itemComponent name="Name"><typeRef>string</typeRef></itemComponent><itemComponent name="Sex"><typeRef>string</typeRef></itemComponent></itemDefinition>';
    const titles = (text: string): string => tableXml({ inputs: [{ text, type: 'string' }], outputs: [{ name: 'title' }], rules: [['"m"', '"Mr"'], ['"f"', '"Ms"']] });
    const invoked = (name: string, value: string): string => `<invocation>${literalXml('title')}<binding><parameter name="${name}"/>${literalXml(value)}</binding></invocation>`;
    const titleOf = (parameters: string, text: string, logic: string): Json =>
      evaluate(person + inputXml('Person', 'tPerson') + bkm('title', parameters, titles(text)) + decisionXml('d', logic, { requires: requiredInput('Person') + requiredKnowledge('title') }), 'd', { Person: { Name: 'Ada', Sex: 'f' } }).output;

    it.each([
      ['a parameter with members', parameter('Person', 'tPerson'), 'Person.Sex', invoked('Person', 'Person')],
      ['a parameter that is a qualified name', parameter('Person.Sex', 'string'), 'Person.Sex', invoked('Person.Sex', 'Person.Sex')],
      ['the same, by position', parameter('Person.Sex', 'string'), 'Person.Sex', literalXml('title(Person.Sex)')],
      ['no declared parameter, and a bound name', '', 'Person.Sex', invoked('Person', 'Person')],
      ['no declared parameter, and a bound qualified name', '', 'Person.Sex', invoked('Person.Sex', 'Person.Sex')],
      ['no declared parameter, and a bound name with spaces', '', 'what to ask for', invoked('what to ask for', 'Person.Sex')],
      ['no declared parameter, by name', '', 'Person.Sex', literalXml('title(Person: Person)')],
      ['no declared parameter, by position', '', 'Person.Sex', literalXml('title(Person)')],
      ['no declared parameter and no argument', '', 'Person.Sex', literalXml('title()')],
    ])('take %s', (_what, parameters, text, logic) => expect(titleOf(parameters, text, logic)).toBe('Ms'));

    it('leave a missing argument null', () => {
      expect(titleOf('', 'Person.Sex', literalXml('title(null)'))).toBeNull();
      expect(titleOf('', 'Person.Sex', literalXml('title(Person, 1)'))).toBeNull();
    });
  });

  it('may require knowledge of another file under its qualified name', () => {
    const library = definitionsXml(bkm('first', parameter('text', 'string'), literalXml('substring(text, 1, 1)'))).replace('urn:fixture', 'urn:library');
    const requires = '<knowledgeRequirement><requiredKnowledge href="urn:library#first"/></knowledgeRequirement>';
    const rules = [['"m"', '"Mr"'], ['"f"', '"Ms"']];
    const content = '<import name="my lib" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
      + bkm('title', parameter('Person.Sex', 'string'), tableXml({ inputs: [{ text: 'my lib.first(Person.Sex)' }], outputs: [{ name: 'title' }], rules }), requires)
      + inputXml('Person') + decisionXml('d', literalXml('title(Person.Sex)'), { requires: requiredInput('Person') + requiredKnowledge('title') });
    const compilation = compileDecisions(definitionsXml(content), feelEngine, { resolveImport: () => ({ name: 'library.dmn', xml: library }) });
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
    expect(evaluateDecision(compilation.model, 'd', { Person: { Sex: 'female' } }, context).output).toBe('Ms');
  });

  it('report the tables inside', () => {
    const rules = [['< 18', '"child"'], ['>= 18', '"adult"']];
    const content = bkm('group', parameter('age'), tableXml({ inputs: [{ text: 'age' }], outputs: [{ name: 'g' }], rules }))
      + decisionXml('d', literalXml('for age in [3, 40] return group(age)'), { requires: requiredKnowledge('group') });
    const { output, evaluatedDecisions } = evaluate(content, 'd');
    expect(output).toEqual(['child', 'adult']);
    expect(evaluatedDecisions[0]?.tables).toMatchObject([{ owner: 'group', matchedRules: [{ ruleIndex: 1 }] }, { owner: 'group', matchedRules: [{ ruleIndex: 2 }] }]);
  });

  const service = '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#b"/><encapsulatedDecision href="#a"/><inputData href="#i n"/></decisionService>';
  const served = inputXml('n', 'number') + decisionXml('a', literalXml('n + 1'), { requires: requiredInput('n') }) + decisionXml('b', literalXml('a * 10'), { requires: requiredDecision('a') }) + service;

  it('of decisions are functions of their inputs', () => {
    const content = served + decisionXml('d', literalXml('[s(1), s(n: 2), s("x")]'), { requires: requiredKnowledge('s') });
    expect(evaluate(content, 'd', { n: 50 }).output).toEqual([20, 30, null]);
  });

  it('of decisions convert their result to the type of their variable, or to the result of its function type', () => {
    const types = '<itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
      + '<itemDefinition name="tFunction"><functionItem outputTypeRef="tList"><parameters name="n" typeRef="number"/></functionItem></itemDefinition>'
      + '<itemDefinition name="tText"><functionItem outputTypeRef="string"><parameters name="n" typeRef="number"/></functionItem></itemDefinition>';
    const of = (type: string): Json => evaluate(types + served.replace('<variable name="s"/>', `<variable name="s" typeRef="${type}"/>`), 's', { n: 4 }).output;
    expect([of('tList'), of('tFunction'), of('tText'), of('string')]).toEqual([[50], [50], null, null]);
  });

  it('can be evaluated directly', () => expect(evaluate(served, 's', { n: 4 }).output).toBe(50));

  it('with several outputs give a context, and take input decisions after input data', () => {
    const several = inputXml('n', 'number') + decisionXml('made elsewhere', '', { type: 'string' })
      + decisionXml('x', literalXml('made elsewhere + string(n)'), { requires: requiredInput('n') + requiredDecision('made elsewhere') }) + decisionXml('y', literalXml('n * 2'), { requires: requiredInput('n') })
      + '<decisionService id="two" name="two"><outputDecision href="#x"/><outputDecision href="#y"/><inputDecision href="#made elsewhere"/><inputData href="#i n"/></decisionService>'
      + decisionXml('d', literalXml('[two(1, "a"), two("a", 1)]'), { requires: requiredKnowledge('two') });
    expect(evaluate(several, 'd').output).toEqual([{ x: 'a1', y: 2 }, null]);
    expect(evaluate(several, 'two', { n: 3, 'made elsewhere': 'b' }).output).toEqual({ x: 'b3', y: 6 });
    expect(evaluate(several, 'x', { n: 3, 'made elsewhere': 'b' }).output).toBe('b3');
  });

  it('written in Java give null and a warning', () => {
    const content = decisionXml('d', '<context><contextEntry><variable name="f"/><functionDefinition kind="Java"><formalParameter name="x"/><context/></functionDefinition></contextEntry><contextEntry><literalExpression><text>f(1)</text></literalExpression></contextEntry></context>');
    const result = evaluate(content, 'd');
    expect(result.output).toBeNull();
    expect(result.warnings.map(({ code }) => code)).toContain('EXTERNAL_FUNCTION');
  });
});
