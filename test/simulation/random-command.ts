/** Commands that a person, a worker, the clock or a message might send to a case now, some of them senseless. */
import type { CaseDriver } from '../case/case-driver.ts';
import type { CaseState, Command } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import type { Ordinal } from '../../engine/stream/index.ts';
import { codes } from './random-process.ts';

/** Numbers that choose: which command, on which thing, with which value. */
export interface Choice {
  readonly command: number;
  readonly thing: number;
  readonly value: number;
}

const pick = <T>(list: readonly T[], choice: number): T | undefined => list[choice % Math.max(1, list.length)];

const values = (choice: number): JsonObject =>
  pick<JsonObject>([{}, { x: choice }, { flag: true, seen: 1 }, { flag: choice, note: 'n' }, { out: { value: null } }, { kind: null, who: 'ann' }], choice) ?? {};

const NOWHERE = 999_999;

type Build = (thing: Ordinal, value: number) => Command;

const things = (table: 'userTasks' | 'jobs' | 'timers' | 'subscriptions' | 'incidents' | 'elements') => (state: CaseState): readonly Ordinal[] =>
  state[table].entries().map(([ordinal]) => ordinal);

/** Which things of a case each command acts on. */
const commands: readonly (readonly [among: (state: CaseState) => readonly Ordinal[], build: Build])[] = [
  [things('userTasks'), (task, value) => ({ type: 'CompleteUserTask', task, variables: values(value) })],
  [things('userTasks'), (task) => ({ type: 'CompleteUserTask', task, variables: {} })],
  [things('userTasks'), (task, value) => ({ type: 'AssignUserTask', task, assignee: 'bob', allowOverride: value % 2 === 0 })],
  [things('userTasks'), (task) => ({ type: 'UnassignUserTask', task })],
  [things('userTasks'), (task, value) => ({ type: 'AddComment', text: `said ${value}`, ...(value % 2 === 0 ? { task } : {}) })],
  [things('jobs'), (job, value) => ({ type: 'CompleteJob', job, variables: values(value) })],
  [things('jobs'), (job) => ({ type: 'CompleteJob', job, variables: {} })],
  [things('jobs'), (job, value) => ({ type: 'FailJob', job, retries: value % 3, retryBackOffMs: value, errorMessage: 'failed' })],
  [
    things('jobs'),
    (job, value) => ({ type: 'ThrowJobError', job, errorCode: pick(codes, value) ?? 'E1', errorMessage: '', variables: values(value) }),
  ],
  [things('jobs'), (job, value) => ({ type: 'UpdateJob', job, retries: 1 + (value % 3) })],
  [things('timers'), (timer) => ({ type: 'FireTimer', timer })],
  [things('subscriptions'), (subscription, value) => ({ type: 'CorrelateMessage', subscription, message: '1', variables: values(value) })],
  [things('incidents'), (incident, value) => ({ type: 'ResolveIncident', incident, ...(value % 3 === 0 ? { retries: 1 + (value % 4) } : {}) })],
  [
    things('elements'),
    (scope, value) => ({ type: 'SetVariables', scope, variables: values(value), local: value % 2 === 0 }),
  ],
  [() => [0], () => ({ type: 'Continue' })],
  [() => [0], () => ({ type: 'ReportFault', errorMessage: 'a bug' })],
  [() => [0], () => ({ type: 'CloseCase', because: 'nothing is broken' })],
];

/** Mostly something that the case can take now; now and then something that is not there, or the end of it all. */
export const commandFor = ({ state }: CaseDriver, { command, thing, value }: Choice): Command => {
  if (value === 7) return { type: 'CancelCase' };
  const fitting = thing % 11 === 0 ? commands : commands.filter(([among]) => among(state).length > 0);
  const [among, build] = pick(fitting, command) as (typeof commands)[number];
  const ordinals = among(state);
  return build(thing % 13 === 0 ? NOWHERE : (pick(ordinals, thing) ?? NOWHERE), value);
};
