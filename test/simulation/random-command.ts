/** Commands that a person, a worker, the clock or a message might send to a case now, some of them senseless. */
import type { CaseDriver } from '../case/case-driver.ts';
import type { CaseState, Command, JsonObject, Ordinal } from '../../engine/case/index.ts';
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

/** Which things of a case each command acts on. */
const commands: readonly (readonly [things: (state: CaseState) => object, build: Build])[] = [
  [({ userTasks }) => userTasks, (task, value) => ({ type: 'CompleteUserTask', task, variables: values(value) })],
  [({ userTasks }) => userTasks, (task) => ({ type: 'CompleteUserTask', task, variables: {} })],
  [({ userTasks }) => userTasks, (task, value) => ({ type: 'AssignUserTask', task, assignee: 'bob', allowOverride: value % 2 === 0 })],
  [({ userTasks }) => userTasks, (task) => ({ type: 'UnassignUserTask', task })],
  [({ jobs }) => jobs, (job, value) => ({ type: 'CompleteJob', job, variables: values(value) })],
  [({ jobs }) => jobs, (job) => ({ type: 'CompleteJob', job, variables: {} })],
  [({ jobs }) => jobs, (job, value) => ({ type: 'FailJob', job, retries: value % 3, retryBackOffMs: value, errorMessage: 'failed' })],
  [
    ({ jobs }) => jobs,
    (job, value) => ({ type: 'ThrowJobError', job, errorCode: pick(codes, value) ?? 'E1', errorMessage: '', variables: values(value) }),
  ],
  [({ jobs }) => jobs, (job, value) => ({ type: 'UpdateJob', job, retries: 1 + (value % 3) })],
  [({ timers }) => timers, (timer) => ({ type: 'FireTimer', timer })],
  [({ subscriptions }) => subscriptions, (subscription, value) => ({ type: 'CorrelateMessage', subscription, message: '1', variables: values(value) })],
  [({ incidents }) => incidents, (incident) => ({ type: 'ResolveIncident', incident })],
  [
    ({ elements }) => ({ 0: true, ...elements }),
    (scope, value) => ({ type: 'SetVariables', scope, variables: values(value), local: value % 2 === 0 }),
  ],
  [({ scopes }) => scopes, () => ({ type: 'Continue' })],
  [({ scopes }) => scopes, () => ({ type: 'ReportFault', errorMessage: 'a bug' })],
];

/** Mostly something that the case can take now; now and then something that is not there, or the end of it all. */
export const commandFor = ({ state }: CaseDriver, { command, thing, value }: Choice): Command => {
  if (value === 7) return { type: 'CancelCase' };
  const fitting = thing % 11 === 0 ? commands : commands.filter(([things]) => Object.keys(things(state)).length > 0);
  const [things, build] = pick(fitting, command) as (typeof commands)[number];
  const ordinals = Object.keys(things(state)).map(Number);
  return build(thing % 13 === 0 ? NOWHERE : (pick(ordinals, thing) ?? NOWHERE), value);
};
