import { afterEach, describe, expect, it, vi } from 'vitest';
import { clockOf, DatabaseClock } from './clock.ts';

describe('the clock of a database', () => {
  afterEach(() => void vi.useRealTimers());

  it('goes on from what the database said last, whatever the process says', () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_000_000 });
    const clock = new DatabaseClock();
    expect(clock.now()).toBe(1_000_000); // nothing was said yet
    clock.set(5_000);
    vi.advanceTimersByTime(250);
    vi.setSystemTime(9_999_999);
    expect(clock.now()).toBe(5_250);
  });

  it('goes back when the database says so', () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const clock = new DatabaseClock();
    clock.set(50_000);
    clock.set(20_000);
    expect(clock.now()).toBe(20_000);
  });

  it('is of the process where the database is its own', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 77 });
    expect(clockOf({ exclusive: true }).now()).toBe(77);
    expect(clockOf({ exclusive: false })).toBeInstanceOf(DatabaseClock);
  });
});
