/** What is asked while a guard or an assignment is evaluated stops the decision, through XState, and changes nothing. */
import { expect, it } from 'vitest';
import { StatechartDriver, compiled } from '../../test/statechart/drive.ts';
import type { Context } from '../case/draft.ts';
import type { Dialect } from '../case/dialect.ts';
import { questionId, type Question } from '../stream/index.ts';
import { statechartDialect, type Statechart } from './index.ts';

const question: Question = { type: 'membership', person: 'ann', of: 'legal' };

/** Every evaluation asks the question: what it reads of the decision (the time) comes only with the answer. */
const asking = (ctx: Context<Statechart>): Context<Statechart> => ({
  ...ctx,
  get now() {
    return ctx.ask(question) === true ? ctx.now : 0;
  },
});

const chart = {
  initial: 'a',
  context: { n: 0 },
  states: {
    a: {
      on: {
        GUARDED: { guard: '=now() > date and time("2000-01-01T00:00:00Z")', target: 'b' },
        ASSIGNED: { target: 'b', actions: { assign: { n: '=n + 1' } } },
        FREE: 'b',
      },
    },
    b: { on: { BACK: 'a' } },
  },
};

const driverWith = async (answers: { readonly [id: string]: boolean }): Promise<StatechartDriver> => {
  const { executable } = await compiled(chart);
  const dialect: Dialect<Statechart> = { ...statechartDialect, eventSent: (ctx, command) => statechartDialect.eventSent(asking(ctx), command) };
  return new StatechartDriver({ ...executable, dialect }, { answers }).start();
};

it.each(['GUARDED', 'ASSIGNED'])('%s: a missing answer is a need, and the same decision with it is accepted and on the record', async (event) => {
  const ignorant = await driverWith({});
  const before = JSON.stringify(ignorant.state);
  expect(ignorant.send({ type: 'SendEvent', event, data: {} })).toEqual({ kind: 'need', questions: [question] });
  expect(JSON.stringify(ignorant.state)).toBe(before);
  expect(ignorant.event('FREE').event('BACK').active).toEqual(['a']);

  const answers = { [questionId(question)]: true };
  const [first, again] = [await driverWith(answers), await driverWith(answers)];
  expect(first.event(event).active).toEqual(['b']);
  expect(first.steps.at(-1)?.answers).toEqual(answers);
  expect(again.event(event).steps).toEqual(first.steps);
});

it('another answer is another decision', async () => {
  const driver = await driverWith({ [questionId(question)]: false });
  expect(driver.rejectsEvent('GUARDED')).toContain('this does not hold now');
});
