import { boundary, catching, end, error, errors, exclusive, flows, mapping, message, messages, nonInterrupting, service, start, subProcess, timer, user } from '../../case/bpmn-xml.ts';
import { activate, cancel, complete, completeJob, create, publish, resolve, setVariables, throwError, updateJob, wait } from './material.ts';
import { bpmn, written, type Written } from './written.ts';

const pause = (definition: string): string => `${start()}${catching('pause', definition)}${end()}${flows('start -> pause -> end')}`;

const timers: readonly Written[] = [
  bpmn('timer-of-a-duration', pause(timer('timeDuration', 'PT1M')), (id) => [create(id), wait(59), wait(1)]),
  bpmn('timer-of-a-computed-duration', pause(timer('timeDuration', '=duration("PT" + string(n) + "S")')), (id) => [create(id, { n: 90 }), wait(90), create(id, { n: 'x' }), setVariables({ n: 5 }, { scope: 'case#2' }), resolve('pause#1 of case#2'), wait(5)]),
  bpmn('timer-of-months', pause(timer('timeDuration', 'P1M')), (id) => [create(id), wait(30 * 86_400), wait(86_400)]),
  bpmn('timer-of-a-date', pause(timer('timeDate', '2030-01-01T09:00:00+08:00')), (id) => [create(id), wait(3_600), create(id)]),
  bpmn('timer-of-a-date-in-a-zone', pause(timer('timeDate', '2030-01-01T09:00:00+08:00[Asia/Shanghai]')), (id) => [create(id), wait(3_600)]),
  bpmn('timer-of-a-computed-date', pause(timer('timeDate', '=due')), (id) => [create(id, { due: '2030-01-02T00:00:00Z' }), create(id, { due: 'never' }), setVariables({ due: '2030-01-01T00:10:00Z' }, { scope: 'case#2' }), resolve('pause#1 of case#2'), wait(600), wait(86_400)]),
  bpmn('timer-that-was-due-long-ago', pause(timer('timeDate', '2020-01-01T00:00:00Z')), (id) => [create(id), wait(0)]),
  bpmn('timer-of-now-and-a-duration', pause(timer('timeDate', '=now() + duration("PT1M")')), (id) => [create(id), wait(60)]),
];

const guarded = (...events: string[]): string => `${start()}${user('work')}${events.join('')}${end()}`;

const boundaryTimers: readonly Written[] = [
  bpmn('boundary-timer-interrupts', `${guarded(boundary('late', 'work', timer('timeDuration', 'PT1H')))}${user('chase')}${flows('start -> work -> end', 'late -> chase -> end')}`, (id) => [create(id), wait(3_600), complete('work#1'), complete('chase#1')]),
  bpmn('boundary-timer-goes-with-its-activity', `${guarded(boundary('late', 'work', timer('timeDuration', 'PT1H')))}${user('chase')}${flows('start -> work -> end', 'late -> chase -> end')}`, (id) => [create(id), complete('work#1'), wait(3_600)]),
  bpmn('boundary-timer-that-does-not-interrupt', `${guarded(boundary('late', 'work', timer('timeDuration', 'PT1H'), nonInterrupting))}${user('chase')}${flows('start -> work -> end', 'late -> chase -> end')}`, (id) => [create(id), wait(7_200), complete('work#1'), complete('chase#1')]),
  bpmn('boundary-timer-cycle', `${guarded(boundary('late', 'work', timer('timeCycle', 'R3/PT1H'), nonInterrupting))}${user('chase')}${flows('start -> work -> end', 'late -> chase -> end')}`, (id) => [create(id), wait(3_600), wait(36_000), complete('chase#2'), complete('work#1'), complete('chase#1'), complete('chase#3')]),
  bpmn('boundary-timer-endless-cycle', `${guarded(boundary('late', 'work', timer('timeCycle', 'R/2030-01-01T01:00:00Z/PT10M'), nonInterrupting))}${user('chase')}${flows('start -> work -> end', 'late -> chase -> end')}`, (id) => [create(id), wait(3_000), wait(3_000), complete('work#1'), wait(3_600), cancel()]),
  bpmn('boundary-timers-at-the-same-instant', `${guarded(boundary('one', 'work', timer('timeDuration', 'PT1H')), boundary('two', 'work', timer('timeDuration', 'PT1H'), nonInterrupting))}${end('e1')}${end('e2')}${flows('start -> work -> end', 'one -> e1', 'two -> e2')}`, (id) => [create(id), wait(3_600)]),
  bpmn('boundary-timer-sees-the-inputs-of-its-activity', `${start()}${user('work', mapping({ pause: '="PT9H"' }))}${boundary('late', 'work', timer('timeDuration', '=pause'))}${end()}${end('e')}${flows('start -> work -> end', 'late -> e')}`, (id) => [create(id, { pause: 'PT1H' }), wait(3_600)]),
  bpmn('boundary-message-sees-the-scope-around-its-activity', `${start()}${user('work', mapping({ key: '="inside"' }))}${boundary('told', 'work', message('around-m'))}${end()}${end('e')}${flows('start -> work -> end', 'told -> e')}`, (id) => [create(id, { key: 'outside' }), publish('around-m', 'inside'), publish('around-m', 'outside')], messages('around-m')),
  bpmn(
    'boundary-timer-on-a-sub-process',
    `${start()}${subProcess('inner', `${start('s')}${user('work')}${service('job', '', 'type="sub.work"')}${end('e')}${flows('s -> work -> e', 's -> job -> e')}`)}${boundary('late', 'inner', timer('timeDuration', '=pause'))}${end()}${end('e2')}${flows('start -> inner -> end', 'late -> e2')}`,
    (id) => [create(id, { pause: 'PT10M' }), complete('work#1'), wait(600), completeJob('job#1'), create(id, { pause: 'PT1H' }), complete('work#1 of case#2'), completeJob('job#1 of case#2'), create(id)],
  ),
];

