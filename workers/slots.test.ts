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
});
