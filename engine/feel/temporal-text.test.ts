import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration } from './temporal.ts';
import { dateText, dateTimeText, monthsText, nanosText, parseDate, parseDateTime, parseDuration, parseTemporal } from './temporal-text.ts';
import { dateFromDays, timeFromNanos } from './instant.ts';
import { onDay } from './zoned.ts';
import { machineOffsets } from '../time/zone.ts';

const day = fc.integer({ min: -365_240_000_000, max: 365_240_000_000 }).map((days) => dateFromDays(days) ?? new FeelDate(1, 1, 1));
const zone = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: -64_800, max: 64_800 }),
  fc.constantFrom('Europe/Berlin', 'Etc/UTC', 'America/New_York').map((name) => ({ name, offset: 0 })),
);
const time = fc.tuple(fc.bigInt({ min: 0n, max: 86_399_999_999_999n }), zone).map(([nanos, at]) => timeFromNanos(nanos, at));
const offsets = machineOffsets;

describe('temporal values as text', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(day, time, (date, at) => {
        expect(parseDate(dateText(date))).toEqual(date);
        const value = onDay(date, at, offsets);
        expect(value && parseDateTime(dateTimeText(value), offsets)).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer(), fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (months, nanos) => {
        expect(parseDuration(monthsText(new YearsMonthsDuration(months)))).toEqual(new YearsMonthsDuration(months));
        expect(parseDuration(nanosText(new DaysTimeDuration(nanos)))).toEqual(new DaysTimeDuration(nanos));
      }),
    );
  });

  it.each([
    ['24:00:00', new FeelTime([0])],
    ['2016-12-31T24:00:00Z', new FeelDateTime(new FeelDate(2017, 1, 1), new FeelTime([0], 0))],
    ['10:00:00.1234567899', new FeelTime([10, 0, 0, 123_456_789])],
    ['-0044-03-15', new FeelDate(-44, 3, 15)],
    ['PT0.S', new DaysTimeDuration(0n)],
    ['-P1Y2M', new YearsMonthsDuration(-14)],
  ])('%s is read', (text, expected) => {
    expect(parseTemporal(text, offsets)).toEqual(expected);
  });

  it.each([
    '', 'P', 'PT', 'P1DT', 'P1Y1D', 'P1H', '1D', 'P-1D', '2023-02-29', '2023-13-01', '23-01-01', '02023-01-01',
    '+2023-01-01', '9999999999-01-01', '24:00:01', '25:00:00', '10:60:00', '10:00:60', '1:00:00', '10:00', '10:00:00+19:00',
    '10:00:00+1:00', '10:00:00@No/Where', '2023-01-01T', '2023-01-01T10:00:00+01:00@Europe/Paris', '2023-01-01 10:00:00',
  ])('%j is refused', (text) => {
    expect(parseTemporal(text, offsets)).toBeNull();
  });
});
