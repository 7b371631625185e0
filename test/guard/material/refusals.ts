import { boundary, catching, definitions, end, exclusive, flows, inclusive, message, messages, node, nonInterrupting, parallel, processXml, script, service, start, subProcess, timer, user } from '../../case/bpmn-xml.ts';
import type { Command, JsonObject } from '../recording.ts';
import { activate, assign, cancel, complete, completeJob, create, deploy, failJob, publish, send, setVariables, throwError, unassign, update, updateJob } from './material.ts';
import { bpmn, written, type Written } from './written.ts';

const work = (task: string, id = 'work'): string => start() + task + end() + flows(`start -> ${id} -> end`);
const def = (name: string): string => `<bpmn:${name}/>`;

/** What Acta does not support yet. */
const lacking: Readonly<Record<string, string>> = {
  'multi-instance': processXml(work(node('userTask', 'work', { content: '<bpmn:multiInstanceLoopCharacteristics/>' }))),
  'loop': processXml(work(node('userTask', 'work', { content: '<bpmn:standardLoopCharacteristics/>' }))),
  'call-activity': processXml(work(node('callActivity', 'work', { extension: '<zeebe:calledElement processId="other"/>' }))),
  'event-sub-process': processXml(`${work(user('work'))}<bpmn:subProcess id="sub" triggeredByEvent="true">${start('s')}${end('e')}${flows('s -> e')}</bpmn:subProcess>`),
  'ad-hoc': processXml(work('<bpmn:adHocSubProcess id="work"><bpmn:task id="t"/></bpmn:adHocSubProcess>')),
  'transaction': processXml(work(`<bpmn:transaction id="work">${start('s')}${end('e')}${flows('s -> e')}</bpmn:transaction>`)),
  'signal': processXml(work(catching('work', def('signalEventDefinition')))),
  'escalation': processXml(work(node('intermediateThrowEvent', 'work', { content: def('escalationEventDefinition') }))),
  'compensation': processXml(work(node('intermediateThrowEvent', 'work', { content: def('compensateEventDefinition') }))),
  'conditional': processXml(work(catching('work', '<bpmn:conditionalEventDefinition><bpmn:condition>=x</bpmn:condition></bpmn:conditionalEventDefinition>'))),
  'complex-gateway': processXml(work(node('complexGateway', 'work'))),
  'timer-start': processXml(`${node('startEvent', 'start', { content: timer('timeDuration', 'PT1M') })}${user('work')}${end()}${flows('start -> work -> end')}`),
  'message-start': processXml(`${node('startEvent', 'start', { content: message('m') })}${user('work')}${end()}${flows('start -> work -> end')}`, messages('m')),
  'listener': processXml(work(service('work', '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="l"/></zeebe:executionListeners>'))),
};

