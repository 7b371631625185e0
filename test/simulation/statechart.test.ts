/**
 * Random statecharts under random commands. The driver checks after every step that folding gives
 * the live state and that a case which was stored and loaded decides the same; here it is checked
 * that what is active in the statechart is what is active in the case.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feelEngine } from '../../engine/feel/index.ts';
import type { Command, Decision } from '../../engine/case/index.ts';
import { compileStatechart, snapshotOf } from '../../engine/statechart/index.ts';
import { StatechartDriver } from '../statechart/drive.ts';
import { RandomStatechart, eventNames, randomVariables, raisedNames } from './random-statechart.ts';
import { Random } from './random.ts';

const COMMANDS = 25;

const ordinals = (things: object): number[] => Object.keys(things).map(Number);

/** A command that the case may or may not take; the clock moves to the timer that fires. */
const randomCommand = (driver: StatechartDriver, random: Random): Command => {
  const { userTasks, jobs, subscriptions, incidents, timers } = driver.state;
  const data = { ...randomVariables(random), v: random.below(4) };
  const choices: (() => Command)[] = [
    () => ({ type: 'SendEvent', event: random.pick([...eventNames, ...raisedNames, 'UNKNOWN']), data }),
    () => ({ type: 'SetVariables', scope: 0, variables: randomVariables(random), local: true }),
  ];
  const some = (things: object, command: (ordinal: number) => Command): void => {
    const found = ordinals(things);
    if (found.length > 0) choices.push(() => command(random.pick(found)), () => command(random.pick(found)));
  };
  some(userTasks, (task) => ({ type: 'CompleteUserTask', task, variables: randomVariables(random) }));
  some(jobs, (job) => ({ type: 'CompleteJob', job, variables: randomVariables(random) }));
  some(jobs, (job) => ({ type: 'ThrowJobError', job, errorCode: random.pick(['E1', 'E2']), errorMessage: 'no', variables: {} }));
  some(jobs, (job) => ({ type: 'FailJob', job, retries: random.below(2), retryBackOffMs: 0, errorMessage: 'failed' }));
  some(subscriptions, (subscription) => ({ type: 'CorrelateMessage', subscription, message: '7', variables: randomVariables(random) }));
  some(incidents, (incident) => ({ type: 'ResolveIncident', incident }));
  if (ordinals(timers).length > 0 && random.chance(0.3)) {
    const timer = random.pick(ordinals(timers));
    driver.now = Math.max(driver.now, timers[timer]?.due ?? 0);
    return { type: 'FireTimer', timer };
  }
  if (random.chance(0.01)) return { type: 'CancelCase' };
  return random.pick(choices)();
};

const checkCase = ({ state, model }: StatechartDriver): void => {
  const { active, waiting } = snapshotOf(state);
  if (state.status !== 'active') return;
  const states = Object.entries(state.elements).filter(([, { element }]) => model.states.has(element));
  deepStrictEqual(
    Object.fromEntries(states.map(([ordinal, { element }]) => [element, Number(ordinal)])),
    { ...active },
    'every active state is an element instance, and no other state is',
  );
  for (const [ordinal, { element, scope }] of states) {
    const parent = model.states.get(element)?.parent?.path ?? '';
    deepStrictEqual(scope, parent === '' ? 0 : active[parent], `${ordinal} is inside its parent`);
  }
  for (const { incident } of waiting) ok(state.incidents[incident] !== undefined, 'what waits has an incident');
};

const checkDecision = (command: Command, decision: Decision, accepted: readonly string[]): void => {
  const text = JSON.stringify(decision);
  ok(!text.includes('legal configuration'), `an illegal configuration: ${text}`);
  if (command.type !== 'SendEvent') return;
  if (!accepted.includes(command.event)) ok(decision.kind === 'rejected', 'an event that is not accepted is rejected');
  else if (decision.kind === 'rejected') ok(!text.includes('accepts only'), 'an accepted event is not called unknown');
};

/** How much the runs have covered, so that a generator that only makes trivial cases fails. */
const coverage = { steps: 0, completed: 0, incidents: 0, rejected: 0, timers: 0, moved: 0 };

const simulate = async (seed: number): Promise<void> => {
  const random = new Random(seed);
  const chart = new RandomStatechart(random).build();
  const compilation = await compileStatechart(JSON.stringify(chart), feelEngine);
  if (!compilation.ok) {
    // Only a loop of unguarded `always` is left to chance; the generator keeps all other rules.
    for (const { message } of compilation.problems) expect(message).toContain('come to rest');
    return;
  }
  const [definition] = compilation.definitions;
  if (definition === undefined) throw new Error('Expected one definition, but there is none');
  const driver = new StatechartDriver(definition.executable);
  const created = driver.send({ type: 'CreateCase', definition: { key: '1', id: 'random', version: 1, hash: '0', dialect: 'statechart' }, variables: {} });
  if (created.kind !== 'accepted') return;
  for (let step = 0; step < COMMANDS && driver.state.status === 'active'; step += 1) {
    const accepted = driver.accepted().map(({ event }) => event);
    const command = randomCommand(driver, random);
    const decision = driver.send(command);
    if (decision.kind === 'rejected') coverage.rejected += 1;
    checkDecision(command, decision, accepted);
    checkCase(driver);
  }
  coverage.steps += driver.steps.length;
  coverage.completed += driver.state.status === 'completed' ? 1 : 0;
  coverage.incidents += driver.eventsOf('IncidentCreated').length;
  coverage.timers += driver.eventsOf('TimerFired').length;
  coverage.moved += driver.eventsOf('StatechartMoved').length;
};

describe('random statecharts', () => {
  it('fold and decide again alike, whatever is asked of them', { timeout: 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.nat(), simulate), { numRuns: Number(process.env['ACTA_SIMULATIONS'] ?? 200), endOnFailure: true });
    expect(Object.entries(coverage).filter(([, count]) => count < 5)).toEqual([]); // 25 and more are usual
  });
});
