import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('slots', () => {
  it('are given as far as they are free, once it is worth a claim', async () => {
    const slots = new Slots(8);

    expect(await slots.take(5)).toBe(5);
    expect(await slots.take(5)).toBe(3);
    let granted = 0;
    const third = slots.take(5).then((count) => (granted = count));
    slots.giveBack(1);
    await Promise.resolve();
    expect(granted).toBe(0); // less than a quarter
    slots.giveBack(1);
    expect(await third).toBe(2);
  });

  it('are given in the order of asking, and no more than there are', async () => {
    const slots = new Slots(2);
    const order: string[] = [];
    await slots.take(2);
    const asked = ['a', 'b', 'c'].map((name) => slots.take(1).then((count) => order.push(`${name}${count}`)));

    slots.giveBack(2);
    await Promise.all(asked.slice(0, 2));
    expect(order).toEqual(['a1', 'b1']);
    slots.giveBack(1);
    await Promise.all(asked);
    expect(order).toEqual(['a1', 'b1', 'c1']);
  });

  it('given handlers that are over, then what follows from them begins on their places, and no more', async () => {
    const slots = new Slots(4);
    await slots.take(4);
    expect(slots.takeNow()).toBe(false);
    slots.over();
    slots.over();

    expect([slots.takeNow(), slots.takeNow(), slots.takeNow()]).toEqual([true, true, false]);
    slots.told();
    slots.giveBack(1);
    slots.told();
    slots.giveBack(1);
    expect(slots.takeNow()).toBe(false);
    slots.giveBackNow();
    expect(slots.takeNow()).toBe(true);
  });

  it('given somebody who waits, then a quarter of the places is left to those who do', async () => {
    const slots = new Slots(8);
    for (let taken = 0; taken < 8; taken += 1) slots.takeNow();
    let granted = 0;
    const waiting = slots.take(8).then((count) => (granted = count));

    slots.giveBackNow();
    expect(slots.takeNow()).toBe(false);
    await Promise.resolve();
    expect(granted).toBe(0);
    slots.giveBackNow();
    await waiting;
    expect(granted).toBe(2);
  });
});
