import { describe, expect, it } from 'vitest';
import { daysFromCivil } from './calendar.ts';
import { valueOf } from '../feel/evaluate-text.fixture.ts';
import { fixedOffset, machineOffsets } from './zone.ts';

const { offsetAt, offsetOfLocal } = machineOffsets;

describe('time zones', () => {
  it('knows names, and only names', () => {
    expect(offsetAt('Etc/UTC', 0)).toBe(0);
    for (const other of ['xyz/abc', '+01:00', '', 'Europe/Berlin; drop']) {
      expect([offsetAt(other, 0), offsetOfLocal(other, 0)]).toEqual([undefined, undefined]);
    }
  });

  it.each([
    ['UTC', 0], ['Z', 0], ['+08:00', 28_800], ['-0330', -12_600], ['+00:00:30', 30], ['-00:00', 0], ['Asia/Shanghai', undefined], ['+8', undefined], ['+08:60', undefined],
  ])('needs no zone data for %s', (zone, offset) => {
    expect(fixedOffset(zone)).toBe(offset);
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
    ['time(@"2024-07-01T12:00:00@Europe/Berlin") = @"12:00:00@Europe/Berlin"', true],
    ['date and time(@"2024-07-01", @"12:00:00@Europe/Berlin").time offset', 'PT2H'],
    ['@"2024-10-27T00:30:00Z" = date and time(@"2024-10-27T00:30:00Z", "Europe/Berlin")', true],
    ['(date and time(@"2024-10-27T00:30:00Z", "Europe/Berlin") + @"PT1H").time offset', 'PT1H'],
    ['string(@"2024-07-01T12:00:00@Europe/Berlin")', '2024-07-01T12:00:00@Europe/Berlin'],
    ['date and time(@"2024-07-01T12:00:00@Europe/Berlin", "America/New_York")', '2024-07-01T06:00:00-04:00'],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });
});
