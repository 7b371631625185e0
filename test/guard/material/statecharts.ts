import type { JsonObject } from '../recording.ts';
import { activate, assign, cancel, complete, completeJob, create, deploy, failJob, publish, resolve, send, setVariables, throwError, update, updateJob, wait } from './material.ts';
import { statechart, withFiles, written, type Written } from './written.ts';

const final: JsonObject = { type: 'final' };

const moves: readonly Written[] = [
  statechart('chart-events', { initial: 'open', context: { turns: 0 }, states: { open: { on: { CLOSE: { target: 'closed', actions: { assign: { turns: '=turns + 1' } } } } }, closed: { on: { OPEN: 'open', LOCK: 'locked' } }, locked: final } }, (id) => [
    create(id), send('CLOSE'), send('CLOSE'), send('OPEN'), send('UNKNOWN'), send('CLOSE', {}, 'ann'), send('LOCK'), send('OPEN'), { request: 'GET /api/cases/{case}/events' },
  ]),
  statechart('chart-guards', { initial: 'a', context: { n: 0 }, states: { a: { on: { GO: [{ guard: '=event.data.n > 10', target: 'big' }, { guard: { and: ['=event.data.n > 5', { not: '=n = 1' }] }, target: 'middle' }, { guard: { or: ['=n = 1', '=n = 2'] }, target: 'special' }] } }, big: final, middle: final, special: final } }, (id) => [
    create(id), send('GO', { n: 1 }), send('GO'), send('GO', { n: 7 }), create(id), setVariables({ n: 1 }, { scope: 'case#2' }), { request: 'POST /api/cases/{case#2}/events', body: { event: 'GO', data: { n: 7 } } }, create(id), { request: 'POST /api/cases/{case#3}/events', body: { event: 'GO', data: { n: 70 } } },
  ]),
  statechart('chart-in', { type: 'parallel', states: { one: { initial: 'off', states: { off: { on: { FLIP: 'on' } }, on: {} } }, two: { initial: 'idle', states: { idle: { on: { START: { guard: { in: 'one.on' }, target: 'busy' } } }, busy: {} } } } }, (id) => [create(id), send('START'), send('FLIP'), send('START'), cancel()]),
  statechart('chart-context', { initial: 'a', parameters: { limit: { value: 5 } }, context: { a: 1, b: '=a + parameters.limit', c: { x: [1] }, given: 0 }, states: { a: { on: { SET: { actions: [{ assign: { a: '=a + 1', b: '=a' } }, { assign: { c: '=event.data' } }] } } } } }, (id) => [create(id, { given: 7, extra: true }), send('SET', { y: 1 }), send('SET'), cancel()]),
  statechart('chart-entry-and-exit', { initial: 'a', context: { log: '' }, states: { a: { entry: { assign: { log: '=log + "+a"' } }, exit: { assign: { log: '=log + "-a"' } }, initial: 'b', on: { OUT: 'z', STAY: { actions: { assign: { log: '=log + "."' } } }, AGAIN: { target: 'a', reenter: true }, INNER: '.c' }, states: { b: { entry: { assign: { log: '=log + "+b"' } }, exit: { assign: { log: '=log + "-b"' } } }, c: { entry: { assign: { log: '=log + "+c"' } } } } }, z: final } }, (id) => [create(id), send('STAY'), send('INNER'), send('AGAIN'), send('OUT')]),
  statechart('chart-always', { initial: 'a', context: { n: 0 }, states: { a: { on: { ADD: { actions: { assign: { n: '=n + event.data.by' } } } }, always: { guard: '=n >= 3', target: 'b' } }, b: { always: [{ guard: '=n > 5', target: 'high' }, { guard: '=n <= 5', target: 'low' }] }, high: final, low: final } }, (id) => [create(id), send('ADD', { by: 1 }), setVariables({ n: 4 }), send('ADD', { by: 0 }), create(id, { n: 9 })]),
  statechart('chart-raise', { initial: 'a', context: { n: 0 }, states: { a: { on: { GO: { target: 'b', actions: { raise: 'NEXT' } } } }, b: { on: { NEXT: { target: 'c', actions: { assign: { n: '=n + 1' } } } } }, c: { entry: { raise: 'LAST' }, on: { LAST: 'd' } }, d: final } }, (id) => [create(id), send('NEXT'), send('GO')]),
  statechart('chart-that-does-not-come-to-rest', { initial: 'a', context: { n: 0 }, states: { a: { on: { GO: 'b', FINE: 'z' } }, b: { always: { guard: '=n >= 0', target: 'c' } }, c: { always: { guard: '=n >= 0', target: 'b' } }, z: final } }, (id) => [create(id), send('GO'), send('FINE')]),
];

