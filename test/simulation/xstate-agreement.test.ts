/**
 * Random statecharts under random events and deadlines, run twice: by the engine (one pure step at a
 * time, rebuilt from the journal's shape) and by a live actor of XState. Both must be in the same states,
 * with the same values, having left and entered the same states in the same order. Where regions keep their
 * siblings, as XState's do not, the engine runs as the kernel did before they were kept.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { feelEngine } from '../../engine/feel/index.ts';
import type { Event } from '../../engine/case/index.ts';
import { compileStatechart, type Statechart } from '../../engine/statechart/index.ts';
import { REGIONS_KEEP_SIBLINGS, regionsOf } from '../../engine/statechart/region.ts';
import { renderSentence } from '../../engine/stream/index.ts';
import { definitionRef } from '../case/case-driver.ts';
import { StatechartDriver } from '../statechart/drive.ts';
import { RandomStatechart, eventNames } from './random-statechart.ts';
import { Random } from './random.ts';
import { LiveChart, deadlines, withoutWork } from './xstate-chart.ts';
import { runsOf, seedOf } from '../harness/runs.ts';

const STEPS = 15;
const runs = runsOf(300, 10_000);
const coverage = { steps: 0, moved: 0, deadlines: 0, completed: 0, failed: 0, ignored: 0, older: 0 };

/** `entered a.b`, `left a.b`, as the events of the case tell it. */
const logOf = (events: readonly Event[], names: Map<number, string>): string[] =>
  events.flatMap((event) => {
    if (event.type === 'ElementActivated') {
      names.set(event.ordinal, event.element);
      return [`entered ${event.element}`];
    }
    return event.type === 'ElementCompleted' || event.type === 'ElementTerminated' ? [`left ${names.get(event.ordinal)}`] : [];
  });

class Comparison {
  readonly #driver: StatechartDriver;
  readonly #live: LiveChart;
  readonly #random: Random;
  readonly #names = new Map<number, string>();
  #seen = 0;

  constructor(driver: StatechartDriver, live: LiveChart, random: Random) {
    this.#driver = driver;
    this.#live = live;
    this.#random = random;
  }

  /** `false` when there is nothing more to compare: the case has ended, or both have failed. */
  step(): boolean {
    const { state } = this.#driver;
    coverage.steps += 1;
    if (state.timers.size > 0 && this.#random.chance(0.3)) return this.#passTime(this.#random.pick(Object.values(deadlines)));
    const type = this.#random.pick(eventNames);
    const data = { v: this.#random.below(4) };
    const decision = this.#driver.send({ type: 'SendEvent', event: type, data });
    if (decision.kind === 'rejected' && !renderSentence(decision.sentence, 0n).includes('the statechart cannot take it')) return this.#bothIgnore(type);
    this.#live.send(type, data);
    return decision.kind === 'rejected' ? this.#bothFailed() : this.compare();
  }

  /** In steps of the shortest deadline: XState's clock jumps, and what is set during a jump starts at its end. */
  #passTime(ms: number): boolean {
    const shortest = Math.min(...Object.values(deadlines));
    for (let passed = 0; passed < ms; passed += shortest) {
      this.#driver.advance(shortest);
      this.#live.clock.increment(shortest);
      // A deadline at the same instant may have led out of the incident again; an actor of XState has stopped.
      if (this.#driver.eventsOf('IncidentCreated').length > 0) return this.#bothFailed();
      if (!this.compare()) return false;
    }
    coverage.deadlines += 1;
    return true;
  }

  /** It is not sent: XState would take an `always` that stands ready once more, where the engine refuses and changes nothing. */
  #bothIgnore(type: string): true {
    ok(!this.#live.takes(type), `XState ignores '${type}' too`);
    coverage.ignored += 1;
    return true;
  }

  #bothFailed(): false {
    ok(this.#live.failed, 'what the engine cannot take, XState cannot take');
    coverage.failed += 1;
    return false;
  }

  compare(): boolean {
    const { state, events } = this.#driver;
    const { actor, log, active, context, done, failed } = this.#live;
    ok(!failed, `XState takes what the engine takes: ${String((actor.getSnapshot() as { error?: unknown }).error)}`);
    const made = logOf(events.slice(this.#seen), this.#names);
    this.#seen = events.length;
    deepStrictEqual(made, log.splice(0), 'left and entered in the same order');
    deepStrictEqual(done, state.status === 'completed', 'done at the same time');
    deepStrictEqual(this.#driver.variables(), { ...context }, 'the same values');
    coverage.moved += made.length;
    coverage.completed += done ? 1 : 0;
    if (!done) deepStrictEqual(this.#driver.active, active, 'in the same states');
    return !done;
  }
}

const agree = async (seed: number): Promise<void> => {
  const random = new Random(seed);
  const chart = withoutWork(new RandomStatechart(random).build());
  const compilation = await compileStatechart(JSON.stringify(chart), feelEngine);
  if (!compilation.ok || compilation.warnings.some(({ message }) => message.includes('only one region'))) return;
  const [definition] = compilation.definitions;
  if (definition === undefined) throw new Error('Expected one definition, but there is none');
  const asXState = regionsOf(definition.executable.model as Statechart).size === 0;
  coverage.older += asXState ? 0 : 1;
  const driver = new StatechartDriver(definition.executable, asXState ? {} : { kernel: REGIONS_KEEP_SIBLINGS - 1 });
  const created = driver.send({ type: 'CreateCase', definition: definitionRef('statechart'), variables: {} });
  const live = new LiveChart(chart);
  if (created.kind !== 'accepted') return ok(live.failed, 'what the engine cannot start, XState cannot start');
  const comparison = new Comparison(driver, live, random);
  let going = comparison.compare();
  for (let step = 0; step < STEPS && going; step += 1) going = comparison.step();
  live.actor.stop();
};

const seed = seedOf('agreement with XState');

it(`random statecharts run as XState runs them (seed ${seed})`, { timeout: 60_000 + runs * 1_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), agree), { numRuns: runs, seed });
  expect(Object.entries(coverage).filter(([, count]) => count < 5)).toEqual([]);
});
