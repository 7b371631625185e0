import { end, exclusive, flows, mapping, node, script, service, start, subProcess, user } from '../../case/bpmn-xml.ts';
import type { Command } from '../recording.ts';
import { activate, assign, cancel, complete, completeJob, create, deploy, failJob, setVariables, throwError, unassign, update, updateJob, wait } from './material.ts';
import { bpmn, withFiles, written, type Written } from './written.ts';

/** One task between start and end. */
const around = (task: string, id = 'work'): string => start() + task + end() + flows(`start -> ${id} -> end`);

const userTasks: readonly Written[] = [
  bpmn('user-task-plain', around(user('work')), (id) => [create(id), complete('work#1', { done: true }, 'ann')]),
  bpmn('user-task-without-extension', around('<bpmn:userTask id="work" name="Work"/>'), (id) => [create(id), complete('work#1')]),
  withFiles(
    bpmn(
      'user-task-of-literals',
      around(node('userTask', 'work', {
        attributes: 'name="Check it"',
        extension: `<zeebe:userTask/><zeebe:formDefinition formId="check-form"/>
          <zeebe:assignmentDefinition assignee="ann" candidateGroups="clerks, managers" candidateUsers="bob,eve"/>
          <zeebe:taskSchedule dueDate="2030-12-31T23:59:59.000Z" followUpDate="2030-06-01T08:00:00+08:00"/>
          <zeebe:priorityDefinition priority="70"/><zeebe:taskHeaders><zeebe:header key="colour" value="blue"/></zeebe:taskHeaders>`,
      })),
      (id) => [
        deploy('check.form'), create(id), { request: 'GET /v2/user-tasks/{task work#1}/form' },
        assign('work#1', 'eve', { allowOverride: false }), assign('work#1', 'eve'), unassign('work#1'), unassign('work#1'), assign('work#1', 'bob', { allowOverride: false }),
        update('work#1', { dueDate: '2031-01-01T00:00:00Z', followUpDate: '', priority: 3 }), update('work#1', { candidateGroups: ['others'], candidateUsers: [] }),
        update('work#1', { dueDate: '' }), update('work#1', {}), update('work#1', { priority: 101 }), complete('work#1', { ok: true }, '李'), complete('work#1'), assign('work#1', 'ann'), update('work#1', { priority: 1 }),
      ],
    ),
    { 'check.form': JSON.stringify({ id: 'check-form', type: 'default', components: [{ key: 'ok', type: 'checkbox', label: 'OK' }] }) },
  ),
  bpmn(
    'user-task-of-expressions',
    around(node('userTask', 'work', {
      extension: `<zeebe:userTask/><zeebe:assignmentDefinition assignee="=who" candidateGroups="=groups" candidateUsers="=[who, &quot;eve&quot;]"/>
        <zeebe:taskSchedule dueDate="=due" followUpDate="=date and time(&quot;2030-02-01T00:00:00Z&quot;)"/><zeebe:priorityDefinition priority="=urgency"/>`,
    })),
    (id) => [create(id, { who: 'ann', groups: ['a', 'b'], due: '2030-03-01T12:00:00Z', urgency: 90 }), complete('work#1'), create(id, { who: 7, groups: 'a', due: 'soon', urgency: 'high' })],
  ),
  bpmn(
    'user-task-variables',
    around(user('work', mapping({ shown: '=total * 2', total: '=0' }, { result: '=answer', 'deep.er': '=shown' }))),
    (id) => [
      create(id, { total: 21, result: null }),
      { request: 'POST /v2/user-tasks/{task work#1}/variables/search', body: {} },
      { request: 'POST /v2/user-tasks/{task work#1}/effective-variables/search', body: {} },
      complete('work#1', { answer: 42, ignored: 1 }),
    ],
  ),
  bpmn('user-task-cancelled', around(user('work')), (id) => [create(id), cancel(), cancel(), complete('work#1')]),
];