/** Models that break a rule. */
const models: Readonly<Record<string, string>> = {
  'two-starts': processXml(`${start()}${start('start2')}${user('work')}${end()}${flows('start -> work -> end', 'start2 -> work')}`),
  'no-start': processXml(`${user('work')}${end()}${flows('work -> end')}`),
  'not-executable': definitions(`<bpmn:process id="process" isExecutable="false">${work(user('work'))}</bpmn:process>`),
  'foreign-extension': processXml(work(user('work'))).replace('<bpmn:definitions', '<bpmn:definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn"').replace('<bpmn:userTask id="work"', '<bpmn:userTask id="work" camunda:assignee="ann"'),
  'service-without-type': processXml(work(node('serviceTask', 'work'))),
  'unreadable-expression': processXml(work(script('work', 'r', '=1 +'))),
  'unreadable-condition': processXml(`${start()}${exclusive('choose', 'b')}${user('a')}${user('b')}${end()}${flows('start -> choose', 'choose -> a if x >', 'choose -> b', 'a -> end', 'b -> end')}`),
  'literal-script': processXml(work(script('work', 'r', 'x + 1'))),
  'literal-key': processXml(work(catching('work', message('m'))), messages('m').replace('"=key"', '"key"')),
  'message-without-key': processXml(work(catching('work', message('m'))), '<bpmn:message id="m" name="m"/>'),
  'timer-cycle-that-interrupts': processXml(`${start()}${user('work')}${boundary('late', 'work', timer('timeCycle', 'R3/PT1M'))}${end()}${flows('start -> work -> end', 'late -> end')}`),
  'timer-that-is-none': processXml(work(catching('work', timer('timeDuration', 'soon')))),
  'two-catching-the-same-message': processXml(`${start()}${node('eventBasedGateway', 'race')}${catching('a', message('m'))}${catching('b', message('m'))}${end()}${flows('start -> race', 'race -> a -> end', 'race -> b -> end')}`, messages('m')),
  'race-to-a-task': processXml(`${start()}${node('eventBasedGateway', 'race')}${user('a')}${catching('b', message('m'))}${end()}${flows('start -> race', 'race -> a -> end', 'race -> b -> end')}`, messages('m')),
  'race-to-a-receive-task': processXml(`${start()}${node('eventBasedGateway', 'race')}${node('receiveTask', 'a', { attributes: 'messageRef="m"' })}${catching('b', timer('timeDuration', 'PT1M'))}${end()}${flows('start -> race', 'race -> a -> end', 'race -> b -> end')}`, messages('m')),
  'two-error-events-of-a-code': processXml(`${start()}${user('work')}${boundary('a', 'work', '<bpmn:errorEventDefinition/>')}${boundary('b', 'work', '<bpmn:errorEventDefinition/>')}${end()}${flows('start -> work -> end', 'a -> end', 'b -> end')}`),
  'error-event-that-does-not-interrupt': processXml(`${start()}${user('work')}${boundary('a', 'work', '<bpmn:errorEventDefinition/>', nonInterrupting)}${end()}${flows('start -> work -> end', 'a -> end')}`),
  'link-without-target': processXml(`${start()}${node('intermediateThrowEvent', 'from', { content: '<bpmn:linkEventDefinition name="L"/>' })}${flows('start -> from')}`),
  'flow-out-of-a-sub-process': processXml(`${start()}${subProcess('inner', `${start('s')}${user('a')}${flows('s -> a')}`)}${end()}${flows('start -> inner -> end', 'a -> end')}`),
  'straight-through-loop': processXml(`${start()}${exclusive('again')}${node('task', 'pass')}${flows('start -> again -> pass -> again')}`),
  'unknown-default': processXml(`${start()}${inclusive('choose', 'nobody')}${user('a')}${end()}${flows('start -> choose', 'choose -> a if x', 'a -> end')}`),
  'parallel-with-condition': processXml(`${start()}${parallel('fork')}${user('a')}${end()}${flows('start -> fork', 'fork -> a if x', 'a -> end')}`),
  'no-xml': '<bpmn:definitions',
  'other-xml': '<html/>',
  'doctype': '<!DOCTYPE x [<!ENTITY a "b">]><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
};

