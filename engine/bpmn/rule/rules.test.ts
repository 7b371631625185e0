import { describe, expect, it } from 'vitest';
import {
  boundary,
  catching,
  definitions,
  end,
  error,
  errors,
  exclusive,
  flow,
  flows,
  manual,
  message,
  messages,
  node,
  parallel,
  problemsOf,
  processXml,
  script,
  service,
  start,
  subProcess,
  timer,
  user,
} from '../../../test/case/bpmn-xml.ts';

const late = timer('timeDuration', 'PT1S');
const link = (name: string): string => `<bpmn:linkEventDefinition name="${name}"/>`;
const linkThrow = (id: string, name: string): string => node('intermediateThrowEvent', id, { content: link(name) });
const linkCatch = (id: string, name: string): string => catching(id, link(name));

describe('a process is refused', () => {
  it.each([
    ['without a start event', user('a'), /Expected process 'process' to have one none start event, but it has 0/],
    ['with two start events', start('s1') + start('s2') + user('a') + flows('s1 -> a', 's2 -> a'), /to have one none start event, but it has 2/],
    ['with a sub-process without a start event', start() + subProcess('sub', user('a')) + flows('start -> sub'), /Expected sub process 'sub' to have one none start event/],
    ['with a flow across a sub-process border', start() + subProcess('sub', start('s') + user('a')) + flows('start -> sub', 's -> a', 'start -> a'), /the target of sequence flow 'start_a' to be a flow node of process 'process', but it is user task 'a'/],
    ['with a flow into its start event', start() + user('a') + flows('start -> a -> start'), /Expected no sequence flow into start event 'start', but there is one/],
    ['with a flow out of its end event', start() + end() + user('a') + flows('start -> end -> a'), /Expected no sequence flow out of end event 'end', but there is one/],
    ['with a flow into a boundary event', start() + user('a') + boundary('b', 'a', late) + flows('start -> a -> b'), /no sequence flow into boundary event 'b'/],
    ['with a boundary event at an event', start() + catching('a', late) + boundary('b', 'a', late) + flows('start -> a'), /to be attached to an activity of the same scope, but it is attached to intermediate catch event 'a'/],
    ['with a boundary event at nothing', start() + node('boundaryEvent', 'b', { content: late }), /but it is attached to nothing/],
    ['with a condition that is no FEEL', start() + exclusive('g') + user('a') + flow('start -> g') + '<bpmn:sequenceFlow id="f" sourceRef="g" targetRef="a"><bpmn:conditionExpression>x = 1</bpmn:conditionExpression></bpmn:sequenceFlow>', /to be FEEL, beginning with '=', but it is 'x = 1'/],
    ['with a default flow of another gateway', start() + exclusive('g', 'h') + exclusive('h') + user('a') + flows('start -> h', 'g -> a', 'h -> g') + '<bpmn:sequenceFlow id="g_h" sourceRef="h" targetRef="a"/>', /the default flow of exclusive gateway 'g' to be one of its outgoing flows/],
    ['with a default flow out of a task that is another’s', start() + node('manualTask', 'a', { attributes: 'default="b_c"' }) + manual('b') + manual('c') + flows('start -> a -> b -> c'), /the default flow of manual task 'a' to be one of its outgoing flows, but it is sequence flow 'b_c'/],
    ['with a task behind an event-based gateway', start() + node('eventBasedGateway', 'g') + catching('a', late) + user('b') + flows('start -> g -> a', 'g -> b'), /only intermediate catch events and receive tasks without boundary events behind event based gateway 'g', but found user task 'b'/],
    ['with one event behind an event-based gateway', start() + node('eventBasedGateway', 'g') + catching('a', late) + flows('start -> g -> a'), /at least two events behind/],
    ['with another way to an event behind an event-based gateway', start() + parallel('p') + node('eventBasedGateway', 'g') + catching('a', late) + catching('b', late) + flows('start -> p -> g -> a', 'g -> b', 'p -> a'), /to be reached only from event based gateway 'g'/],
    ['with a loop that never waits', start() + exclusive('g') + manual('a') + flows('start -> g -> a -> g'), /Expected every loop to wait or change data somewhere, but .* g -> a -> g/],
    ['with two flow nodes of the same id', start() + user('a') + user('a'), /duplicate ID <a>/],
    ['with a flow to nothing', start() + '<bpmn:sequenceFlow id="f" sourceRef="start" targetRef="nowhere"/>', /unresolved reference <nowhere>/],
    ['with two events of an activity for the same error', start() + service('a') + boundary('b', 'a', error('E')) + boundary('c', 'a', error('E')) + flows('start -> a'), /only one event of service task 'a' to catch the error 'E', but boundary event 'b' and boundary event 'c' do/],
    ['with two events of an activity for every error', start() + service('a') + boundary('b', 'a', error()) + boundary('c', 'a', error()) + flows('start -> a'), /only one event of service task 'a' to catch every error/],
    ['with two events of an activity for the same message', start() + service('a') + boundary('b', 'a', message('m')) + boundary('c', 'a', message('m')) + flows('start -> a'), /to catch the message 'm' with the key '=key'/],
    ['with two events for the same message behind an event-based gateway', start() + node('eventBasedGateway', 'g') + catching('a', message('m')) + catching('b', message('m')) + flows('start -> g -> a', 'g -> b'), /only one event of event based gateway 'g' to catch the message 'm'/],
    ['with a script that is no FEEL', start() + script('a', 'x', 'y + 1') + flows('start -> a'), /script task 'a' to have an expression in FEEL, beginning with '=', but it is 'y \+ 1'/],
    ['with a correlation key that is no FEEL', start() + catching('a', message('fixed')) + flows('start -> a'), /to have a correlation key on its message in FEEL, beginning with '=', but it is 'orderId'/],
    ['with a job without retries', start() + service('a', '', 'type="work" retries="0"') + flows('start -> a'), /the job retries of service task 'a' to be a whole number, 1 or more, but it is '0'/],
    ['with a link that is not caught in its scope', start() + linkThrow('t', 'L') + subProcess('p', start('s') + linkThrow('t2', 'L') + linkCatch('c', 'L')) + flows('start -> t'), /a catch event for the link 'L' of intermediate throw event 't' in process 'process', but there is none/],
    ['with a link that is not thrown', start() + linkCatch('c', 'L'), /a throw event for the link 'L' of intermediate catch event 'c' in process 'process', but there is none/],
    ['with a link that is caught twice', start() + linkThrow('t', 'L') + linkCatch('c', 'L') + linkCatch('d', 'L') + flows('start -> t'), /one catch event for the link 'L' in process 'process', but there are intermediate catch event 'c' and intermediate catch event 'd'/],
    ['with a link without a name', start() + linkThrow('t', '') + linkCatch('c', '') + flows('start -> t'), /the link of intermediate throw event 't' to have a name, but it has none/],
    ['with a flow out of a link throw event', start() + linkThrow('t', 'L') + linkCatch('c', 'L') + user('a') + flows('start -> t -> a'), /no sequence flow out of intermediate throw event 't', which goes on at its link, but there is sequence flow 't_a'/],
    ['with a flow into a link catch event', start() + linkThrow('t', 'L') + linkCatch('c', 'L') + parallel('p') + flows('start -> p -> t', 'p -> c'), /no sequence flow into intermediate catch event 'c', which is entered by its link/],
    ['with a loop of links that never waits', start() + exclusive('g') + linkThrow('t', 'L') + linkCatch('c', 'L') + flows('start -> g -> t', 'c -> g'), /Expected every loop to wait or change data somewhere, but .* is in one that does not: .*t -> c/],
    ['with an extension that stands twice on an element', start() + service('a', '<zeebe:taskDefinition type="other"/>') + flows('start -> a'), /service task 'a' to have zeebe:taskDefinition once, but it has it 2 times/],
    ['with a flow node without an id', start() + '<bpmn:manualTask/>', /every flow node to have an id, but found a manual task without an id/],
  ])('%s', async (_what, content, expected) => {
    const fixed = '<bpmn:message id="fixed" name="fixed"><bpmn:extensionElements><zeebe:subscription correlationKey="orderId"/></bpmn:extensionElements></bpmn:message>';
    const problems = await problemsOf(processXml(content, messages('m') + errors('E') + fixed));
    expect(problems.map(({ message }) => message).join('\n')).toMatch(expected);
    expect(problems.every(({ line }) => line === 3)).toBe(true);
  });
});