const structure: readonly Written[] = [
  statechart('chart-history', { initial: 'work', states: { work: { initial: 'a', on: { PAUSE: 'paused' }, states: { a: { on: { NEXT: 'b' } }, b: { initial: 'b1', states: { b1: { on: { NEXT: 'b2' } }, b2: {} } }, shallow: { type: 'history', history: 'shallow' }, deep: { type: 'history', history: 'deep' } } }, paused: { on: { BACK: '#chart-history.work.shallow', DEEP: '#chart-history.work.deep', STOP: 'stopped' } }, stopped: final } }, (id) => [
    create(id), send('NEXT'), send('NEXT'), send('PAUSE'), send('BACK'), send('NEXT'), send('PAUSE'), send('DEEP'), send('PAUSE'), send('STOP'),
  ]),
  statechart('chart-history-that-was-never-left', { initial: 'out', states: { out: { on: { IN: 'box.memory' } }, box: { initial: 'a', states: { a: {}, b: {}, memory: { type: 'history', history: 'shallow', target: 'b' } } } } }, (id) => [create(id), send('IN'), cancel()]),
  statechart('chart-history-is-shallow-by-default', { initial: 'box', states: { box: { initial: 'a', on: { OUT: 'out' }, states: { a: { initial: 'a1', on: { NEXT: 'b' }, states: { a1: {} } }, b: { initial: 'b1', states: { b1: { on: { NEXT: 'b2' } }, b2: {} } }, memory: { type: 'history' } } }, out: { on: { IN: 'box.memory' } } } }, (id) => [create(id), send('NEXT'), send('NEXT'), send('OUT'), send('IN'), cancel()]),
  statechart('chart-parallel', { initial: 'both', states: { both: { type: 'parallel', onDone: 'end', states: { left: { initial: 'a', states: { a: { on: { L: 'z' } }, z: final } }, right: { initial: 'a', states: { a: { on: { R: 'z', BOTH: 'z' } }, z: final } } } }, end: final } }, (id) => [create(id), send('R'), send('L')]),
  statechart('chart-done', { initial: 'outer', states: { outer: { initial: 'inner', onDone: [{ guard: '=missing = true', target: 'no' }, { target: 'yes', actions: { assign: { done: true } } }], states: { inner: { initial: 'a', onDone: 'last', states: { a: { on: { GO: 'z' } }, z: final } }, last: final } }, yes: final, no: final } }, (id) => [create(id, { missing: false }), send('GO'), create(id), { request: 'POST /api/cases/{case#2}/events', body: { event: 'GO' } }]),
  statechart('chart-inner-before-outer', { initial: 'outer', states: { outer: { initial: 'a', on: { GO: 'away' }, states: { a: { on: { GO: 'b' } }, b: {} } }, away: final } }, (id) => [create(id), send('GO'), send('GO')]),
  statechart('chart-leaves-a-region', { initial: 'both', states: { both: { type: 'parallel', states: { left: { initial: 'a', states: { a: { on: { LEAVE: '#chart-leaves-a-region.out' } } } }, right: { initial: 'a', states: { a: { invoke: { userTask: { name: 'Right' } } } } } } }, out: final } }, (id) => [create(id), send('LEAVE'), complete('both.right.a#1')]),
];

