import { catching, end, exclusive, flows, inclusive, message, messages, node, parallel, script, start, subProcess, timer, user } from '../../case/bpmn-xml.ts';
import { cancel, complete, create, publish, resolve, setVariables, wait } from './material.ts';
import { bpmn, written, type Written } from './written.ts';

const terminate = '<bpmn:terminateEventDefinition/>';
const link = (name: string): string => `<bpmn:linkEventDefinition name="${name}"/>`;

const exclusives: readonly Written[] = [
  bpmn(
    'exclusive-gateway',
    `${start()}${exclusive('choose', 'c')}${user('a')}${user('b')}${user('c')}${exclusive('merge')}${end()}${flows('start -> choose', 'choose -> a if x = 1', 'choose -> b if x >= 1', 'choose -> c', 'a -> merge', 'b -> merge', 'c -> merge', 'merge -> end')}`,
    (id) => [create(id, { x: 1 }), create(id, { x: 2 }), create(id, { x: 0 }), create(id), complete('a#1'), complete('b#1 of case#2'), complete('c#1 of case#3')],
  ),
  bpmn(
    'exclusive-gateway-without-a-way',
    `${start()}${exclusive('choose')}${user('a')}${user('b')}${end()}${flows('start -> choose', 'choose -> a if x = 1', 'choose -> b if x = 2', 'a -> end', 'b -> end')}`,
    (id) => [create(id, { x: 3 }), resolve('choose#1'), setVariables({ x: 2 }), resolve('choose#1/2'), resolve('choose#1/2'), complete('b#1')],
  ),
  bpmn(
    'exclusive-gateway-with-a-failing-condition',
    `${start()}${exclusive('choose', 'b')}${user('a')}${user('b')}${end()}${flows('start -> choose', 'choose -> a if assert(x, x != null)', 'choose -> b', 'a -> end', 'b -> end')}`,
    (id) => [create(id), setVariables({ x: 'text' }), resolve('choose#1'), setVariables({ x: false }), resolve('choose#1/2'), complete('b#1')],
  ),
];

