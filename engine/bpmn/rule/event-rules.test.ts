import { describe, expect, it } from 'vitest';
import { boundary, catching, end, exclusive, flows, manual, message, messages, node, parallel, problemsOf, processXml, start, subProcess, timer, user } from '../../../test/case/bpmn-xml.ts';
import { feelEngine } from '../../feel/index.ts';
import { compileBpmn } from '../index.ts';

const of = (kind: string, content = ''): string => `<bpmn:${kind}EventDefinition>${content}</bpmn:${kind}EventDefinition>`;
const eventSub = (content: string): string => node('subProcess', 'sub', { attributes: 'triggeredByEvent="true"', content });
const begin = (definition: string, attributes = ''): string => node('startEvent', 'begin', { content: definition, attributes });
const undone = boundary('b', 'a', of('compensate'));
const handler = node('manualTask', 'undo', { attributes: 'isForCompensation="true"' });
const association = '<bpmn:association id="as" associationDirection="One" sourceRef="b" targetRef="undo"/>';
const main = start() + user('a') + flows('start -> a');

describe('an event is refused where it cannot stand', () => {
  it.each([
    ['a start that terminates', node('startEvent', 'start', { content: of('terminate') }) + user('a') + flows('start -> a'), /Expected start event 'start' of a process to be one of message, timer, conditional or signal, but it has a terminate event definition/],
    ['a sub-process that begins with a timer', start() + subProcess('sub', begin(timer('timeDuration', 'PT1S')) + user('a') + flows('begin -> a')) + flows('start -> sub'), /Expected start event 'begin' of a sub-process to have no event definition, but it has a timer event definition/],
    ['an event sub-process that begins with nothing', main + eventSub(begin('')), /Expected start event 'begin' of an event sub-process to be one of .* but it has no event definition/],
    ['an error that does not interrupt', main + eventSub(begin(of('error'), 'isInterrupting="false"')), /event sub-process that does not interrupt to be one of .* but it has an error event definition/],
    ['a boundary event that catches a link', main + boundary('b', 'a', of('link')), /Expected boundary event 'b' to be one of .* but it has a link event definition/],
    ['an end that waits', start() + end('end', timer('timeDuration', 'PT1S')) + flows('start -> end'), /Expected end event 'end' to be one of .* but it has a timer event definition/],
    ['a throw that cancels', start() + node('intermediateThrowEvent', 't', { content: of('cancel') }) + flows('start -> t'), /Expected intermediate throw event 't' to be one of .* but it has a cancel event definition/],
    ['a catch of an escalation', start() + catching('c', of('escalation')) + flows('start -> c'), /Expected intermediate catch event 'c' to be one of .* but it has an escalation event definition/],
    ['an escalation without a code', start() + end('end', of('escalation')) + flows('start -> end'), /Expected end event 'end' to throw an escalation with a code, but it refers to none/],
    ['a conditional event without a condition', start() + catching('c', of('conditional', '<bpmn:condition/>')) + flows('start -> c'), /Expected intermediate catch event 'c' to have a condition, but it has none/],
    ['a signal without a name', start() + catching('c', of('signal')) + flows('start -> c'), /to be of a signal with a name, but it refers to none/],
    ['a flow into an event sub-process', start() + eventSub(begin(timer('timeDuration', 'PT1S'))) + flows('start -> sub'), /Expected no sequence flow into or out of event sub process 'sub', but there is sequence flow 'start_sub'/],
    ['an event sub-process with two starts', main + eventSub(begin(timer('timeDuration', 'PT1S')) + start('other')), /Expected event sub process 'sub' to have one start event, but it has 2/],
    ['a compensation event with a flow', main + undone + handler + association + user('c') + flows('b -> c'), /to lead to its handler by an association, but there is sequence flow 'b_c'/],
    ['a compensation event without a handler', main + undone, /to be associated with one activity that undoes what was done, but it is with 0/],
    ['a compensation event whose handler is none', main + undone + manual('undo') + association, /Expected manual task 'undo', which compensation boundary event 'b' leads to|to be marked as for compensation, but it is not/],
    ['a flow into a compensation handler', main + undone + handler + association + flows('a -> undo'), /no sequence flow into or out of the compensation handler manual task 'undo'/],
    ['a cancel end outside a transaction', start() + end('end', of('cancel')) + flows('start -> end'), /to stand in a transaction, but it stands in process 'process'/],
    ['a cancel event on a task', main + boundary('b', 'a', of('cancel')), /to be attached to a transaction, but it is attached to user task 'a'/],
    ['an end event in an ad-hoc sub-process', start() + node('adHocSubProcess', 'any', { content: end('e') }) + flows('start -> any'), /Expected no start or end event in ad hoc sub process 'any', but there is end event 'e'/],
    ['a receive task that starts cases in the middle', start() + node('receiveTask', 'r', { attributes: 'instantiate="true" messageRef="m"' }) + flows('start -> r'), /Expected no sequence flow into receive task 'r', which starts cases/],
    ['a loop over nothing', start() + node('manualTask', 'a', { content: '<bpmn:multiInstanceLoopCharacteristics/>' }) + flows('start -> a'), /multi-instance manual task 'a' to have a collection .* or a number of times, but it has neither/],
    ['two loop markers', start() + node('manualTask', 'a', { content: '<bpmn:standardLoopCharacteristics/><bpmn:multiInstanceLoopCharacteristics/>' }) + flows('start -> a'), /Expected an activity to have one loop marker, but it has two/],
  ])('%s', async (_, content, expected) => {
    const problems = await problemsOf(processXml(content, messages('m')));
    expect(problems.map(({ severity, message: text }) => `${severity} ${text}`).join('\n')).toMatch(expected);
  });
});

