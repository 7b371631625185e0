/** What is allowed and probably not meant: it is told at deployment, and refuses nothing. */
import { describe, expect, it } from 'vitest';
import { boundary, catching, definitions, end, exclusive, flows, mapping, node, processXml, script, service, start, subProcess, timer, user } from '../../test/case/bpmn-xml.ts';
import { feelEngine } from '../feel/index.ts';
import { compileBpmn } from './index.ts';

const warningsOf = async (xml: string) => {
  const compilation = await compileBpmn(xml, feelEngine);
  return compilation.ok ? compilation.warnings : compilation.problems;
};
const messagesOf = async (content: string): Promise<unknown[]> => (await warningsOf(processXml(content))).map(({ element, message }) => [element, message]);
const whole = (content: string, ...ways: string[]): string => start() + content + end() + flows(...ways);

describe('elements', () => {
  it('that nothing leads to are told, of loops and sub-processes too', async () => {
    const inner = start('s') + user('lost') + end('e') + flows('s -> e', 'lost -> e');
    const content = whole(user('lonely') + exclusive('x') + user('y') + subProcess('sub', inner), 'start -> sub -> end', 'x -> y -> x');
    expect(await messagesOf(content)).toEqual([
      ['lonely', "Expected a way from the start event to user task 'lonely', but there is none: it is never reached"],
      ['x', "Expected a way from the start event to exclusive gateway 'x', but there is none: it is never reached"],
      ['y', "Expected a way from the start event to user task 'y', but there is none: it is never reached"],
      ['x', "Expected exclusive gateway 'x' to join or to part flows, but it has 1 in and 1 out: it does nothing"],
      ['lost', "Expected a way from the start event to user task 'lost', but there is none: it is never reached"],
    ]);
  });

  it('behind boundary events and links are reached', async () => {
    const link = '<bpmn:linkEventDefinition name="l"/>';
    const content = start() + user('a') + boundary('late', 'a', timer('timeDuration', 'PT1H')) + node('intermediateThrowEvent', 'throw', { content: link })
      + catching('catch', link) + end() + end('other') + flows('start -> a -> throw', 'catch -> end', 'late -> other');
    expect(await messagesOf(content)).toEqual([]);
  });

  it('at which a way just stops are told', async () => {
    const content = start() + user('a') + boundary('late', 'a', timer('timeDuration', 'PT1H')) + flows('start -> a');
    expect(await messagesOf(content)).toEqual([
      ['a', "Expected a sequence flow out of user task 'a', but there is none: the way ends here"],
      ['late', "Expected a sequence flow out of boundary event 'late', but there is none: the way ends here"],
    ]);
  });
});

describe('functions that do not exist', () => {
  const called = (name: string): string => `Expected a function that exists, but there is no '${name}'; the call gives null`;

  it('are told wherever they are called', async () => {
    const content = start() + service('a', mapping({ x: '=summ(list)' }, { y: '=1 + f(g(2))' })) + exclusive('g', 'end') + script('s', 'r', '=h()')
      + boundary('late', 'a', timer('timeDuration', '=wait(x)')) + end() + end('other')
      + flows('start -> a -> g -> end', 'g -> s if k(x)', 's -> end', 'late -> other');
    expect((await messagesOf(content)).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['a', called('f')], ['a', called('g')], ['a', called('summ')], ['g_s', called('k')], ['late', called('wait')], ['s', called('h')],
    ]);
  });

  it('have their place in the expression', async () => {
    const warnings = await warningsOf(processXml(whole(script('s', 'r', '=1 + h()'), 'start -> s -> end')));
    expect(warnings).toMatchObject([{ element: 's', expression: { text: '1 + h()', from: 4, to: 5 } }]);
  });

  it('are not those that are built in, made in the expression, or come as parameters', async () => {
    const text = '=sum([1]) + {f: function(x) x + 1, r: f(1)}.r + (function(g) g(1))(abs) + count(sort([1], function(a, b) a < b))';
    expect(await messagesOf(whole(script('s', 'r', text), 'start -> s -> end'))).toEqual([]);
  });
});

describe('names of variables', () => {
  const reading = (...texts: string[]): string =>
    whole(texts.map((text, index) => script(`s${index}`, `r${index}`, text)).join(''), `start -> ${texts.map((_text, index) => `s${index}`).join(' -> ')} -> end`);

  it.each([
    ['a letter too few', '=decison'], ['a letter too many', '=deciision'], ['another letter', '=decizion'], ['two letters in the wrong order', '=deicsion'],
    ['another case', '=Decision'],
  ])('with %s are told when nothing sets them', async (_what, text) => {
    const content = whole(service('a', mapping({}, { decision: '=x' })) + script('s', 'r', text), 'start -> a -> s -> end');
    const message = `Expected '${text.slice(1)}' to be a name that something sets, but nothing here does, and what the definition sets is 'decision'`;
    expect(await messagesOf(content)).toEqual([['s', message]]);
  });

  it('that are read elsewhere under almost the same name are told once', async () => {
    expect(await messagesOf(reading('=decision', '=decison'))).toEqual([
      ['s1', "Expected one name for one variable, but 'decison' is read here and 'decision' elsewhere, and nothing in the definition sets 'decison'"],
    ]);
  });

  it.each([
    [['=amount1', '=amount2']], [['=order', '=orders']], [['=approver', '=approved']], [['=date', '=data']], [['=decision', '=decision']],
    [['=total', '=amount']], [['=approval', '=approver']], [['=decision + 1', '=decision', '=decison', '=decison']],
  ])('that may well be others are not told: %j', async (texts) => {
    expect(await messagesOf(reading(...texts))).toEqual([]);
  });

  it('that an expression makes itself are none of them', async () => {
    expect(await messagesOf(reading('=for reciever in list return reciever', '=receiver'))).toEqual([]);
  });
});

it('a text that is no FEEL is refused with its place in the expression', async () => {
  const problems = await warningsOf(definitions(`<bpmn:process id="p" isExecutable="true">${whole(script('s', 'r', '=1 +* 2'), 'start -> s -> end')}</bpmn:process>`));
  expect(problems).toMatchObject([{
    severity: 'error', element: 's', expression: { text: '1 +* 2', from: 3 },
    message: expect.stringMatching(/^Expected an expression of script task 's' to be readable FEEL, but it is not\. Failed to parse expression '=1 \+\* 2': /) as string,
  }]);
});