const work: readonly Written[] = [
  statechart('chart-user-task', {
    initial: 'asking', context: { answer: null },
    states: {
      asking: {
        invoke: {
          userTask: { name: '="Ask " + who', assignee: '=who', candidateGroups: ['a', 'b'], candidateUsers: '=[who]', dueDate: '2030-02-01T00:00:00Z', followUpDate: '=due', priority: 77, formId: 'ask-form', headers: { colour: 'blue' }, input: { shown: '=who + "!"' } },
          onDone: [{ guard: '=event.data.answer = "yes"', target: 'yes' }, { guard: '=event.data.answer = "no"', target: 'asking', reenter: true }],
        },
      },
      yes: final,
    },
  }, (id) => [create(id, { who: 'ann', due: '2030-01-15T00:00:00Z' }), assign('asking#1', 'bob'), update('asking#1', { priority: 1 }), complete('asking#1', { answer: 'perhaps' }), complete('asking#1', {}), complete('asking#1', { answer: 'no' }), complete('asking#2', { answer: 'yes' }), complete('asking#2'), create(id)]),
  statechart('chart-job', {
    initial: 'paying', context: { amount: 3 },
    states: { paying: { invoke: { job: { type: '="chart." + kind', retries: 2, headers: { path: '/pay' }, input: { doubled: '=amount * 2' } }, onDone: { target: 'paid', actions: { assign: { receipt: '=event.data.number' } } }, onError: [{ code: 'NO_FUNDS', target: 'waiting', actions: { assign: { why: '=event.errorMessage' } } }, { code: ['A', 'B'], target: 'failed' }] } }, waiting: { on: { AGAIN: 'paying' } }, paid: final, failed: final },
  }, (id) => [
    create(id, { kind: 'pay' }), activate('chart.pay'), failJob('paying#1', 1, { errorMessage: 'no answer' }), throwError('paying#1', 'NO_FUNDS', { errorMessage: 'empty' }), send('AGAIN'), failJob('paying#2', 0), updateJob('paying#2', { retries: 1 }), resolve('paying#2'), completeJob('paying#2', { number: 17 }),
    create(id, { kind: 'pay' }), throwError('paying#1 of case#2', 'UNKNOWN'), resolve('paying#1 of case#2'), throwError('paying#1 of case#2', 'B'),
  ]),
  statechart('chart-message', { initial: 'waiting', context: { order: 'o-1' }, states: { waiting: { invoke: { message: { name: 'chart-paid', correlationKey: '=order' }, onDone: { target: 'paid', actions: { assign: { at: '=event.data.at' } } } } }, paid: final } }, (id) => [create(id), publish('chart-paid', 'o-2'), publish('chart-paid', 'o-1', { variables: { at: 'noon' } }), publish('chart-paid', 'o-3', { timeToLive: 60_000 }), create(id, { order: 'o-3' })]),
  statechart('chart-several-pieces-of-work', { initial: 'busy', states: { busy: { invoke: [{ id: 'task', userTask: { name: 'Task' }, onDone: 'one' }, { id: 'call', job: { type: 'chart.call' }, onDone: { actions: { assign: { called: true } } } }, { id: 'note', message: { name: 'chart-note', correlationKey: 'n' } }], on: { STOP: 'stopped' } }, one: final, stopped: final } }, (id) => [create(id), completeJob('busy/call#1', { x: 1 }), publish('chart-note', 'n', { variables: { noted: true } }), complete('busy/task#1'), create(id), { request: 'POST /api/cases/{case#2}/events', body: { event: 'STOP' } }]),
  statechart('chart-work-without-done', { initial: 'a', states: { a: { invoke: { userTask: { name: 'Optional' } }, on: { GO: 'z' } }, z: final } }, (id) => [create(id), complete('a#1', { v: 1 }), complete('a#1'), send('GO')]),
];