const charts: Readonly<Record<string, JsonObject | string>> = {
  'chart-unknown-target': { id: 'c', initial: 'a', states: { a: { on: { GO: 'nowhere' } } } },
  'chart-unknown-property': { id: 'c', initial: 'a', states: { a: { onGo: 'a' } } },
  'chart-unknown-initial': { id: 'c', initial: 'b', states: { a: {} } },
  'chart-unreadable': { id: 'c', initial: 'a', states: { a: { on: { GO: { guard: '=1 +', target: 'a' } } } } },
  'chart-always-in-a-circle': { id: 'c', initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' } } },
  'chart-between-regions': { id: 'c', type: 'parallel', states: { l: { initial: 'a', states: { a: { on: { GO: '#c.r.a' } } } }, r: { initial: 'a', states: { a: {} } } } },
  'chart-unknown-parameter': { id: 'c', initial: 'a', states: { a: { on: { GO: { guard: '=parameters.nothing > 1', target: 'a' } } } } },
  'chart-invokes-nothing': { id: 'c', initial: 'a', states: { a: { invoke: {} } } },
  'chart-names-twice': '{"id": "c", "initial": "a", "initial": "a", "states": {"a": {}}}',
};

/** Each is a process of its own. */
const refusedModels = (xmls: Readonly<Record<string, string>>): readonly Written[] =>
  Object.entries(xmls).map(([name, xml]) => ({ name: `refused-${name}`, files: { [`${name}.bpmn`]: xml.replace('id="process"', `id="refused-${name}"`) }, commands: [deploy(`${name}.bpmn`)] }));

const refused: readonly Written[] = [
  ...refusedModels(models),
  ...Object.entries(charts).map(([name, chart]) => ({ name: `refused-${name}`, files: { [`${name}.statechart.json`]: typeof chart === 'string' ? chart : JSON.stringify(chart) }, commands: [deploy(`${name}.statechart.json`)] })),
  { name: 'refused-files', files: { 'notes.txt': 'hello', 'bad.form': '{"type": "default"}' }, commands: [deploy('notes.txt'), deploy('bad.form'), deploy()] },
];

const nobody = 'POST /v2/%/9007199254740993';
const raw = (request: string, body: JsonObject = {}): Command => ({ request, body });

const commandsForNothing: Written = bpmn('nothing-of-that-key', work(user('work')), (id) => [
  create(id),
  raw(`${nobody.replace('%', 'user-tasks')}/completion`), raw(`${nobody.replace('%', 'user-tasks')}/assignment`, { assignee: 'ann' }), raw(`${nobody.replace('%', 'jobs')}/completion`), raw(`${nobody.replace('%', 'jobs')}/failure`), raw(`${nobody.replace('%', 'jobs')}/error`, { errorCode: 'E' }),
  raw(`${nobody.replace('%', 'incidents')}/resolution`), raw(`${nobody.replace('%', 'process-instances')}/cancellation`), raw('PUT /v2/element-instances/9007199254740993/variables', { variables: {} }), raw('PATCH /v2/jobs/9007199254740993', { changeset: { retries: 1 } }), raw('POST /api/cases/9007199254740993/events', { event: 'GO' }),
  // A key of the case, but of something else.
  raw('POST /v2/user-tasks/{element work#1}/completion'), raw('POST /v2/jobs/{task work#1}/completion'), raw('POST /v2/process-instances/{task work#1}/cancellation'), raw('POST /v2/incidents/{task work#1}/resolution'), raw('PUT /v2/element-instances/{task work#1}/variables', { variables: { a: 1 } }), send('GO'),
  raw('POST /v2/user-tasks/nonsense/completion'), raw('POST /v2/user-tasks/0/completion'), raw('POST /v2/user-tasks/-5/completion'), { request: 'GET /v2/nothing' }, { request: 'DELETE /v2/jobs/search' },
]);

const badBodies: Written = bpmn('bodies-that-are-refused', `${start()}${user('work')}${service('job', '', 'type="refused.work"')}${end()}${flows('start -> work -> end', 'start -> job -> end')}`, (id) => [
  create('no-such-process'), create(id, {}, { processDefinitionVersion: 9 }), raw('POST /v2/process-instances', {}), raw('POST /v2/process-instances', { processDefinitionId: id, processDefinitionKey: '5' }), raw('POST /v2/process-instances', { processDefinitionId: id, variables: [1] }), raw('POST /v2/process-instances', { processDefinitionId: id, unknown: 1 }),
  create(id, {}, { startInstructions: [{ elementId: 'nowhere' }] }), create(id, {}, { tags: ['1'] }), create(id, {}, { tenantId: 'other' }),
  create(id, { x: 1 }, { tags: ['urgent', 'a:b'], businessId: 'B-1' }), raw('POST /v2/user-tasks/{task work#1}/completion', { variables: 'x' }), raw('POST /v2/user-tasks/{task work#1}/completion', { nothing: 1 }), assign('work#1', ''), update('work#1', { dueDate: 'tomorrow' }),
  complete('work#1', { 'a\u0000': 1 }), complete('work#1', { a: 'x\u0000' }), failJob('job#1', -1), throwError('job#1', ''), updateJob('job#1', {}), activate('refused.work', { timeout: 0 }), activate('refused.work', { maxJobsToActivate: 0 }), activate(''), publish('', 'k'), publish('m', 'k', { timeToLive: -1 }),
  setVariables({ a: 1 }, { scope: 'element job#1' }), completeJob('job#1', { ok: true }), unassign('work#1'), complete('work#1'),
]);

const repeated: Written = bpmn('requests-that-are-repeated', work(user('work')), (id) => {
  const again = (command: Command, key: string): Command => ('request' in command ? { ...command, headers: { 'idempotency-key': `guard-repeated-${key}` } } : command);
  return [again(create(id, { n: 1 }), 'create'), again(create(id, { n: 1 }), 'create'), again(complete('work#1', { n: 2 }), 'complete'), again(complete('work#1', { n: 2 }), 'complete'), again(cancel(), 'create'), again(publish('repeated-m', 'k', { timeToLive: 1_000 }), 'publish'), again(publish('repeated-m', 'k', { timeToLive: 1_000 }), 'publish'), { ...create(id), headers: { 'idempotency-key': 'timer:1' } }];
});

const definitionsOfSeveral: readonly Written[] = [
  { name: 'several-versions', files: { 'v1.bpmn': definitions(`<bpmn:process id="versioned" isExecutable="true">${work(user('work'))}</bpmn:process>`), 'v2.bpmn': definitions(`<bpmn:process id="versioned" isExecutable="true">${work(user('other'), 'other')}</bpmn:process>`) }, commands: [deploy('v1.bpmn'), deploy('v1.bpmn'), create('versioned'), deploy('v2.bpmn'), create('versioned'), create('versioned', {}, { processDefinitionVersion: 1 }), complete('work#1'), complete('other#1 of case#2'), complete('work#1 of case#3'), raw('POST /v2/process-definitions/search', { filter: { processDefinitionId: 'versioned' } })] },
  { name: 'several-processes-of-a-file', files: { 'pair.bpmn': definitions(`<bpmn:collaboration id="c"><bpmn:participant id="p1" processRef="pair-one"/><bpmn:participant id="p2" processRef="pair-two"/></bpmn:collaboration><bpmn:process id="pair-one" isExecutable="true"><bpmn:laneSet id="lanes"><bpmn:lane id="lane"><bpmn:flowNodeRef>work</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>${work(user('work'))}</bpmn:process><bpmn:process id="pair-two" isExecutable="true">${start('start2')}${user('work2')}${end('end2')}${flows('start2 -> work2 -> end2')}</bpmn:process><bpmn:process id="pair-three" isExecutable="false"><bpmn:task id="t"/></bpmn:process>`) }, commands: [deploy('pair.bpmn'), create('pair-one'), create('pair-two'), create('pair-three'), complete('work#1'), complete('work2#1 of case#2')] },
  bpmn('start-at-other-elements', `${start()}${user('a')}${subProcess('inner', `${start('s')}${user('b')}${end('e')}${flows('s -> b -> e')}`)}${user('c')}${end()}${flows('start -> a -> inner -> c -> end')}`, (id) => [create(id, { x: 1 }, { startInstructions: [{ elementId: 'b' }] }), create(id, { x: 1 }, { startInstructions: [{ elementId: 'a' }, { elementId: 'c' }] }), complete('a#1'), complete('c#1'), complete('b#1'), complete('c#2')]),
  bpmn('await-completion', work(script('work', 'sum', '=a + 1')), (id) => [create(id, { a: 1 }, { awaitCompletion: true }), create(id, { a: 2 }, { awaitCompletion: true, fetchVariables: ['sum'] })]),
];

export const unsupported = () => written('What is not supported yet', refusedModels(lacking));
export const refusals = () => written('Refusals, versions and repeated requests', [...refused, commandsForNothing, badBodies, repeated, ...definitionsOfSeveral]);
