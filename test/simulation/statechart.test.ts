/**
 * Random statecharts under random commands. The driver checks after every step that folding gives
 * the live state and that a case which was stored and loaded decides the same; here it is checked
 * that what is active in the statechart is what is active in the case. Exceptions and missing answers come at any
 * place, and cases leave the memory at any time.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDecisions } from '../../engine/dmn/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import type { Command, Event } from '../../engine/case/index.ts';
import { renderSentence, type Decision, type Ordinal } from '../../engine/stream/index.ts';
import { activeStates, compileStatechart, snapshotOf } from '../../engine/statechart/index.ts';
import { illegality } from '../../engine/statechart/configuration.ts';
import type { DriverOptions } from '../case/case-driver.ts';
import { StatechartDriver } from '../statechart/drive.ts';
import { interrupt } from './interruption.ts';
import { RandomStatechart, eventNames, randomVariables, raisedNames } from './random-statechart.ts';
import { Random } from './random.ts';
import { runsOf, seedOf } from '../harness/runs.ts';

const COMMANDS = 25;
const runs = runsOf(200, 10_000);

interface Things {
  entries(): readonly (readonly [Ordinal, unknown])[];
}

const decisions = compileDecisions(
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="http://example.test">
  <decision id="next" name="Next"><literalExpression id="l"><text>modulo(n + 3, 7)</text></literalExpression></decision></definitions>`,
  feelEngine,
);
if (!decisions.ok) throw new Error(`Expected the decision to compile, but ${JSON.stringify(decisions)}`);
const { model } = decisions;

const known: DriverOptions = {
  answers: { 'decision:next': { key: '7', id: 'next', version: 1, hash: 'd' }, 'decision:none': null },
  library: { decision: () => model },
  continues: false,
};

const ordinals = (things: Things): Ordinal[] => things.entries().map(([ordinal]) => ordinal);

/** A command that the case may or may not take; the clock moves to the timer that fires. */
const randomCommand = (driver: StatechartDriver, random: Random): Command => {
  const { userTasks, jobs, subscriptions, incidents, timers } = driver.state;
  const data = { ...randomVariables(random), v: random.below(4) };
  const choices: (() => Command)[] = [
    () => ({ type: 'SendEvent', event: random.pick([...eventNames, ...raisedNames, 'unknown']), data }),
    () => ({ type: 'SetVariables', scope: 0, variables: randomVariables(random), local: true }),
  ];
  const some = (things: Things, command: (ordinal: number) => Command): void => {
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
    driver.now = Math.max(driver.now, timers.get(timer)?.due ?? 0);
    return { type: 'FireTimer', timer };
  }
  if (random.chance(0.01)) return { type: 'CancelCase' };
  return random.pick(choices)();
};

const checkCase = ({ state, chart }: StatechartDriver): void => {
  if (state.status !== 'active') return;
  const active = activeStates(chart, state);
  const states = state.elements.entries().filter(([ordinal, { element }]) => ordinal !== 0 && chart.find(element) !== undefined);
  deepStrictEqual(states.length, active.size, 'every state that is an element instance is active, once');
  for (const [ordinal, { element, scope }] of states) {
    deepStrictEqual(ordinal, active.get(element), `${element} is active as ${ordinal}`);
    const { parent } = chart.state(element);
    deepStrictEqual(scope, parent === '' || parent === null ? 0 : active.get(parent), `${ordinal} is inside its parent`);
  }
  deepStrictEqual(illegality(chart, new Set(active.keys())), null, 'the active states are a legal configuration');
  for (const { incident } of snapshotOf(state).waiting) ok(state.incidents.has(incident), 'what waits has an incident');
};

const checkDecision = (command: Command, decision: Decision<Event>, accepted: readonly string[]): void => {
  const text = decision.kind === 'rejected' ? renderSentence(decision.sentence, 0n) : '';
  ok(!text.includes('legal configuration'), `an illegal configuration: ${text}`);
  if (command.type !== 'SendEvent') return;
  if (!accepted.includes(command.event)) ok(decision.kind === 'rejected', 'an event that is not accepted is rejected');
  else if (decision.kind === 'rejected') ok(!text.includes('accepts only'), 'an accepted event is not called unknown');
};

/** How much the runs have covered, so that a generator that only makes trivial cases fails. */
const coverage = { steps: 0, completed: 0, incidents: 0, rejected: 0, timers: 0, moved: 0, decided: 0, interrupted: 0 };

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
  const driver = new StatechartDriver(definition.executable, known);
  const created = driver.send({ type: 'CreateCase', definition: { key: '1', id: 'random', version: 1, hash: '0', dialect: 'statechart' }, variables: {} });
  if (created.kind !== 'accepted') return;
  // One whose decisions go round for ever is looked at until it is to be continued.
  for (let step = 0; step < COMMANDS && driver.state.status === 'active' && driver.state.continuation === null; step += 1) {
    const accepted = driver.accepted().map(({ event }) => event);
    const command = randomCommand(driver, random);
    if (random.chance(0.3)) driver.evict(random.pick(['journal', 'snapshot']));
    const how = random.pick(['exception before', 'exception after', 'need', 'swallowed need'] as const);
    if (interrupt(driver, command, { nth: 1 + random.below(5), how })) coverage.interrupted += 1;
    const decision = driver.send(command);
    if (decision.kind === 'rejected') coverage.rejected += 1;
    checkDecision(command, decision, accepted);
    checkCase(driver);
  }
  coverage.steps += driver.steps.length;
  coverage.completed += driver.state.status === 'completed' ? 1 : 0;
  coverage.incidents += driver.eventsOf('IncidentCreated').length;
  coverage.timers += driver.eventsOf('TimerFired').length;
  coverage.decided += driver.eventsOf('DecisionEvaluated').length;
  coverage.moved += driver.eventsOf('StatechartMoved').length;
};

describe('random statecharts', () => {
  it('fold and decide again alike, whatever is asked of them', { timeout: 60_000 + runs * 1_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.nat(), simulate), { numRuns: runs, seed: seedOf('random statecharts'), endOnFailure: true });
    expect(Object.entries(coverage).filter(([, count]) => count < 5)).toEqual([]); // 25 and more are usual
  });
});
