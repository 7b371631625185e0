import { expect, it } from 'vitest';
import { drive } from '../../test/statechart/drive.ts';

const chart = {
  events: { GO: { title: { en: 'Go' }, formId: 'go' }, STOP: {}, TICK: {} },
  initial: 'c',
  on: { STOP: '.end' },
  states: {
    c: {
      initial: 'a',
      on: { GO: { guard: '=fast', target: 'end' } },
      states: { a: { on: { GO: [{ guard: '=x > 1', target: 'b' }, { guard: { not: { in: 'c.b' } }, target: 'b' }], TICK: { actions: { raise: 'INNER' } }, INNER: 'b' } }, b: {} },
    },
    end: { type: 'final' },
  },
};

it('tells which events a case takes now, from where, and under which guards', async () => {
  const driver = await drive(chart, { x: 2, fast: true });
  const base = { title: null, description: null, formId: null };
  expect(driver.accepted()).toEqual([
    { ...base, event: 'STOP', states: [''], guards: [] },
    { ...base, event: 'GO', title: { en: 'Go' }, formId: 'go', states: ['c.a', 'c'], guards: ['fast', 'x > 1', 'not(in c.b)'] },
    { ...base, event: 'TICK', states: ['c.a'], guards: [] },
  ]);
  driver.event('GO');
  expect(driver.accepted().map(({ event }) => event)).toEqual(['STOP', 'GO']);
  driver.event('STOP');
  expect(driver.accepted()).toEqual([]);
});
