import { deepStrictEqual } from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { decideOn, engineActor, renderSentence, UnknownEventError, type Decision, type Question } from '../stream/index.ts';
import { machineOffsets } from '../time/zone.ts';
import type { ScheduleCommand, ScheduleEvent, StartTimer } from './command.ts';
import { scheduleStream, scheduleStreamOf } from './index.ts';

const second = 1_000;
const definition = (version = 1, id = 'p') => ({ key: String(version), id, version, hash: 'h', dialect: 'bpmn' }) as const;

class ScheduleDriver {
  readonly state = scheduleStream.initial();
  readonly events: ScheduleEvent[] = [];
  now = 0;
  readonly #zone: string;

  constructor(zone = 'UTC') {
    this.#zone = zone;
  }

  decide(command: ScheduleCommand): Decision<ScheduleEvent> {
    const answer = (question: Question) => {
      if (question.type === 'offset') return machineOffsets.offsetAt(question.zone, question.at) ?? null;
      if (question.type === 'localOffset') return machineOffsets.offsetOfLocal(question.zone, question.at) ?? null;
      return '100';
    };
    const facts = { stream: 1n << 24n, order: { id: '1', actor: engineActor }, now: this.now, zone: this.#zone, library: { decision: () => undefined }, answer };
    const decision = decideOn(scheduleStream, { state: this.state, model: undefined, command }, facts);
    if (decision.kind !== 'accepted') return decision;
    this.events.push(...decision.events);
    const folded = scheduleStream.initial();
    for (const event of this.events) scheduleStream.evolve(folded, event);
    deepStrictEqual(folded.toJSON(), this.state.toJSON(), 'folding all events gives the live state');
    deepStrictEqual(scheduleStream.restore(JSON.parse(JSON.stringify(this.state))).toJSON(), this.state.toJSON(), 'a snapshot gives the state');
    return decision;
  }

  replace(version: number, ...timers: readonly StartTimer[]): Decision<ScheduleEvent> {
    return this.decide({ type: 'ReplaceStartTimers', definition: definition(version), timers });
  }

  /** Fires what is due, if it is; the due time of what follows. */
  fire(): number | undefined {
    const [[timer] = [0]] = this.state.timers.entries();
    const decision = this.decide({ type: 'FireStartTimer', timer });
    if (decision.kind !== 'accepted') throw new Error(JSON.stringify(decision));
    return this.state.timers.entries().at(-1)?.[1].due;
  }

  get due(): readonly number[] {
    return this.state.timers.entries().map(([, { due }]) => due);
  }
}

const every10s = (repetitions: number): StartTimer => ({ event: 's', due: 10 * second, repetitions, interval: 'PT10S' });

describe('a timer that starts cases', () => {
  it('begins a case at its start event, once', () => {
    const driver = new ScheduleDriver();
    driver.replace(1, { event: 's', due: 5 });
    driver.now = 5;
    expect(driver.decide({ type: 'FireStartTimer', timer: 1 })).toMatchObject({
      outgoing: [{ target: 100n << 24n, command: { type: 'CreateCase', definition: definition(), variables: {}, startEvent: 's' } }],
    });
    expect(driver.state.timers.size).toBe(0);
    expect(driver.decide({ type: 'FireStartTimer', timer: 1 })).toMatchObject({ kind: 'rejected', code: 'NOT_FOUND' });
  });

  it('never fires before its time', () => {
    const driver = new ScheduleDriver();
    driver.replace(1, { event: 's', due: 5 });
    driver.now = 4;
    const refused = driver.decide({ type: 'FireStartTimer', timer: 1 });
    expect(refused.kind === 'rejected' && renderSentence(refused.sentence, 0n)).toBe("Expected to fire timer with key '1', but it is due only at 5 (now 4)");
  });

  it.each([[3, 2], [1, 0]])('that repeats %i times makes so many cases', (times, repetitions) => {
    const driver = new ScheduleDriver();
    driver.replace(1, repetitions === 0 ? { event: 's', due: 10 * second } : every10s(repetitions));
    for (let fired = 1; fired <= times; fired += 1) {
      driver.now = fired * 10 * second;
      expect(driver.fire()).toBe(fired === times ? undefined : (fired + 1) * 10 * second);
    }
    expect(driver.events.filter(({ type }) => type === 'StartTimerFired')).toHaveLength(times);
  });

  it('that could not fire for a while fires once and goes on in its rhythm; what it missed does not count', () => {
    const driver = new ScheduleDriver();
    driver.replace(1, every10s(2));
    driver.now = 95 * second;
    expect(driver.fire()).toBe(100 * second);
    driver.now = 100 * second;
    expect(driver.fire()).toBe(110 * second);
    driver.now = 200 * second;
    expect(driver.fire()).toBe(undefined);
  });

  it('without end goes on, in the local time of the installation', () => {
    const driver = new ScheduleDriver('Europe/Berlin');
    const at = (text: string): number => Date.parse(text);
    driver.replace(1, { event: 's', due: at('2029-02-25T08:00:00Z'), repetitions: -1, interval: 'P1M' });
    driver.now = at('2029-02-25T08:00:00Z');
    expect(driver.fire()).toBe(at('2029-03-25T07:00:00Z')); // summer time has begun
    driver.now = at('2029-06-01T12:00:00Z');
    expect(driver.fire()).toBe(at('2029-06-25T07:00:00Z'));
  });
});

describe('a new version', () => {
  it('replaces the timers of the one before, and those only', () => {
    const driver = new ScheduleDriver();
    driver.replace(1, { event: 's', due: 5 }, { event: 't', due: 6 });
    driver.decide({ type: 'ReplaceStartTimers', definition: definition(1, 'another'), timers: [{ event: 'u', due: 7 }] });
    driver.replace(2, { event: 's', due: 9 });
    expect(driver.due).toEqual([7, 9]);
    driver.replace(3);
    expect(driver.due).toEqual([7]);
  });

  it('that comes after a newer one changes nothing', () => {
    const driver = new ScheduleDriver();
    driver.replace(2, { event: 's', due: 9 });
    expect(driver.replace(1, { event: 's', due: 5 })).toMatchObject({ kind: 'rejected', code: 'INVALID_STATE' });
    expect(driver.due).toEqual([9]);
  });
});

it('the stream of a process is for ever the same, in a range of its own', () => {
  expect([scheduleStreamOf('invoice'), scheduleStreamOf('报销')]).toEqual([4611915133726228480n, 4611957002409607168n]);
});

it.each(['StartTimerFired.2', 'constructor'])('an event %s that it does not know is refused', (type) => {
  expect(() => scheduleStream.evolve(scheduleStream.initial(), { type } as never)).toThrow(UnknownEventError);
});