const time: readonly Written[] = [
  statechart('chart-deadlines', { initial: 'a', delays: { soon: '=pause', fixed: 'PT1H', at: '=date and time("2030-01-01T05:00:00Z")' }, context: { late: 0 }, states: { a: { after: { soon: { actions: { assign: { late: '=late + 1' } } }, fixed: { guard: '=late > 5', target: 'z' }, at: 'z' }, on: { AGAIN: { target: 'a', reenter: true } } }, z: final } }, (id) => [create(id, { pause: 'PT10M' }), wait(300), send('AGAIN'), wait(300), wait(300), wait(3_600), wait(86_400)]),
  statechart('chart-deadline-of-a-compound-state', { initial: 'outer', states: { outer: { initial: 'a', after: { PT10M: 'late' }, states: { a: { on: { GO: 'b' } }, b: {} } }, late: { after: { P1D: 'end' } }, end: final } }, (id) => [create(id), wait(300), send('GO'), wait(300), wait(86_400)]),
  statechart('chart-deadline-that-cannot-be-evaluated', { initial: 'a', states: { a: { after: { '=pause': 'z' }, on: { GO: 'z' } }, z: final } }, (id) => [create(id, { pause: 'never' }), setVariables({ pause: 'PT5S' }), resolve('a#1'), wait(5), create(id), { request: 'POST /api/cases/{case#2}/events', body: { event: 'GO' } }]),
  statechart('chart-deadline-in-the-past', { initial: 'a', states: { a: { after: { '=when': 'z' } }, z: final } }, (id) => [create(id, { when: '2020-01-01T00:00:00Z' }), wait(0)]),
];

const trouble: readonly Written[] = [
  statechart('chart-result-that-cannot-be-taken', { initial: 'a', states: { a: { invoke: { job: { type: 'chart.result' }, onDone: [{ guard: '=event.data.n > 5', target: 'z' }] } }, z: final } }, (id) => [create(id), completeJob('a#1', { n: 1 }), resolve('a#1'), setVariables({ event: { type: 'done', data: { n: 9 } } }, { scope: 'element a#1', local: true }), resolve('a#1/2'), create(id), completeJob('a#1 of case#2', { n: 'x' }), cancel('case#2')]),
  statechart('chart-attribute-that-cannot-be-evaluated', { initial: 'a', states: { a: { invoke: { userTask: { name: 'Ask', assignee: '=who' }, onDone: 'z' }, on: { LEAVE: 'z' } }, z: final } }, (id) => [create(id, { who: 5 }), setVariables({ who: 'ann' }), resolve('a#1'), complete('a#1'), create(id, { who: 5 }), { request: 'POST /api/cases/{case#2}/events', body: { event: 'LEAVE' } }]),
  statechart('chart-message-key-that-is-none', { initial: 'a', states: { a: { invoke: { message: { name: 'chart-key', correlationKey: '=key' }, onDone: 'z' } }, z: final } }, (id) => [create(id), setVariables({ key: 'k' }), resolve('a#1'), publish('chart-key', 'k')]),
  statechart('chart-that-cannot-begin', { initial: 'a', context: { x: '=assert(given, given > 0)' }, states: { a: {} } }, (id) => [create(id), create(id, { given: 1 }), cancel()]),
  statechart('chart-deadline-whose-transition-fails', { initial: 'a', context: { n: null }, states: { a: { after: { PT1M: [{ guard: '=n > 5', target: 'z' }] } }, z: final } }, (id) => [create(id), wait(60), setVariables({ n: 9 }), resolve('a#1')]),
  withFiles({ name: 'chart-of-a-new-version', files: {}, commands: [deploy('versions-1.statechart.json'), create('versions'), deploy('versions-2.statechart.json'), deploy('versions-2.statechart.json'), create('versions'), create('versions', {}, { processDefinitionVersion: 1 }), send('GO'), { request: 'POST /api/cases/{case#2}/events', body: { event: 'GO' } }] }, {
    'versions-1.statechart.json': JSON.stringify({ id: 'versions', initial: 'a', states: { a: { on: { GO: 'z' } }, z: final } }),
    'versions-2.statechart.json': JSON.stringify({ id: 'versions', initial: 'a', states: { a: { on: { GO: 'b' } }, b: { on: { GO: 'z' } }, z: final } }),
  }),
];

export const statecharts = () => written('Statecharts', [...moves, ...structure, ...work, ...time, ...trouble]);
