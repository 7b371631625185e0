import { describe, expect, it } from 'vitest';
import { boundary, catching, end, error, errors, exclusive, flows, inclusive, message, messages, node, nonInterrupting, parallel, processXml, service, start, subProcess, timer, user } from '../../../test/case/bpmn-xml.ts';
import { feelEngine } from '../../feel/index.ts';
import { compileBpmn } from '../index.ts';

const about = /for ever|is left at|none can|nothing does|only goes on|only in part/;

/** What is said of the soundness, as `severity element: message`. */
const told = async (content: string): Promise<readonly string[]> => {
  const compilation = await compileBpmn(processXml(content, messages('note') + errors('E')), feelEngine);
  if (!compilation.ok) throw new Error(compilation.problems.map(({ message: text }) => text).join('\n'));
  return compilation.warnings.filter(({ message: text }) => about.test(text)).map(({ severity, element, message: text }) => `${severity} ${element}: ${text}`);
};

describe('a stop is told with the way that leads there', () => {
  it('when a choice is joined as if all were done', async () => {
    const found = await told(start() + exclusive('g', 'b') + user('a') + user('b') + parallel('join') + end() + flows('start -> g', 'g -> a if x', 'g -> b', 'a -> join', 'b -> join', 'join -> end'));
    expect(found).toEqual(["warning join: Expected a case to go on from parallel gateway 'join', but it can wait there for ever for 'b_join': when 'g' goes on by 'g_a', then 'a' completes"]);
  });

  it('when an event takes a token away that a join waits for', async () => {
    const found = await told(start() + parallel('f') + user('a') + user('b') + boundary('late', 'a', timer('timeDuration', 'PT1S')) + end('gone') + parallel('join') + end() + flows('start -> f -> a -> join -> end', 'f -> b -> join', 'late -> gone'));
    expect(found).toEqual([expect.stringMatching(/^warning join: .* for 'a_join': when .*'late' happens/)]);
  });

  it('inside a sub-process', async () => {
    const inside = start('s') + exclusive('g', 'b') + user('a') + user('b') + parallel('join') + flows('s -> g', 'g -> a if x', 'g -> b', 'a -> join', 'b -> join');
    expect(await told(start() + subProcess('sub', inside) + end() + flows('start -> sub -> end'))).toEqual([expect.stringMatching(/^warning join: /)]);
  });

  it('as tokens that are left, when a join has let others through before', async () => {
    const found = await told(start() + parallel('f') + user('a') + user('b') + user('c') + exclusive('m') + parallel('join') + end() + flows('start -> f', 'f -> a -> m', 'f -> b -> m', 'f -> c -> join', 'm -> join', 'join -> end'));
    expect(found).toEqual([expect.stringMatching(/^warning join: Expected nothing to be left when the rest of a case has ended, but a token is left at parallel gateway 'join'/)]);
  });

  it('as a hint when it takes two choices, which may depend on each other', async () => {
    const found = await told(start() + exclusive('g', 'b') + user('a') + user('b') + exclusive('h', 'd') + user('c') + user('d') + parallel('join') + exclusive('m') + end()
      + flows('start -> g', 'g -> a if x', 'g -> b', 'a -> m', 'b -> m', 'm -> h', 'h -> c if x', 'h -> d', 'c -> join', 'd -> join', 'join -> end'));
    expect(found).toEqual([expect.stringMatching(/^hint join: .*, unless the conditions rule that out$/)]);
  });
});

describe('nothing is said', () => {
  it.each([
    ['of a fork and its join', start() + parallel('f') + user('a') + user('b') + parallel('join') + end() + flows('start -> f -> a -> join -> end', 'f -> b -> join')],
    ['of inclusive gateways that part and join', start() + inclusive('f', 'b') + user('a') + user('b') + inclusive('join') + end() + flows('start -> f', 'f -> a if x', 'f -> b', 'a -> join', 'b -> join', 'join -> end')],
    ['of a loop with a way out', start() + exclusive('m') + user('a') + exclusive('g', 'm') + end() + flows('start -> m -> a -> g', 'g -> end if done', 'g -> m')],
    ['of a race', start() + node('eventBasedGateway', 'g') + catching('a', message('note')) + catching('b', timer('timeDuration', 'PT1S')) + end() + flows('start -> g -> a -> end', 'g -> b -> end')],
    ['of a reminder that does not interrupt, in a loop', start() + exclusive('m') + user('a') + boundary('r', 'a', timer('timeCycle', 'R/PT1S'), nonInterrupting) + end('told') + exclusive('g', 'm') + end() + flows('start -> m -> a -> g', 'r -> told', 'g -> end if done', 'g -> m')],
    ['of an end that terminates while a join waits', start() + parallel('f') + user('a') + user('b') + exclusive('g', 'join') + end('t', '<bpmn:terminateEventDefinition/>') + parallel('join') + end() + flows('start -> f -> a -> join -> end', 'f -> b -> g', 'g -> t if x', 'g -> join')],
    ['of an error that a sub-process throws', start() + subProcess('sub', start('s') + exclusive('g', 'ok') + end('e', error('E')) + end('ok') + flows('s -> g', 'g -> e if x', 'g -> ok')) + boundary('b', 'sub', error('E')) + end() + flows('start -> sub -> end', 'b -> end')],
  ])('%s', async (_, content) => {
    expect(await told(content)).toEqual([]);
  });
});

describe('what can never happen is told', () => {
  it('an error that nothing throws', async () => {
    const found = await told(start() + user('a') + boundary('b', 'a', error('E')) + end() + flows('start -> a -> end', 'b -> end'));
    expect(found).toEqual(["hint b: Expected something in user task 'a' to throw the error that boundary event 'b' catches, but nothing does: it never happens"]);
  });

  it('but a job may throw any', async () => {
    expect(await told(start() + service('a') + boundary('b', 'a', error('E')) + end() + flows('start -> a -> end', 'b -> end'))).toEqual([]);
  });

  it('what stands behind a flow that is never taken', async () => {
    const found = await told(start() + exclusive('g') + user('a') + user('b') + end() + flows('start -> g', 'g -> a', 'g -> b', 'a -> end', 'b -> end'));
    expect(found).toEqual([expect.stringMatching(/^warning b: Expected a case to be able to come to user task 'b', but none can/)]);
  });

  it('the end of a case that can only go on', async () => {
    const found = await told(start() + exclusive('m') + user('a') + flows('start -> m -> a -> m'));
    expect(found).toEqual([expect.stringMatching(/^hint process: Expected every case of process 'process' to be able to end, but one can come to where it only goes on/)]);
  });
});

it('many branches at once are looked at one after the other: their order does not matter', async () => {
  const branches = Array.from({ length: 40 }, (_, index) => user(`a${index}`) + user(`b${index}`) + flows(`f -> a${index} -> b${index} -> join`)).join('');
  expect(await told(start() + parallel('f') + branches + parallel('join') + end() + flows('start -> f', 'join -> end'))).toEqual([]);
});

it('what is too large to be looked at is said to be', async () => {
  const branches = Array.from({ length: 14 }, (_, index) => user(`a${index}`) + flows(`f -> a${index} -> join`)).join('');
  const inside = start('s') + parallel('f') + branches + parallel('join') + flows('s -> f');
  const found = await told(start() + subProcess('sub', inside) + boundary('late', 'sub', timer('timeDuration', 'PT1S')) + end() + flows('start -> sub -> end', 'late -> end'));
  expect(found).toEqual([expect.stringMatching(/^hint process: Expected to look at every way/)]);
});
