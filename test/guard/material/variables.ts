import { boundary, end, exclusive, flows, mapping, script, service, start, subProcess, timer, user } from '../../case/bpmn-xml.ts';
import type { Command } from '../recording.ts';
import { cancel, complete, completeJob, create, failJob, resolve, setVariables, wait } from './material.ts';
import { bpmn, written, type Written } from './written.ts';

const around = (task: string): string => start() + task + end() + flows('start -> work -> end');
const inScope = (content: string, more: string): string => `${start()}${subProcess('inner', `${start('s')}${content}${end('e')}${flows('s -> work -> e')}`, more)}${end()}${flows('start -> inner -> end')}`;
const search = (path: string, body: object = {}): Command => ({ request: `POST ${path}`, body: body as never });

const mappings: readonly Written[] = [
  bpmn('inputs-in-order', around(user('work', mapping({ a: '=x', b: '=a + 1', 'c.d.e': '=b', 'c.f': '=missing', g: '' }))), (id) => [create(id, { x: 1, c: { kept: false } }), complete('work#1', { a: 5, z: 1 })]),
  bpmn('outputs-merge', around(user('work', mapping({}, { 'a.b': '=r', 'a.c.d': '=r + 1', n: '=a' }))), (id) => [create(id, { a: { z: 0 }, n: 1 }), complete('work#1', { r: 3 }), create(id, { a: 'no context' }), complete('work#1 of case#2', { r: 4 })]),
  bpmn('output-of-a-sub-process', inScope(user('work'), mapping({ mine: '=x' }, { theirs: '=mine + 1' })), (id) => [create(id, { x: 1, theirs: null }), complete('work#1', { mine: 10 })]),
  bpmn('result-goes-to-the-nearest-scope', inScope(user('work'), mapping({ near: '=0' })), (id) => [create(id, { far: 0 }), complete('work#1', { near: 1, far: 2, nowhere: 3 })]),
  bpmn('result-kept-by-an-input', around(user('work', mapping({ r: '=x' }))), (id) => [create(id, { x: 1 }), complete('work#1', { r: 2, s: 3 })]),
  bpmn('values-of-every-kind', around(user('work', mapping({}, { d: '=date("2030-05-01")', t: '=time("10:00:00")', l: '=[1, "a", null, {b: true}]', u: '=duration("P1DT2H")', n: '=0.1 + 0.2', big: '=12345678901234567890', s: '="ü 李 \\"q\\""' }))), (id) => [create(id, { deep: { a: [{ b: null }] }, empty: {}, none: [], text: '', half: -0.5 }), complete('work#1')]),
];

const set: readonly Written[] = [
  bpmn('variables-set-from-outside', inScope(user('work'), mapping({ near: '=0' })), (id) => [
    create(id, { far: 0 }), setVariables({ near: 1, far: 2, fresh: 3 }, { scope: 'element work#1' }), setVariables({ near: 4, fresh: 5 }, { scope: 'element work#1', local: true }),
    setVariables({ near: 6 }, { scope: 'element inner#1' }), setVariables({}), setVariables({ far: { a: 1 } }, { local: true }),
    search('/v2/user-tasks/{task work#1}/effective-variables/search', { sort: [{ field: 'name' }] }), complete('work#1'), setVariables({ x: 1 }, { scope: 'element work#1' }), setVariables({ x: 1 }),
  ]),
];

const io: readonly Written[] = [
  bpmn('input-that-fails', around(user('work', mapping({ a: '=x', b: '=assert(y, y != null, "no y")' }))), (id) => [create(id, { x: 1 }), resolve('work#1'), setVariables({ y: 2 }), resolve('work#1/2'), complete('work#1')]),
  bpmn('inputs-run-again-after-another-incident', around(user('work', `<zeebe:assignmentDefinition assignee="=who"/>${mapping({ n: '=n + 1', m: '=n * 10' })}`)), (id) => [create(id, { n: 1, who: 7 }), resolve('work#1'), setVariables({ extra: 5, n: 100 }, { scope: 'element work#1', local: true }), setVariables({ who: 'ann' }), resolve('work#1/2'), complete('work#1')]),
  bpmn('output-that-fails', around(service('work', mapping({ l: '=1' }, { r: '=assert(a, a > 1, "too small")' }), 'type="out.work"')), (id) => [create(id), completeJob('work#1', { a: 1 }), setVariables({ a: 2 }, { scope: 'element work#1', local: true }), resolve('work#1')]),
  bpmn('script-that-fails', around(script('work', 'r', '=assert(a, a != null)')), (id) => [create(id), setVariables({ a: 1 }), resolve('work#1')]),
  bpmn('job-type-that-is-none', around(service('work', '', 'type="=kind"')), (id) => [create(id), setVariables({ kind: 'known.work' }), resolve('work#1'), completeJob('work#1')]),
  bpmn('job-retries-that-are-none', around(service('work', '', 'type="n.work" retries="=n"')), (id) => [create(id, { n: 'x' }), setVariables({ n: 0 }), resolve('work#1'), setVariables({ n: 2 }), resolve('work#1/2'), completeJob('work#1'), cancel()]),
  bpmn('assignee-that-is-none', around(user('work', '<zeebe:assignmentDefinition assignee="=who"/>')), (id) => [create(id, { who: 7 }), setVariables({ who: 'ann' }), resolve('work#1'), complete('work#1')]),
  bpmn('boundary-timer-that-cannot-be-armed', `${start()}${user('work')}${boundary('late', 'work', timer('timeDuration', '=pause'))}${end()}${end('e')}${flows('start -> work -> end', 'late -> e')}`, (id) => [create(id), setVariables({ pause: 'PT5S' }), resolve('work#1'), wait(5)]),
  bpmn('incident-goes-with-what-is-interrupted', `${start()}${subProcess('inner', `${start('s')}${service('work', '', 'type="lost.work"')}${end('e1')}${flows('s -> work -> e1')}`)}${boundary('late', 'inner', timer('timeDuration', 'PT1M'))}${user('after')}${end()}${flows('start -> inner -> end', 'late -> after -> end')}`, (id) => [create(id), failJob('work#1', 0, { errorMessage: 'lost' }), wait(60), resolve('work#1'), complete('after#1')]),
  bpmn('incident-of-a-cancelled-case', around(script('work', 'r', '=assert(a, a != null)')), (id) => [create(id), cancel(), resolve('work#1')]),
  bpmn('several-incidents-of-a-case', `${start()}${script('a', 'r', '=assert(x, x != null)')}${script('b', 'q', '=assert(y, y != null)')}${end()}${flows('start -> a -> end', 'start -> b -> end')}`, (id) => [create(id), setVariables({ x: 1, y: 2 }), resolve('b#1'), resolve('a#1')]),
  bpmn('default-flow-after-an-incident', `${start()}${exclusive('choose')}${user('a')}${end()}${flows('start -> choose', 'choose -> a if flag', 'a -> end')}`, (id) => [create(id), setVariables({ flag: 'no' }), resolve('choose#1'), setVariables({ flag: true }), resolve('choose#1/2'), complete('a#1')]),
];

export const variables = () => written('Variables, mappings and incidents', [...mappings, ...set, ...io]);