const work = (more = ''): string => service('work', more, 'type="=kind"');

const errorsCaught: readonly Written[] = [
  bpmn(
    'error-by-its-code-before-any',
    `${start()}${work()}${boundary('any', 'work', error())}${boundary('known', 'work', error('E1'))}${end()}${end('e-any')}${end('e-known')}${flows('start -> work -> end', 'any -> e-any', 'known -> e-known')}`,
    (id) => [create(id, { kind: 'code.work' }), throwError('work#1', 'E1', { errorMessage: 'no', variables: { why: 'funds' } }), create(id, { kind: 'code.work' }), throwError('work#1 of case#2', 'E2')],
    errors('E1'),
  ),
  bpmn(
    'error-goes-outward',
    `${start()}${subProcess('outer', `${start('s1')}${subProcess('inner', `${start('s2')}${work()}${boundary('other', 'work', error('E2'))}${user('beside')}${end('e2')}${end('e3')}${flows('s2 -> work -> e2', 's2 -> beside -> e2', 'other -> e3')}`)}${end('e1')}${flows('s1 -> inner -> e1')}`)}${boundary('caught', 'outer', error('E1'), { extension: mapping({}, { reason: '=why' }) })}${user('after')}${end()}${flows('start -> outer -> end', 'caught -> after -> end')}`,
    (id) => [create(id, { kind: 'outward.work' }), throwError('work#1', 'E1', { variables: { why: 'funds' } }), complete('beside#1'), complete('after#1')],
    errors('E1', 'E2'),
  ),
  bpmn(
    'error-that-nothing-catches',
    `${start()}${work()}${boundary('known', 'work', error('E1'))}${end()}${end('e')}${flows('start -> work -> end', 'known -> e')}`,
    (id) => [create(id, { kind: 'uncaught.work' }), activate('uncaught.work'), throwError('work#1', 'E9', { errorMessage: 'unheard of' }), activate('uncaught.work'), completeJob('work#1'), resolve('work#1'), activate('uncaught.work'), completeJob('work#1', { fine: true })],
    errors('E1'),
  ),
  bpmn(
    'error-end-event',
    `${start()}${subProcess('inner', `${start('s')}${user('work')}${exclusive('choose', 'e')}${end('e')}${end('fail', error('E1'))}${flows('s -> work -> choose', 'choose -> fail if bad', 'choose -> e')}`)}${boundary('caught', 'inner', error('E1'))}${user('repair')}${end()}${flows('start -> inner -> end', 'caught -> repair -> end')}`,
    (id) => [create(id), complete('work#1', { bad: true }), complete('repair#1'), create(id), complete('work#1 of case#2', { bad: false })],
    errors('E1'),
  ),
  bpmn(
    'error-end-event-of-a-computed-code',
    `${start()}${subProcess('inner', `${start('s')}${user('work')}${end('fail', error('computed'))}${flows('s -> work -> fail')}`)}${boundary('caught', 'inner', error('E1'))}${user('repair')}${end()}${flows('start -> inner -> end', 'caught -> repair -> end')}`,
    (id) => [create(id, { code: 'E2' }), complete('work#1'), setVariables({ code: 'E1' }), resolve('fail#1'), complete('repair#1'), create(id, { code: null }), complete('work#1 of case#2')],
    `${errors('E1')}<bpmn:error id="computed" errorCode="=code"/>`,
  ),
  bpmn('error-end-event-that-nothing-catches', `${start()}${user('work')}${end('fail', error('E1'))}${flows('start -> work -> fail')}`, (id) => [create(id), complete('work#1'), resolve('fail#1'), cancel()], errors('E1')),
  bpmn(
    'error-after-retries',
    `${start()}${work()}${boundary('any', 'work', error())}${boundary('late', 'work', timer('timeDuration', 'PT1H'))}${end()}${end('e1')}${end('e2')}${flows('start -> work -> end', 'any -> e1', 'late -> e2')}`,
    (id) => [create(id, { kind: 'retried.work' }), updateJob('work#1', { retries: 7 }), throwError('work#1', 'E'), wait(3_600)],
  ),
];

const boundaryMessages: readonly Written[] = [
  bpmn(
    'boundary-message-interrupts',
    `${guarded(boundary('told', 'work', message('stop-m'), { extension: mapping({}, { reason: '=why' }) }))}${user('after')}${flows('start -> work -> end', 'told -> after -> end')}`,
    (id) => [create(id, { key: 'k' }), publish('stop-m', 'other'), publish('stop-m', 'k', { variables: { why: 'late' } }), complete('after#1')],
    messages('stop-m'),
  ),
  bpmn(
    'boundary-message-that-does-not-interrupt',
    `${guarded(boundary('told', 'work', message('note-m'), nonInterrupting))}${user('read')}${flows('start -> work -> end', 'told -> read -> end')}`,
    (id) => [create(id, { key: 'k' }), publish('note-m', 'k', { variables: { n: 1 } }), publish('note-m', 'k', { variables: { n: 2 } }), complete('work#1'), publish('note-m', 'k'), complete('read#1'), complete('read#2')],
    messages('note-m'),
  ),
];

export const events = () => written('Timers, errors and boundary events', [...timers, ...boundaryTimers, ...errorsCaught, ...boundaryMessages]);
