/**
 * Random processes under random commands. The case driver folds, decides again and checks the state
 * after every step; here is checked that the token game keeps its rules and that every case can end.
 * `ACTA_SIMULATION_RUNS` and `ACTA_SIMULATION_SEED` change how many there are and which.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CaseDriver } from '../case/case-driver.ts';
import { compiled } from '../case/bpmn-xml.ts';
import { assertTokenGame } from './event-order.ts';
import { commandFor, type Choice } from './random-command.ts';
import { blocks, drawProcess } from './random-process.ts';

const runs = Number(process.env['ACTA_SIMULATION_RUNS'] ?? 500);
const seed = Number(process.env['ACTA_SIMULATION_SEED'] ?? Date.now() % 2 ** 31);
const MAX_STEPS_TO_END = 500;

const choices: fc.Arbitrary<readonly Choice[]> = fc.array(
  fc.record({ command: fc.nat(1_000), thing: fc.nat(1_000), value: fc.nat(1_000) }),
  { minLength: 5, maxLength: 30, size: 'max' },
);

const first = (things: object): number | undefined => Object.keys(things).map(Number).at(0);

/** All that an expression of an element may see: its own scope and those around it. */
const scopesOf = (driver: CaseDriver, instance: number): number[] => {
  const around = driver.state.elements[instance]?.scope;
  return around === undefined ? [instance] : [instance, ...scopesOf(driver, around)];
};

/** Does whatever is left to do, as a well-meaning world would. */
const bringToEnd = (driver: CaseDriver): void => {
  const everything = { x: 1, flag: true, missing: 0, kind: 'k', who: 'ann', key: 'k', seen: 1 };
  for (let step = 0; driver.state.status === 'active' && step < MAX_STEPS_TO_END; step += 1) {
    const { incidents, jobs, userTasks, subscriptions } = driver.state;
    const incident = first(incidents);
    const [job, task] = [first(jobs), first(userTasks)];
    const subscription = Object.keys(subscriptions).map(Number).find((ordinal) => subscriptions[ordinal]!.once);
    if (incident !== undefined) {
      const { instance, job: failed } = incidents[incident]!;
      for (const scope of scopesOf(driver, instance)) driver.accept({ type: 'SetVariables', scope, variables: everything, local: true });
      if (failed !== undefined) driver.accept({ type: 'UpdateJob', job: failed, retries: 1 });
      driver.accept({ type: 'ResolveIncident', incident });
    } else if (job !== undefined) driver.accept({ type: 'CompleteJob', job, variables: {} });
    else if (task !== undefined) driver.accept({ type: 'CompleteUserTask', task, variables: {} });
    else if (subscription !== undefined) driver.accept({ type: 'CorrelateMessage', subscription, message: '1', variables: {} });
    else driver.advance(600_000);
  }
};

it(`${runs} random processes keep the rules and come to an end (seed ${seed})`, { timeout: 60_000 + runs * 500 }, async () => {
  await fc.assert(
    fc.asyncProperty(blocks, choices, fc.boolean(), async (block, chosen, hasData) => {
      const driver = new CaseDriver(await compiled(drawProcess(block)));
      driver.start(hasData ? { x: 1, flag: false, kind: 'k', who: 'ann', key: 'k', seen: 1 } : { x: 1, key: 'k' });
      for (const choice of chosen) {
        driver.now += choice.value * 20;
        driver.send(commandFor(driver, choice));
      }
      bringToEnd(driver);
      assertTokenGame(driver.events);
      expect(driver.state.status, `active: ${driver.active.join()}`).toMatch(/completed|terminated/);
    }),
    { numRuns: runs, seed },
  );
});