const findings = async (content: string): Promise<readonly string[]> => {
  const compilation = await compileBpmn(processXml(content, messages('m')), feelEngine);
  return (compilation.ok ? compilation.warnings : compilation.problems).map(({ severity, element, message: text }) => `${severity} ${element}: ${text}`);
};

describe('what could be put better is hinted at, and deployed', () => {
  it.each([
    ['a gateway that does nothing', start() + parallel('g') + end() + flows('start -> g -> end'), /^hint g: .* it has 1 in and 1 out: it does nothing$/],
    ['a gateway that is not what it says', start() + node('parallelGateway', 'g', { attributes: 'gatewayDirection="Converging"' }) + end('e1') + end('e2') + flows('start -> g -> e1', 'g -> e2'), /^hint g: Expected a parallel gateway that is converging/],
    ['a date without a zone', start() + catching('c', timer('timeDate', '2030-01-01T00:00:00')) + end() + flows('start -> c -> end'), /^hint c: .* it is read in the zone of the case$/],
    ['a flow that says it waits', start() + end() + '<bpmn:sequenceFlow id="f" sourceRef="start" targetRef="end" isImmediate="false"/>', /^hint f: Expected sequence flow 'f' to be immediate/],
    ['lists of flows that differ', '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent><bpmn:sequenceFlow id="f" sourceRef="start" targetRef="end"/>', /^hint start: Expected start event 'start' to list the flows out of it/],
    ['a choice with a flow that is always taken', start() + exclusive('g') + end('e1') + end('e2') + flows('start -> g', 'g -> e1 if x', 'g -> e2'), /^warning g_e2: .* it is taken whenever none before it is, and none behind it ever$/],
  ])('%s', async (_, content, expected) => {
    expect((await findings(content)).filter((text) => expected.test(text))).toHaveLength(1);
  });

  it('a receive task may stand behind an event-based gateway', async () => {
    const told = await findings(start() + node('eventBasedGateway', 'g') + catching('c', message('m')) + node('receiveTask', 'r', { attributes: 'messageRef="m"' }) + end() + flows('start -> g -> c -> end', 'g -> r -> end'));
    expect(told.filter((text) => text.includes('receive tasks without boundary'))).toEqual([]);
  });
});
