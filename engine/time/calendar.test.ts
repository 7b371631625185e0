import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, civilFromDays, daysFromCivil, daysInMonth, isLeapYear, weekOfYear, weekday } from './calendar.ts';

describe('the proleptic Gregorian calendar', () => {
  it.each([
    [{ year: 1970, month: 1, day: 1 }, 0],
    [{ year: 1969, month: 12, day: 31 }, -1],
    [{ year: 2000, month: 2, day: 29 }, 11_016],
    [{ year: 1, month: 1, day: 1 }, -719_162],
    [{ year: 9999, month: 12, day: 31 }, 2_932_896],
  ])('%j is day %i', (date, days) => {
    expect(daysFromCivil(date)).toBe(days);
    expect(civilFromDays(days)).toEqual(date);
  });

  it('goes there and back for every day from the first year to the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: -365_242_000_000, max: 365_241_000_000 }), (days) => {
        expect(daysFromCivil(civilFromDays(days))).toBe(days);
        const next = civilFromDays(days + 1);
        expect(next.day === 1 || next.day === civilFromDays(days).day + 1).toBe(true);
      }),
    );
  });

  it('agrees with the platform on days and weekdays', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (days) => {
        const platform = new Date(days * 86_400_000);
        const date = civilFromDays(days);
        expect([date.year, date.month, date.day]).toEqual([
          platform.getUTCFullYear(),
          platform.getUTCMonth() + 1,
          platform.getUTCDate(),
        ]);
        expect(weekday(date) % 7).toBe(platform.getUTCDay());
      }),
    );
  });

  it('counts ISO weeks across the turn of the year', () => {
    expect(weekOfYear({ year: 2005, month: 1, day: 1 })).toBe(53);
    expect(weekOfYear({ year: 2003, month: 12, day: 29 })).toBe(1);
    expect(weekOfYear({ year: 2021, month: 1, day: 4 })).toBe(1);
  });

  it('ends a shorter month on its last day', () => {
    expect(addMonths({ year: 2024, month: 1, day: 31 }, 1)).toEqual({ year: 2024, month: 2, day: 29 });
    expect(addMonths({ year: 2024, month: 1, day: 31 }, -11)).toEqual({ year: 2023, month: 2, day: 28 });
    expect(addMonths({ year: 999_999_999, month: 12, day: 1 }, 1)).toBeNull();
    expect([isLeapYear(1900), isLeapYear(2000), daysInMonth(2023, 2)]).toEqual([false, true, 28]);
  });
});
