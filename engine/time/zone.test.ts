import { describe, expect, it } from 'vitest';
import { daysFromCivil } from './calendar.ts';
import { valueOf } from '../feel/evaluate-text.fixture.ts';
import { isZoneName, offsetAt, offsetOfLocal } from './zone.ts';

describe('time zones', () => {
  it('knows names, and only names', () => {
    expect(isZoneName('Europe/Berlin')).toBe(true);
    expect(isZoneName('Etc/UTC')).toBe(true);
    for (const other of ['xyz/abc', '+01:00', '', 'Europe/Berlin; drop']) expect(isZoneName(other)).toBe(false);
  });

  it('follows summer time', () => {
    expect(offsetAt('Europe/Berlin', 1_704_067_200)).toBe(3600);
    expect(offsetAt('Europe/Berlin', 1_720_000_000)).toBe(7200);
    expect(offsetAt('Asia/Kolkata', 1_720_000_000)).toBe(19_800);
  });

  it('has an offset in every year of FEEL', () => {
    expect(offsetAt('America/New_York', -31_557_000_000_000_000)).toBe(-17_762);
    expect([-18_000, -14_400]).toContain(offsetAt('America/New_York', 31_557_000_000_000_000));
  });

  it('takes the offset before a gap, and the earlier one in an overlap', () => {
    const gap = daysFromCivil({ year: 2024, month: 3, day: 31 }) * 86_400;
    expect(offsetOfLocal('Europe/Berlin', gap + 1.5 * 3600)).toBe(3600);
    expect(offsetOfLocal('Europe/Berlin', gap + 2.5 * 3600)).toBe(3600);
    expect(offsetOfLocal('Europe/Berlin', gap + 3.5 * 3600)).toBe(7200);
    const overlap = daysFromCivil({ year: 2024, month: 10, day: 27 }) * 86_400;
    expect(offsetOfLocal('Europe/Berlin', overlap + 2.5 * 3600)).toBe(7200);
  });

  it.each([
    ['@"2024-03-30T12:00:00@Europe/Berlin" + @"PT24H"', '2024-03-31T13:00:00+02:00'],
    ['@"2024-03-30T12:00:00@Europe/Berlin" + @"P1M"', '2024-04-30T12:00:00+02:00'],
    ['@"2024-01-01T00:00:00Z" - @"2024-01-01T00:00:00@Europe/Berlin"', 'PT1H'],
    ['@"2024-07-01T12:00:00@Europe/Berlin" = @"2024-07-01T10:00:00Z"', true],
    ['@"2024-07-01T12:00:00@Europe/Berlin" < @"2024-07-01T10:00:00"', null],
    ['@"2024-07-01T12:00:00@Europe/Berlin".timezone', 'Europe/Berlin'],
    ['@"2024-07-01T12:00:00@Europe/Berlin".time offset', 'PT2H'],
    ['string(@"2024-07-01T12:00:00@Europe/Berlin")', '2024-07-01T12:00:00@Europe/Berlin'],
    ['date and time(@"2024-07-01T12:00:00@Europe/Berlin", "America/New_York")', '2024-07-01T06:00:00-04:00'],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });
});
