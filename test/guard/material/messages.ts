import { boundary, catching, definitions, end, flows, mapping, message, messages as roots, node, nonInterrupting, parallel, start, user } from '../../case/bpmn-xml.ts';
import { cancel, complete, create, deploy, publish, resolve, setVariables, wait } from './material.ts';
import { bpmn, written, type Written } from './written.ts';

const waiting = (name: string, parts: Parameters<typeof catching>[2] = {}): string => `${start()}${catching('wait', message(name), parts)}${end()}${flows('start -> wait -> end')}`;

/** A user task before the message is waited for. */
const later = (name: string): string => `${start()}${user('before')}${catching('wait', message(name))}${end()}${flows('start -> before -> wait -> end')}`;

const keyed = (name: string, key: string): string =>
  `<bpmn:message id="${name}" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="${key}"/></bpmn:extensionElements></bpmn:message>`;

const correlation: readonly Written[] = [
  bpmn('message-of-a-name-and-key', waiting('plain-m'), (id) => [create(id, { key: 'k' }), publish('plain-m', 'other'), publish('another-m', 'k'), publish('plain-m', 'k', { variables: { got: [1, 2] } }), publish('plain-m', 'k')], roots('plain-m')),
  bpmn('message-key-is-that-of-entering', waiting('entered-m'), (id) => [create(id, { key: 'a' }), setVariables({ key: 'b' }), publish('entered-m', 'b'), publish('entered-m', 'a')], roots('entered-m')),
  bpmn('message-keys-of-numbers', waiting('number-m'), (id) => [create(id, { key: 42 }), create(id, { key: 4.5 }), publish('number-m', '42'), publish('number-m', '4.50'), publish('number-m', '4.5')], roots('number-m')),
  bpmn('message-key-that-is-none', waiting('none-m'), (id) => [create(id), create(id, { key: true }), setVariables({ key: 'now' }), resolve('wait#1'), publish('none-m', 'now'), resolve('wait#1 of case#2')], roots('none-m')),
  bpmn('message-name-of-an-expression', waiting('computed'), (id) => [create(id, { key: 'k', of: 'paid' }), publish('computed-paid', 'k')], keyed('computed', '=key').replace('name="computed"', 'name="=&quot;computed-&quot; + of"')),
  bpmn('message-with-output-mappings', waiting('mapped-m', { extension: mapping({}, { 'order.note': '=text', seen: '=true' }) }), (id) => [create(id, { key: 'k', order: { id: 1 } }), publish('mapped-m', 'k', { variables: { text: 'hello', dropped: 1 } })], roots('mapped-m')),
  bpmn('receive-task', `${start()}${node('receiveTask', 'wait', { attributes: 'messageRef="task-m"' })}${boundary('told', 'wait', message('task-n'))}${end()}${end('e')}${flows('start -> wait -> end', 'told -> e')}`, (id) => [create(id, { key: 'a' }), create(id, { key: 'b' }), publish('task-m', 'a', { variables: { v: 1 } }), publish('task-n', 'b')], roots('task-m', 'task-n')),
];

const buffered: readonly Written[] = [
  bpmn('message-waits-for-its-subscription', later('early-m'), (id) => [create(id, { key: 'k' }), publish('early-m', 'k', { timeToLive: 60_000, variables: { early: true } }), wait(30), complete('before#1'), create(id, { key: 'k' }), complete('before#1 of case#2')], roots('early-m')),
  bpmn('message-that-has-expired', later('expired-m'), (id) => [create(id, { key: 'k' }), publish('expired-m', 'k', { timeToLive: 60_000 }), wait(61), complete('before#1'), publish('expired-m', 'k')], roots('expired-m')),
  bpmn('message-without-a-life', later('lifeless-m'), (id) => [create(id, { key: 'k' }), publish('lifeless-m', 'k'), complete('before#1'), cancel()], roots('lifeless-m')),
  bpmn('messages-wait-in-order', later('queue-m'), (id) => [
    publish('queue-m', 'k', { timeToLive: 3_600_000, variables: { n: 1 } }), wait(1), publish('queue-m', 'k', { timeToLive: 3_600_000, variables: { n: 2 } }), create(id, { key: 'k' }), complete('before#1'), create(id, { key: 'k' }), complete('before#1 of case#2'), create(id, { key: 'k' }), complete('before#1 of case#3'),
  ], roots('queue-m')),
  bpmn('message-of-an-id', later('id-m'), (id) => [
    publish('id-m', 'k', { timeToLive: 60_000, messageId: 'one' }), publish('id-m', 'k', { timeToLive: 60_000, messageId: 'one' }), publish('id-m', 'k', { timeToLive: 60_000, messageId: 'two' }),
    create(id, { key: 'k' }), complete('before#1'), wait(61), publish('id-m', 'k', { timeToLive: 60_000, messageId: 'one' }),
  ], roots('id-m')),
];

const several: readonly Written[] = [
  bpmn('message-once-per-process-to-the-oldest', waiting('oldest-m'), (id) => [create(id, { key: 'k' }), create(id, { key: 'k' }), publish('oldest-m', 'k', { variables: { n: 1 } }), publish('oldest-m', 'k', { variables: { n: 2 } }), publish('oldest-m', 'k', { variables: { n: 3 } })], roots('oldest-m')),
  {
    name: 'message-to-every-process',
    files: { 'two.bpmn': definitions(`<bpmn:process id="every-one" isExecutable="true">${waiting('every-m')}</bpmn:process><bpmn:process id="every-two" isExecutable="true">${later('every-m').replaceAll('"wait"', '"await"').replaceAll('before_wait', 'before_await').replaceAll('wait_end', 'await_end').replaceAll('"start', '"start2').replaceAll('"before', '"before2').replaceAll('"end"', '"end2"').replaceAll('_end"', '_end2"')}</bpmn:process>${roots('every-m')}`) },
    commands: [deploy('two.bpmn'), create('every-one', { key: 'k' }), create('every-two', { key: 'k' }), publish('every-m', 'k', { timeToLive: 60_000, variables: { v: 1 } }), complete('before2#1 of case#2')],
  },
  bpmn('two-subscriptions-of-a-case', `${start()}${parallel('fork')}${catching('a', message('twice-m'))}${catching('b', message('twice-m'))}${end()}${flows('start -> fork', 'fork -> a -> end', 'fork -> b -> end')}`, (id) => [create(id, { key: 'k' }), publish('twice-m', 'k', { variables: { n: 1 } }), publish('twice-m', 'k', { variables: { n: 2 } })], roots('twice-m')),
  bpmn('buffered-messages-to-a-boundary', `${start()}${user('before')}${user('work')}${boundary('told', 'work', message('heap-m'), nonInterrupting)}${user('read')}${end()}${flows('start -> before -> work -> end', 'told -> read -> end')}`, (id) => [
    publish('heap-m', 'k', { timeToLive: 3_600_000, variables: { n: 1 } }), publish('heap-m', 'k', { timeToLive: 3_600_000, variables: { n: 2 } }), create(id, { key: 'k' }), complete('before#1'), complete('work#1'), cancel(),
  ], roots('heap-m')),
  bpmn('subscription-of-a-cancelled-case', waiting('gone-m'), (id) => [create(id, { key: 'k' }), cancel(), publish('gone-m', 'k')], roots('gone-m')),
];

export const messages = () => written('Messages', [...correlation, ...buffered, ...several]);