describe('what is not supported yet is refused by name', () => {
  it.each([
    ['a message beside a signal', node('intermediateThrowEvent', 'here', { extension: '<zeebe:taskDefinition type="t"/>', content: '<bpmn:messageEventDefinition/><bpmn:signalEventDefinition/>' }), /a message, a termination or a cancellation beside other definitions is not supported yet/],
    ['task listeners', user('here', '<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="a"/></zeebe:taskListeners>'), /a task listener is not supported yet/],
    ['a decision binding', node('businessRuleTask', 'here', { extension: '<zeebe:calledDecision decisionId="d" resultVariable="r" bindingType="deployment"/>' }), /the decision binding 'deployment' is not supported yet/],
  ])('%s', async (_what, xml, expected) => {
    const problems = await problemsOf(processXml(start() + xml + flows('start -> here')));
    expect(problems.map(({ message }) => message).join('\n')).toMatch(expected);
    expect(problems).toContainEqual(expect.objectContaining({ element: 'here', line: 3 }));
  });
});

describe('a model of another engine is refused', () => {
  it.each([
    ['Camunda 7', 'http://camunda.org/schema/1.0/bpmn'],
    ['Activiti', 'http://activiti.org/bpmn'],
    ['Flowable', 'http://flowable.org/bpmn'],
  ])('%s, naming what would be lost and where', async (engine, namespace) => {
    const task = node('userTask', 'a', { extension: '<zeebe:userTask/><x:taskListener/>', attributes: 'x:assignee="ann"' });
    const inner = subProcess('sub', start('s') + task + flows('s -> a'));
    const xml = definitions(`<bpmn:process id="p" isExecutable="true" x:historyTimeToLive="9">${start() + inner}
      <bpmn:sequenceFlow id="f" sourceRef="start" targetRef="sub" x:skip="1"/></bpmn:process>`).replace('id="definitions"', `id="definitions" xmlns:x="${namespace}"`);
    expect(await problemsOf(xml)).toEqual([
      { severity: 'error', element: 'p', line: 3, message: `Expected a model for Camunda 8 (zeebe: extensions), but process 'p' has extensions of ${engine}: x:historyTimeToLive` },
      { severity: 'error', element: 'f', line: 4, message: `Expected a model for Camunda 8 (zeebe: extensions), but sequence flow 'f' has extensions of ${engine}: x:skip` },
      { severity: 'error', element: 'a', line: 3, message: `Expected a model for Camunda 8 (zeebe: extensions), but user task 'a' has extensions of ${engine}: x:assignee, x:taskListener` },
    ]);
  });

  it('but what only modelers and tools write is passed over', async () => {
    const content = `<bpmn:process id="p" isExecutable="true" xmlns:x="http://tool.test" x:colour="red">${start() + user('a') + flows('start -> a')}</bpmn:process>`;
    expect(await problemsOf(definitions(content))).toEqual([]);
  });
});

