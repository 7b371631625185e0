/**
 * Random processes under random commands, with exceptions and missing answers at any place and cases that leave the
 * memory at any time. The case driver folds, decides again and checks the state
 * after every step; here is checked that the token game keeps its rules and that every case can end.
 * `npm run proof` tries many more; `ACTA_SEED` repeats a run (test/harness/runs.ts).
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_SCOPE } from '../../engine/case/index.ts';
import type { Table } from '../../engine/stream/index.ts';
import { CaseDriver } from '../case/case-driver.ts';
import { compiled } from '../case/bpmn-xml.ts';
import { assertTokenGame } from './event-order.ts';
import { commandFor, type Choice } from './random-command.ts';
import { interrupt, type Interrupting } from './interruption.ts';
import { blocks, drawProcess } from './random-process.ts';
import { runsOf, seedOf } from '../harness/runs.ts';

const runs = runsOf(500, 20_000);
const seed = seedOf('random processes');
const MAX_STEPS_TO_END = 500;

const choices: fc.Arbitrary<readonly Choice[]> = fc.array(
  fc.record({ command: fc.nat(1_000), thing: fc.nat(1_000), value: fc.nat(1_000) }),
  { minLength: 5, maxLength: 30, size: 'max' },
);

/** What happens before a command: it is interrupted, or the case leaves the memory, or nothing. */
const troubles = fc.array(
  fc.record({
    nth: fc.integer({ min: 1, max: 6 }),
    how: fc.constantFrom<Interrupting['how']>('exception before', 'exception after', 'need', 'swallowed need'),
    evicts: fc.constantFrom('journal' as const, 'snapshot' as const, undefined, undefined),
  }),
  { minLength: 30, maxLength: 30 },
);

const first = (things: Pick<Table<object>, 'entries'>): number | undefined => things.entries()[0]?.[0];

/** All that an expression of an element may see: its own scope and those around it. */
const scopesOf = (driver: CaseDriver, instance: number): number[] => {
  const around = driver.state.elements.get(instance)?.scope ?? NO_SCOPE;
  return around === NO_SCOPE ? [instance] : [instance, ...scopesOf(driver, around)];
};

/** Does whatever is left to do, as a well-meaning world would. */
const bringToEnd = (driver: CaseDriver): void => {
  const everything = { x: 1, flag: true, missing: 0, kind: 'k', who: 'ann', key: 'k', seen: 1 };
  for (let step = 0; driver.state.status === 'active' && step < MAX_STEPS_TO_END; step += 1) {
    const { incidents, jobs, userTasks, subscriptions } = driver.state;
    const incident = first(incidents);
    const [job, task] = [first(jobs), first(userTasks)];
    const subscription = subscriptions.entries().find(([, { once }]) => once)?.[0];
    if (incident !== undefined) {
      const { instance, job: failed } = incidents.get(incident)!;
      for (const scope of scopesOf(driver, instance)) driver.accept({ type: 'SetVariables', scope, variables: everything, local: true });
      if (failed !== undefined) driver.accept({ type: 'UpdateJob', job: failed, retries: 1 });
      driver.accept({ type: 'ResolveIncident', incident });
    } else if (job !== undefined) driver.accept({ type: 'CompleteJob', job, variables: {} });
    else if (task !== undefined) driver.accept({ type: 'CompleteUserTask', task, variables: {} });
    else if (subscription !== undefined) driver.accept({ type: 'CorrelateMessage', subscription, message: '1', variables: {} });
    else driver.advance(600_000);
  }
};

let interruptions = 0;

it(`${runs} random processes keep the rules and come to an end (seed ${seed})`, { timeout: 60_000 + runs * 500 }, async () => {
  await fc.assert(
    fc.asyncProperty(blocks, choices, troubles, fc.boolean(), async (block, chosen, trouble, hasData) => {
      const driver = new CaseDriver(await compiled(drawProcess(block)));
      driver.start(hasData ? { x: 1, flag: false, kind: 'k', who: 'ann', key: 'k', seen: 1 } : { x: 1, key: 'k' });
      for (const [index, choice] of chosen.entries()) {
        driver.now += choice.value * 20;
        const { evicts, ...interrupting } = trouble[index]!;
        if (evicts !== undefined) driver.evict(evicts);
        const command = commandFor(driver, choice);
        if (interrupt(driver, command, interrupting)) interruptions += 1;
        driver.send(command);
      }
      bringToEnd(driver);
      assertTokenGame(driver.events);
      expect(driver.state.status, `active: ${driver.active.join()}`).toMatch(/completed|terminated/);
    }),
    { numRuns: runs, seed },
  );
  expect(interruptions).toBeGreaterThan(runs); // five a case are usual
});
