import { describe, expect, it } from 'vitest';
import { recordedOffsets, RecordingOffsets } from '../time/recorded-offsets.fixture.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import { NOW, resultOf } from './evaluate-text.fixture.ts';

/** A zone that no machine knows: 17 minutes ahead, and an hour more in the second half of a day's number. */
const offsetOn = (second: number): number => 1_020 + (Math.floor(second / 86_400) % 2 === 0 ? 0 : 3_600);
const mars: ZoneOffsets = {
  offsetAt: (zone, second) => (zone === 'Mars/Base' ? offsetOn(second) : undefined),
  offsetOfLocal: (zone, second) => (zone === 'Mars/Base' ? offsetOn(second) : undefined),
};

/** Whatever may need an offset. */
const texts = [
  'now()', 'today()', 'string(now())', 'now().timezone', 'now().time offset', 'now() + @"P1M"', 'now() - @"PT36H"',
  'time(now())', 'date(now())', 'now() = now()', 'now() > @"2024-01-01T00:00:00Z"',
  'now() - @"2024-01-01T00:00:00@Mars/Base"', '@"2024-01-01T00:00:00@Mars/Base" < @"2024-01-02T00:00:00@Mars/Base"',
  '@"2024-01-01T00:00:00@Mars/Base"', '@"12:00:00@Mars/Base"', '@"12:00:00@Mars/Base".time offset', 'time("12:00:00@Mars/Base")',
  'date and time("2024-01-01T24:00:00@Mars/Base")', 'date and time(@"2024-01-01", @"12:00:00@Mars/Base")',
  'date and time(@"2024-01-01T00:00:00Z", "Mars/Base")', '@"2024-01-01T00:00:00@Mars/Base" + @"P1D"', '@"12:00:00@Mars/Base" + @"PT1H"',
  'range("[@\\"2024-01-01T00:00:00@Mars/Base\\"..@\\"2024-01-02T00:00:00@Mars/Base\\"]").start', 'now() in [now()..now()]',
  'sort([now(), @"2024-01-01T00:00:00@Mars/Base"])[1]', 'is(@"12:00:00@Mars/Base", @"12:00:00@Mars/Base")',
];

describe('offsets of named zones', () => {
  it.each(texts)('%s: those that the run is given', (text) => {
    const recording = new RecordingOffsets(mars);
    const first = resultOf(text, {}, { timeZone: 'Mars/Base', offsets: recording });
    expect(first.failure).toBeUndefined();
    expect(first.warnings).toEqual([]);
    expect(first.value).not.toBeNull();
    expect(recording.used.length).toBeGreaterThan(0);
    const again = resultOf(text, {}, { timeZone: 'Mars/Base', offsets: recordedOffsets(recording.used) });
    expect(again).toEqual(first);
  });

  it.each([
    ['now()', '2024-05-06T08:25:09+01:17'],
    ['@"2024-01-01T00:00:00@Mars/Base"', '2024-01-01T00:00:00+01:17'],
    ['@"2024-01-01T00:00:00@Mars/Base" + @"PT36H"', '2024-01-02T11:00:00+00:17'],
    ['@"2024-01-31T00:00:00@Mars/Base" + @"P1M"', '2024-02-29T00:00:00+00:17'],
    ['@"2024-01-02T00:00:00@Mars/Base" - @"2024-01-01T00:00:00@Mars/Base"', 'P1DT1H'],
    ['@"2024-01-01T00:00:00@Europe/Berlin"', null],
  ])('%s is %j with offsets of its own', (text, expected) => {
    expect(resultOf(text, {}, { timeZone: 'Mars/Base', offsets: mars }).value).toBe(expected);
  });

  it('need none where no zone is named', () => {
    const offsets = recordedOffsets([]);
    for (const timeZone of ['UTC', 'Z', '+08:00']) {
      const { value, failure } = resultOf('[now(), today(), @"2024-01-01T00:00:00+02:00", @"12:00:00Z", @"P1M" + now()]', {}, { timeZone, offsets });
      expect([failure, Array.isArray(value)]).toEqual([undefined, true]);
    }
  });

  it('make today the day there', () => {
    const lateInShanghai = Date.parse('2024-05-05T16:30:00Z');
    expect(resultOf('[today(), now()]', {}, { now: lateInShanghai, timeZone: 'Asia/Shanghai' }).value).toEqual(['2024-05-06', '2024-05-06T00:30:00+08:00']);
    expect(resultOf('today()', {}, { now: NOW, timeZone: 'Not/AZone' }).value).toBe('2024-05-06');
  });
});