const jobs: readonly Written[] = [
  bpmn(
    'service-task-of-literals',
    around(service('work', `<zeebe:taskHeaders><zeebe:header key="path" value="/pay"/></zeebe:taskHeaders>${mapping({ doubled: '=total * 2' })}`, 'type="literals.work" retries="2"')),
    (id) => [create(id, { total: 4 }), activate('literals.work'), activate('literals.work'), completeJob('work#1', { receipt: 'r' }), completeJob('work#1'), failJob('work#1', 1), throwError('work#1', 'E')],
  ),
  bpmn(
    'service-task-of-expressions',
    around(service('work', '', 'type="=&quot;expressions.&quot; + kind" retries="=n"')),
    (id) => [create(id, { kind: 'a', n: 1 }), activate('expressions.a', { fetchVariable: ['kind', 'none'] }), completeJob('work#1')],
  ),
  bpmn(
    'job-fails-and-is-tried-again',
    around(service('work', '', 'type="again.work"')),
    (id) => [
      create(id), activate('again.work'), failJob('work#1', 2, { errorMessage: 'no answer', retryBackOff: 10_000 }), activate('again.work'), wait(10), activate('again.work'),
      failJob('work#1', 1, { errorMessage: 'no answer yet', variables: { tried: 2 } }), activate('again.work', { worker: 'other' }), completeJob('work#1'),
    ],
  ),
  bpmn(
    'job-lease-is-over',
    around(service('work', '', 'type="lease.work"')),
    (id) => [create(id), activate('lease.work', { timeout: 5_000 }), updateJob('work#1', { timeout: 20_000 }), wait(10), activate('lease.work'), wait(10), activate('lease.work', { worker: 'second' }), completeJob('work#1', { by: 'first' })],
  ),
  bpmn(
    'job-without-retries',
    around(service('work', '', 'type="tired.work" retries="1"')),
    (id) => [
      create(id), failJob('work#1', 0, { errorMessage: 'broken for good' }), activate('tired.work'), failJob('work#1', 5), throwError('work#1', 'E'), { request: 'POST /v2/incidents/{incident work#1}/resolution', body: {} },
      updateJob('work#1', { retries: 0 }), updateJob('work#1', { retries: 3 }), { request: 'POST /v2/incidents/{incident work#1}/resolution', body: {} }, activate('tired.work'), completeJob('work#1'),
    ],
  ),
  bpmn(
    'job-completed-while-there-is-an-incident',
    around(service('work', '', 'type="late.work"')),
    (id) => [create(id), failJob('work#1', 0), completeJob('work#1', { late: true })],
  ),
  bpmn(
    'jobs-of-a-type-in-order',
    around(service('work', '', 'type="order.work"')),
    (id) => [create(id, { n: 1 }), create(id, { n: 2 }), create(id, { n: 3 }), activate('order.work', { maxJobsToActivate: 2 }), activate('order.work'), completeJob('work#1 of case#2'), completeJob('work#1'), completeJob('work#1 of case#3')],
  ),
  bpmn('job-that-is-failed-twice', around(service('work', '', 'type="twice.work"')), (id) => [create(id), failJob('work#1', 0), failJob('work#1', 5), updateJob('work#1', { retries: 1 }), completeJob('work#1')]),
  bpmn('send-task', around(node('sendTask', 'work', { extension: '<zeebe:taskDefinition type="send.work"/>' })), (id) => [create(id), activate('send.work'), completeJob('work#1', { sent: true })]),
  bpmn('job-of-a-cancelled-case', around(service('work', '', 'type="cancelled.work"')), (id) => [create(id), cancel(), activate('cancelled.work'), completeJob('work#1')]),
  bpmn('script-as-a-job', around(node('scriptTask', 'work', { extension: '<zeebe:taskDefinition type="script.work"/>' })), (id) => [create(id), completeJob('work#1', { n: 1 })]),
  bpmn(
    'message-throw-and-end-as-jobs',
    `${start()}${node('intermediateThrowEvent', 'tell', { content: '<bpmn:messageEventDefinition/>', extension: '<zeebe:taskDefinition type="tell.work"/>' })}${node('endEvent', 'say', { content: '<bpmn:messageEventDefinition/>', extension: '<zeebe:taskDefinition type="say.work"/>' })}${flows('start -> tell -> say')}`,
    (id) => [create(id), completeJob('tell#1'), activate('say.work'), completeJob('say#1', { said: true })],
  ),
];

