/** Names that every JavaScript object knows are ordinary names: of states, events, delays, work, parameters. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { restoreState, type CaseSnapshot } from '../case/index.ts';
import { canonical } from '../json/canonical.ts';
import { driverOf, problemsOf, type Chart } from '../../test/statechart/drive.ts';

/** A statechart that says `__proto__` anywhere is refused. */
const ids = [...Object.getOwnPropertyNames(Object.prototype), 'toJSON', 'prototype', 'length', 'name', 'arguments', 'caller', 'apply']
  .filter((id) => id !== '__proto__');
const alone = fc.constantFrom(...ids);
const several = (count: number) => fc.shuffledSubarray(ids, { minLength: count, maxLength: count });

const names = fc.record({
  states: several(5), inner: several(5), events: several(4), variables: several(3),
  parameter: alone, delay: alone, job: alone, header: alone, message: alone, key: alone, work: several(3),
});
type Names = typeof names extends fc.Arbitrary<infer T> ? T : never;

const chartOf = ({ states, inner, events, variables, parameter, delay, job, header, message, key, work }: Names): Chart => {
  const [first, second, third, fourth, done] = states as [string, string, string, string, string];
  const [a, b, c, d, history] = inner as [string, string, string, string, string];
  const [go, raised, leave, back] = events as [string, string, string, string];
  const [given, assigned, made] = variables as [string, string, string];
  const [task, service, post] = work as [string, string, string];
  return {
    parameters: { [parameter]: { value: 1 } },
    delays: { [delay]: 'PT1H' },
    context: { [given]: 1 },
    events: { [go]: {}, [leave]: {}, [back]: {}, [raised]: {} },
    initial: first,
    states: {
      [first]: { on: { [go]: { target: second, actions: { assign: { [assigned]: `=event.data.toString + parameters.${parameter} + ${given}` } } } } },
      [second]: {
        type: 'parallel',
        states: {
          [a]: { initial: b, states: { [b]: { on: { [leave]: c } }, [c]: { entry: { raise: raised } } } },
          [d]: { initial: a, states: { [a]: { after: { [delay]: b } }, [b]: {} } },
          [history]: {},
        },
        on: { [raised]: third },
      },
      [third]: {
        initial: a,
        states: {
          [a]: { on: { [leave]: b } },
          [b]: { on: { [back]: `#test.${fourth}` } },
          [history]: { history: 'deep' },
        },
      },
      [fourth]: {
        on: { [back]: `${third}.${history}` },
        invoke: [
          { id: task, userTask: { headers: { [header]: 'x' }, input: { [made]: `=${assigned}` } }, onDone: { actions: { assign: { [made]: `=event.data.${made}` } } } },
          { id: service, job: { type: job, headers: { [header]: 'x' } }, onDone: { guard: `=${made} = 7`, target: done } },
          { id: post, message: { name: message, correlationKey: key } },
        ],
      },
      [done]: { type: 'final' },
    },
  };
};

it('are names like any other, of everything in a statechart', async () => {
  await fc.assert(
    fc.asyncProperty(names, async (chosen) => {
      const [first, second, third, fourth] = chosen.states as [string, string, string, string];
      const [a, b, , d, extra] = chosen.inner as [string, string, string, string, string];
      const [go, , leave, back] = chosen.events as [string, string, string, string];
      const [task, service, post] = chosen.work as [string, string, string];
      const [given, assigned, made] = chosen.variables as [string, string, string];
      const driver = await driverOf(chartOf(chosen));
      const at = (...active: string[]): void => {
        expect(driver.active).toEqual(active.toSorted());
        expect(driver.accepted().map(({ event }) => event).length).toBeLessThan(3);
        const text = canonical(driver.state.toJSON());
        expect(canonical(restoreState(JSON.parse(text) as CaseSnapshot).toJSON())).toBe(text);
      };

      driver.start();
      at(first);
      driver.event(go, { toString: 1 });
      at(second, `${second}.${a}`, `${second}.${a}.${b}`, `${second}.${d}`, `${second}.${d}.${a}`, `${second}.${extra}`);
      driver.advance(3_600_000);
      at(second, `${second}.${a}`, `${second}.${a}.${b}`, `${second}.${d}`, `${second}.${d}.${b}`, `${second}.${extra}`);
      driver.event(leave);
      at(third, `${third}.${a}`);
      driver.event(leave);
      driver.event(back);
      at(fourth, `${fourth}/${task}`, `${fourth}/${service}`, `${fourth}/${post}`);
      driver.event(back);
      at(third, `${third}.${b}`);
      driver.event(back);
      driver.message(chosen.message, chosen.key);
      driver.complete(`${fourth}/${task}`, { [made]: 7 });
      driver.complete(`${fourth}/${service}`);

      expect(driver.state.status).toBe('completed');
      expect(driver.eventsOf('JobCreated')[0]).toMatchObject({ jobType: chosen.job, headers: { [chosen.header]: 'x' } });
      expect(driver.variables()).toMatchObject({ [given]: 1, [assigned]: 3, [made]: 7 });
    }),
    { numRuns: 60 },
  );
});

it.each(['constructor', 'toString', 'hasOwnProperty'])('an initial state %s that is not there is said to be missing', async (initial) => {
  const problems = await problemsOf({ initial, states: { a: {} } });
  expect(problems.map(({ message }) => message)).toEqual([`Expected the statechart to start in '${initial}', but it has no such state`]);
});
