/** What is asked while a guard or an assignment is evaluated stops the decision, through XState, and changes nothing. */
import { expect, it } from 'vitest';
import { StatechartDriver, compiled } from '../../test/statechart/drive.ts';
import { annInLegal as question, annInLegalId, askingLibrary as library } from '../../test/case/belongs.ts';

const chart = {
  initial: 'a',
  context: { n: 0 },
  states: {
    a: {
      on: {
        GUARDED: { guard: '=belongs("ann", "legal")', target: 'b' },
        ASSIGNED: { target: 'b', actions: { assign: { n: '=if belongs("ann", "legal") then n + 1 else n' } } },
        FREE: 'b',
      },
    },
    b: { on: { BACK: 'a' } },
  },
};

const driverWith = async (answers: { readonly [id: string]: boolean }): Promise<StatechartDriver> => {
  const { executable } = await compiled(chart);
  return new StatechartDriver(executable, { answers, library }).start();
};

it.each(['GUARDED', 'ASSIGNED'])('%s: a missing answer is a need, and the same decision with it is accepted and on the record', async (event) => {
  const ignorant = await driverWith({});
  const before = JSON.stringify(ignorant.state);
  expect(ignorant.send({ type: 'SendEvent', event, data: {} })).toEqual({ kind: 'need', questions: [question] });
  expect(JSON.stringify(ignorant.state)).toBe(before);
  expect(ignorant.event('FREE').event('BACK').active).toEqual(['a']);

  const answers = { [annInLegalId]: true };
  const [first, again] = [await driverWith(answers), await driverWith(answers)];
  expect(first.event(event).active).toEqual(['b']);
  expect(first.steps.at(-1)?.answers).toEqual(answers);
  expect(again.event(event).steps).toEqual(first.steps);
});

it('another answer is another decision', async () => {
  const driver = await driverWith({ [annInLegalId]: false });
  expect(driver.rejectsEvent('GUARDED')).toContain('this does not hold now');
});
