import { describe, expect, it } from 'vitest';
import { decisionXml, inputXml, literalXml, requiredInput, requiredKnowledge } from '../../test/harness/decision-xml.ts';
import type { Json } from '../json/json.ts';
import { evaluate } from '../../test/harness/decision-evaluation.ts';

describe('item definitions', () => {
  const tAge = '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..120]</text></allowedValues></itemDefinition>';
  const tAges = '<itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>';
  const tPerson = '<itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent><itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>';
  const read = (type: string, value: Json): Json =>
    evaluate(tAge + tAges + tPerson + inputXml('x', type) + decisionXml('d', literalXml('x'), { requires: requiredInput('x'), type }), 'd', { x: value }).output;

  it.each([
    ['tAge', 12, 12], ['tAge', 121, null], ['tAge', 'old', null], ['tAge', [12], 12], ['tAge', [12, 13], null],
    ['tAges', [1, 2], [1, 2]], ['tAges', 1, [1]], ['tAges', [1, 200], null], ['number', '1', null], ['Any', { a: [1] }, { a: [1] }],
    ['tPerson', { 'full name': 'Ada', age: 36 }, { 'full name': 'Ada', age: 36 }], ['tPerson', { 'full name': 'Ada', age: 360 }, null],
    ['tPerson', { 'full name': 'Ada' }, { 'full name': 'Ada', age: null }], ['tPerson', { 'full name': 36, age: 'Ada' }, null],
  ] as const)('%s takes %j as %j', (type, value, expected) => expect(read(type, value)).toEqual(expected));

  it.each([
    ['<typeRef>number</typeRef><allowedValues><text>? &gt; 1 and even(?)</text></allowedValues>', [[2, 2], [3, null], [0, null], [[4], 4]]],
    ['<typeRef>string</typeRef><allowedValues><text>starts with(?, "a"), "b"</text></allowedValues>', [['ab', 'ab'], ['b', 'b'], ['c', null]]],
    ['<typeRef>date</typeRef><allowedValues><text>&gt; @"2020-01-01"</text></allowedValues>', [['2020-01-02', null]]],
    ['<typeRef>number</typeRef><typeConstraint><text>count(?) &lt; 3</text></typeConstraint>', [[[1, 2], [1, 2]], [[1, 2, 3], null], [7, [7]]]],
  ] as const)('bound values with tests of any kind: %s', (inner, cases) => {
    const collection = inner.includes('typeConstraint') ? ' isCollection="true"' : '';
    const content = `<itemDefinition name="tX"${collection}>${inner}</itemDefinition>${inputXml('x', 'tX')}${decisionXml('d', literalXml('x'), { requires: requiredInput('x') })}`;
    for (const [given, expected] of cases) expect(evaluate(content, 'd', { x: given }).output).toEqual(expected);
  });

  describe('of contexts', () => {
    const tTeam = '<itemDefinition name="tTeam"><itemComponent name="lead"><typeRef>tPerson</typeRef></itemComponent><itemComponent name="members" isCollection="true"><typeRef>tPerson</typeRef></itemComponent></itemDefinition>';
    const decided = (type: string, text: string): Json => evaluate(tAge + tPerson + tTeam + decisionXml('d', literalXml(text), { type }), 'd').output;
    const ada = '{"full name": "Ada", age: 36}';
    const json = { 'full name': 'Ada', age: 36 };

    it.each([
      ['tPerson', ada, json],
      ['tPerson', '{"full name": "Ada", age: 36, more: 1}', { ...json, more: 1 }],
      ['tPerson', '{"full name": "Ada", age: null}', { 'full name': 'Ada', age: null }],
      ['tPerson', '{"full name": "Ada"}', null],
      ['tPerson', '{}', null],
      ['tPerson', '{"full name": 36, age: "Ada"}', null],
      ['tPerson', '{"full name": "Ada", age: "36"}', null],
      ['tPerson', '{"full name": ["Ada"], age: 36}', null],
      ['tPerson', '{"full name": "Ada", age: 360}', null],
      ['tPerson', '"Ada"', null],
      ['tPerson', `[${ada}]`, json],
      ['tPerson', `[${ada}, ${ada}]`, null],
      ['tTeam', `{lead: ${ada}, members: [${ada}, null]}`, { lead: json, members: [json, null] }],
      ['tTeam', `{lead: {"full name": "Ada"}, members: []}`, null],
      ['tTeam', `{lead: ${ada}, members: [{age: 36}]}`, null],
      ['tTeam', `{lead: ${ada}, members: ${ada}}`, null],
    ])('%s takes %s as %j', (type, text, expected) => expect(decided(type, text)).toEqual(expected));

    it('bind data from outside, whose missing members are null, also for parameters', () => {
      const content = tAge + tPerson + tTeam + inputXml('team', 'tTeam')
        + `<businessKnowledgeModel id="k" name="lead"><variable name="lead"/><encapsulatedLogic><formalParameter name="team" typeRef="tTeam"/>${literalXml('team.lead.age')}</encapsulatedLogic></businessKnowledgeModel>`
        + decisionXml('d', literalXml('lead(team)'), { requires: requiredInput('team') + requiredKnowledge('k') });
      const members = [{ 'full name': 'Bob' }];
      expect(evaluate(content, 'd', { team: { lead: { age: 36 }, members } }).output).toBe(36);
      expect(evaluate(content, 'lead', { team: { lead: { age: 36 }, members } }).output).toBe(36);
      expect(evaluate(content, 'd', { team: { lead: { age: 36 }, members: [{ 'full name': 1 }] } }).output).toBeNull();
    });
  });

  it('bound dates with tests of dates', () => {
    const type = '<itemDefinition name="tX"><typeRef>date</typeRef><allowedValues><text>&gt; @"2020-01-01"</text></allowedValues></itemDefinition>';
    const decisions = decisionXml('late', literalXml('@"2020-01-02"'), { type: 'tX' }) + decisionXml('early', literalXml('@"2020-01-01"'), { type: 'tX' });
    expect([evaluate(type + decisions, 'late').output, evaluate(type + decisions, 'early').output]).toEqual(['2020-01-02', null]);
  });

  it('make names with spaces readable', () => {
    const content = tAge + tPerson + inputXml('A Person', 'tPerson') + decisionXml('d', literalXml('A Person.full name + "!"'), { requires: requiredInput('A Person') });
    expect(evaluate(content, 'd', { 'A Person': { 'full name': 'Ada', age: 36 } }).output).toBe('Ada!');
  });

  it('are types for instance of, which does not look at allowed values', () => {
    const content = tAge + decisionXml('d', literalXml('[30 instance of tAge, 130 instance of tAge, "x" instance of tAge]'));
    expect(evaluate(content, 'd').output).toEqual([true, true, false]);
  });
});