describe('a process is accepted', () => {
  it('with a loop that computes', async () => {
    const content = start() + exclusive('g') + script('count', 'n', '=n + 1') + exclusive('enough', 'g') + end() +
      flows('start -> g -> count -> enough', 'enough -> end if n > 3', 'enough -> g');
    expect(await problemsOf(processXml(content))).toEqual([]);
  });

  it('with lanes, data objects, artifacts, a collaboration and another process that is not executable', async () => {
    const xml = definitions(`
      <bpmn:collaboration id="c"><bpmn:participant id="us" processRef="p"/><bpmn:participant id="them" processRef="q"/>
        <bpmn:messageFlow id="mf" sourceRef="a" targetRef="them"/></bpmn:collaboration>
      <bpmn:process id="p" isExecutable="true">
        <bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
        <bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dor" dataObjectRef="do"/><bpmn:dataStoreReference id="dsr"/>
        ${start() + user('a') + flows('start -> a')}
        <bpmn:textAnnotation id="ta"><bpmn:text>note</bpmn:text></bpmn:textAnnotation><bpmn:association id="as" sourceRef="a" targetRef="ta"/><bpmn:group id="gr"/>
      </bpmn:process>
      <bpmn:process id="q" isExecutable="false"><bpmn:callActivity id="unsupported"/></bpmn:process>`);
    expect(await problemsOf(xml)).toEqual([]);
  });

  it('but a file without any executable process is not', async () => {
    expect((await problemsOf(definitions('<bpmn:process id="p" isExecutable="false"/>')))[0]?.message).toBe(
      'Expected at least one executable process, but found only processes that are not executable',
    );
    expect((await problemsOf(definitions('')))[0]?.message).toMatch(/but found no process/);
    expect((await problemsOf(definitions('<bpmn:process name="Order" isExecutable="true"><bpmn:startEvent id="s"/></bpmn:process>')))[0]?.message).toBe(
      "Expected every executable process to have an id, but 'Order' has none",
    );
  });
});

describe('a process within the limits', () => {
  const chain = (count: number, element: (id: string) => string) => {
    const ids = Array.from({ length: count }, (_, index) => `n${index}`);
    return ids.map(element).join('') + flows(['start', ...ids].join(' -> '));
  };
  const nested = (depth: number): string =>
    depth === 0 ? user('inner') : `${start(`s${depth}`)}${subProcess(`p${depth}`, nested(depth - 1))}${flows(`s${depth} -> ${depth === 0 ? 'inner' : `p${depth}`}`)}`;

  it('compiles when it is as large as it may be', { timeout: 20_000 }, async () => {
    expect(await problemsOf(processXml(start() + chain(4_999, manual)))).toEqual([]);
  });

  it('is refused when it is larger', { timeout: 20_000 }, async () => {
    const problems = await problemsOf(processXml(start() + chain(5_000, manual)));
    expect(problems).toMatchObject([{ message: "Expected process 'process' to have at most 5000 flow nodes, but it has more", element: 'process' }]);
  });

  it('is refused when it is nested deeper', async () => {
    const problems = await problemsOf(processXml(start() + subProcess('p', nested(120)) + flows('start -> p')));
    expect(problems).toMatchObject([{ message: "Expected process 'process' to have at most sub-processes nested 50 deep, but it has more" }]);
  });

  it('is refused with more flows into inclusive gateways', async () => {
    const gateways = chain(501, (id) => node('inclusiveGateway', id));
    expect((await problemsOf(processXml(start() + gateways)))[0]?.message).toMatch(/at most 500 flows into inclusive gateways/);
  });
});
