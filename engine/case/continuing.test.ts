import { describe, expect, it } from 'vitest';
import { caseOf, end, exclusive, flows, mapping, script, service, start } from '../../test/case/bpmn-xml.ts';
import type { CaseDriver } from '../../test/case/case-driver.ts';
import { stored } from '../../test/case/stored-state.ts';
import { decideOn, limits } from '../stream/index.ts';
import { caseStream, type Command } from './index.ts';

/** A loop that counts in `n` and does its work each time. */
const loopOf = (work: string, more = '') =>
  caseOf(start() + exclusive('again') + script('step', 'result', work) + script('count', 'n', '=n + 1') + exclusive('enough', 'again') + end() + more +
    flows('start -> again -> step -> count -> enough -> again', 'enough -> end if n >= size'), '', { continues: false });

const activated = (driver: CaseDriver, element: string): readonly number[] =>
  driver.steps.map(({ events }) => events.filter((event) => event.type === 'ElementActivated' && event.element === element).length);

const goOn = (driver: CaseDriver): void => {
  while (driver.state.continuation !== null) driver.accept({ type: 'Continue' });
};

describe('the effort of one command', () => {
  it('given a loop over an expensive script, then each command does a few rounds of it, and all together do all', async () => {
    const driver = await loopOf('=count(for i in 1..60000 return i)');
    driver.start({ n: 0, size: 20 });
    goOn(driver);

    const rounds = activated(driver, 'step');
    expect(rounds.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(Math.max(...rounds)).toBeLessThan(10);
    expect(rounds.length).toBeGreaterThan(3);
    expect([driver.state.status, driver.variables()['result']]).toEqual(['completed', 60_000]);
  });

  it('given a loop that writes large values, then each command writes as much as it may, and one value more', async () => {
    const driver = await loopOf('=[big, n]');
    driver.start({ n: 0, size: 40, big: 'x'.repeat(900_000) });
    goOn(driver);

    expect(Math.max(...activated(driver, 'step'))).toBeLessThanOrEqual(limits.valueBytesPerCommand / 900_000 + 1);
    expect(driver.state.status).toBe('completed');
  });

  it('given more expressions at one element than a command may evaluate, then it is an incident there', async () => {
    const inputs = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`v${n}`, '=count(for i in 1..190000 return i)']));
    const driver = await caseOf(start() + service('busy', mapping(inputs)) + end() + flows('start -> busy -> end'));
    driver.start();

    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ element: 'busy', errorType: 'ioMapping' }]);
    expect(driver.eventsOf('JobCreated')).toEqual([]);
  });
});

/** After the case has gone on so often by itself. */
const decideAfter = (driver: CaseDriver, continuations: number, command: Command) => {
  const state = stored(JSON.stringify({ ...(driver.state.toJSON() as object), continuations }));
  const decision = decideOn(caseStream, { state, model: driver.executable, command }, driver.facts());
  if (decision.kind !== 'accepted') throw new Error(`Expected ${command.type} to be accepted, but: ${JSON.stringify(decision)}`);
  return { state, events: decision.events, outgoing: decision.outgoing };
};

describe('a case that does not come to rest', () => {
  const endless = async (): Promise<CaseDriver> => (await loopOf('=n')).start({ n: 0, size: 1e9 });

  it('given one continuation less than too many, then it goes on by itself', async () => {
    const { state, outgoing, events } = decideAfter(await endless(), limits.continuationsInARow - 1, { type: 'Continue' });
    expect(state.continuations).toBe(limits.continuationsInARow);
    expect(outgoing.map(({ command }) => command.type)).toEqual(['Continue']);
    expect(events.at(-1)?.type).toBe('ContinuationRequested');
  });

  it('given one too many, then it stops with an incident of the case, and resolving that lets it go on as often again', async () => {
    const driver = await endless();
    const stopped = decideAfter(driver, limits.continuationsInARow, { type: 'Continue' });
    expect(stopped.outgoing).toEqual([]);
    expect(stopped.events.at(-1)).toMatchObject({ type: 'IncidentCreated', instance: 0, phase: 'continue', message: expect.stringContaining('a loop without an end') as string });

    const [incident] = stopped.state.incidents.entries();
    const resolved = decideOn(caseStream, { state: stopped.state, model: driver.executable, command: { type: 'ResolveIncident', incident: incident?.[0] ?? 0 } }, driver.facts());
    expect(resolved).toMatchObject({ kind: 'accepted', outgoing: [{ command: { type: 'Continue' } }] });
    expect(stopped.state.continuations).toBe(1);
  });

  it('given that something happens from outside, then it is counted anew', async () => {
    const driver = await caseOf(start() + service('work') + end() + flows('start -> work -> end'));
    driver.start();
    const [job] = driver.state.jobs.entries();
    expect(decideAfter(driver, 7, { type: 'CompleteJob', job: job?.[0] ?? 0, variables: {} }).state.continuations).toBe(0);
  });
});