const parallels: readonly Written[] = [
  bpmn(
    'parallel-gateway',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${user('c')}${parallel('join')}${user('after')}${end()}${flows('start -> fork', 'fork -> a -> join', 'fork -> b -> join', 'fork -> c -> join', 'join -> after -> end')}`,
    (id) => [create(id), complete('c#1'), complete('a#1'), complete('b#1'), complete('after#1')],
  ),
  bpmn(
    'parallel-join-with-several-tokens-on-a-flow',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${exclusive('merge')}${user('c')}${parallel('join')}${user('after')}${end()}${flows('start -> fork', 'fork -> a -> merge', 'fork -> b -> merge', 'merge -> join', 'fork -> c -> join', 'join -> after -> end')}`,
    (id) => [create(id), complete('a#1'), complete('b#1'), complete('c#1'), complete('after#1'), cancel()],
  ),
  bpmn(
    'parallel-gateway-that-joins-and-forks',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${parallel('both')}${user('c')}${user('d')}${end()}${flows('start -> fork', 'fork -> a -> both', 'fork -> b -> both', 'both -> c -> end', 'both -> d -> end')}`,
    (id) => [create(id), complete('a#1'), complete('b#1'), complete('d#1'), complete('c#1')],
  ),
];

const inclusives: readonly Written[] = [
  bpmn(
    'inclusive-gateway',
    `${start()}${inclusive('split', 'c')}${user('a')}${user('b')}${user('c')}${inclusive('join')}${user('after')}${end()}${flows('start -> split', 'split -> a if x > 0', 'split -> b if x > 5', 'split -> c', 'a -> join', 'b -> join', 'c -> join', 'join -> after -> end')}`,
    (id) => [
      create(id, { x: 9 }), complete('a#1'), complete('b#1'), complete('after#1'),
      create(id, { x: 1 }), complete('a#1 of case#2'), complete('after#1 of case#2'), create(id, { x: 0 }), complete('c#1 of case#3'), complete('after#1 of case#3'),
    ],
  ),
  bpmn(
    'inclusive-gateway-without-a-way',
    `${start()}${inclusive('split')}${user('a')}${user('b')}${end()}${flows('start -> split', 'split -> a if x = 1', 'split -> b if x = 2', 'a -> end', 'b -> end')}`,
    (id) => [create(id, { x: 3 }), setVariables({ x: 1 }), resolve('split#1'), complete('a#1')],
  ),
  bpmn(
    'inclusive-join-waits-for-what-may-still-come',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${exclusive('choose', 'away')}${user('away')}${inclusive('join')}${user('after')}${end()}${flows('start -> fork', 'fork -> a -> join', 'fork -> b -> choose', 'choose -> join if stay', 'choose -> away -> end', 'join -> after -> end')}`,
    (id) => [create(id, { stay: true }), complete('a#1'), complete('b#1'), complete('after#1'), create(id, { stay: false }), complete('a#1 of case#2'), complete('b#1 of case#2'), complete('after#1 of case#2'), complete('away#1 of case#2')],
  ),
  bpmn(
    'inclusive-join-does-not-wait-for-more-of-what-is-there',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${exclusive('choose', 'merge')}${exclusive('merge')}${inclusive('join')}${user('after')}${end()}${flows('start -> fork', 'fork -> a -> merge', 'fork -> b -> choose', 'choose -> join if far', 'choose -> merge', 'merge -> join', 'join -> after -> end')}`,
    (id) => [create(id, { far: true }), complete('a#1'), complete('b#1'), complete('after#1'), complete('after#2')],
  ),
  bpmn(
    'inclusive-join-in-a-loop',
    `${start()}${exclusive('again')}${inclusive('split', 'b')}${user('a')}${user('b')}${inclusive('join')}${script('count', 'n', '=n + 1')}${exclusive('enough', 'again')}${end()}${flows('start -> again -> split', 'split -> a if n < 1', 'split -> b', 'a -> join', 'b -> join', 'join -> count -> enough', 'enough -> end if n > 1', 'enough -> again')}`,
    (id) => [create(id, { n: 0 }), complete('a#1'), complete('b#1')],
  ),
];

const races: readonly Written[] = [
  bpmn(
    'event-based-gateway',
    `${start()}${node('eventBasedGateway', 'race')}${catching('got', message('race-m'))}${catching('also', message('race-n'))}${catching('late', timer('timeDuration', 'PT30S'))}${user('a')}${user('b')}${user('c')}${end()}${flows('start -> race', 'race -> got -> a -> end', 'race -> also -> b -> end', 'race -> late -> c -> end')}`,
    (id) => [
      create(id, { key: 'one' }), create(id, { key: 'two' }), create(id, { key: 'three' }), publish('race-m', 'one', { variables: { got: 1 } }), publish('race-n', 'two'), publish('race-m', 'two'),
      wait(29), wait(1), publish('race-m', 'three'), cancel(), complete('b#1 of case#2'), complete('c#1 of case#3'),
    ],
    messages('race-m', 'race-n'),
  ),
  bpmn(
    'event-based-gateway-that-cannot-be-evaluated',
    `${start()}${node('eventBasedGateway', 'race')}${catching('got', message('unready-m'))}${catching('late', timer('timeDuration', '=pause'))}${end()}${end('end2')}${flows('start -> race', 'race -> got -> end', 'race -> late -> end2')}`,
    (id) => [create(id, { pause: 'PT1M' }), setVariables({ key: 'u' }), resolve('race#1'), publish('unready-m', 'u')],
    messages('unready-m'),
  ),
];

const others: readonly Written[] = [
  bpmn(
    'link-events',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${node('intermediateThrowEvent', 'from1', { content: link('L') })}${node('intermediateThrowEvent', 'from2', { content: link('L') })}${catching('to', link('L'))}${user('after')}${end()}${flows('start -> fork', 'fork -> a -> from1', 'fork -> b -> from2', 'to -> after -> end')}`,
    (id) => [create(id), complete('a#1'), complete('b#1'), complete('after#1'), complete('after#2')],
  ),
  bpmn(
    'terminate-end-event',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${end('end', terminate)}${end('end2')}${flows('start -> fork', 'fork -> a -> end', 'fork -> b -> end2')}`,
    (id) => [create(id), complete('a#1'), complete('b#1'), create(id), complete('b#1 of case#2'), complete('a#1 of case#2')],
  ),
  bpmn(
    'terminate-end-event-in-a-sub-process',
    `${start()}${parallel('fork')}${subProcess('inner', `${start('s')}${parallel('f2')}${user('a')}${user('b')}${parallel('j2')}${end('stop', terminate)}${end('e')}${flows('s -> f2', 'f2 -> a -> j2', 'f2 -> b -> stop', 'j2 -> e')}`)}${user('beside')}${end()}${flows('start -> fork', 'fork -> inner -> end', 'fork -> beside -> end')}`,
    (id) => [create(id), complete('b#1'), complete('beside#1')],
  ),
  bpmn(
    'several-end-events',
    `${start()}${parallel('fork')}${user('a')}${user('b')}${end()}${end('end2')}${flows('start -> fork', 'fork -> a -> end', 'fork -> b -> end2')}`,
    (id) => [create(id), complete('a#1'), complete('b#1')],
  ),
];

export const gateways = () => written('Gateways, links and ends', [...exclusives, ...parallels, ...inclusives, ...races, ...others]);