const others: readonly Written[] = [
  bpmn('script-task', around(script('work', 'sum', '=a + b')), (id) => [create(id, { a: 1, b: 2.5 }), create(id, { a: 'x' })]),
  bpmn('script-task-with-mappings', around(script('work', 'r', '=local * 3', mapping({ local: '=a' }, { 'out.r': '=r' }))), (id) => [create(id, { a: 2, out: { kept: 1 } })]),
  bpmn('manual-and-undefined-tasks', `${start()}${node('manualTask', 'lift')}${node('task', 'think')}${node('intermediateThrowEvent', 'milestone')}${end()}${flows('start -> lift -> think -> milestone -> end')}`, (id) => [create(id)]),
  bpmn(
    'activity-with-several-outgoing-flows',
    `${start()}${user('work')}${user('a')}${user('b')}${end()}${flows('start -> work', 'work -> a -> end', 'work -> b -> end')}`,
    (id) => [create(id), complete('work#1'), complete('b#1'), complete('a#1')],
  ),
  bpmn(
    'activity-with-conditional-flows',
    `${start()}${node('userTask', 'work', { extension: `<zeebe:userTask/>${mapping({}, { y: '=x' })}`, attributes: 'default="work_none"' })}${user('always')}${user('big')}${user('none')}${end()}${flows('start -> work', 'work -> always', 'work -> big if y > 5', 'work -> none', 'always -> end', 'big -> end', 'none -> end')}`,
    (id) => [create(id), complete('work#1', { x: 9 }), create(id), complete('work#1 of case#2', { x: 1 }), cancel('case#2')],
  ),
  bpmn(
    'activity-with-several-incoming-flows',
    `${start()}${node('parallelGateway', 'fork')}${user('a')}${user('b')}${user('both')}${end()}${flows('start -> fork', 'fork -> a -> both', 'fork -> b -> both', 'both -> end')}`,
    (id) => [create(id), complete('a#1'), complete('b#1'), complete('both#2'), complete('both#1')],
  ),
  bpmn(
    'sub-process-with-variables-of-its-own',
    `${start()}${subProcess('inner', `${start('begin')}${user('work')}${end('finish')}${flows('begin -> work -> finish')}`, mapping({ local: '=x' }, { result: '=local' }))}${end()}${flows('start -> inner -> end')}`,
    (id) => [create(id, { x: 1 }), setVariables({ local: 2, fresh: true }, { scope: 'element work#1' }), setVariables({ own: 1 }, { scope: 'element inner#1', local: true }), complete('work#1', { local: 3 })],
  ),
  bpmn(
    'nested-sub-processes',
    `${start()}${subProcess('outer', `${start('s1')}${subProcess('inner', `${start('s2')}${node('task', 'nothing')}${end('e2')}${flows('s2 -> nothing -> e2')}`)}${user('work')}${end('e1')}${flows('s1 -> inner -> work -> e1')}`)}${end()}${flows('start -> outer -> end')}`,
    (id) => [create(id), complete('work#1')],
  ),
  bpmn(
    'sub-process-in-a-loop',
    `${start()}${exclusive('again')}${subProcess('round', `${start('begin')}${user('work')}${end('finish')}${flows('begin -> work -> finish')}`, mapping({ n: '=count' }, { count: '=n + 1' }))}${exclusive('enough', 'again')}${end()}${flows('start -> again -> round -> enough', 'enough -> end if count > 2', 'enough -> again')}`,
    (id) => [create(id, { count: 0 }), complete('work#1'), complete('work#2'), complete('work#3')],
  ),
];

const longLoop: Written = bpmn(
  'long-loop-goes-on-in-steps-of-its-own',
  `${start()}${exclusive('again')}${script('count', 'n', '=n + 1')}${exclusive('enough', 'again')}${user('work')}${end()}${flows('start -> again -> count -> enough', 'enough -> work if n >= limit', 'enough -> again', 'work -> end')}`,
  (id): readonly Command[] => [create(id, { n: 0, limit: 360 }), complete('work#1')],
);

export const activities = () => written('Tasks and sub-processes', [...userTasks, ...jobs, ...others, longLoop]);
