import { describe, expect, it } from 'vitest';
import { addDuration, parseDuration, parseInstant } from './instant.ts';
import { recordedOffsets } from './recorded-offsets.fixture.ts';
import { machineOffsets } from './zone.ts';

const plus = (instant: string, duration: string): string => {
  const parsed = parseDuration(duration);
  const from = parseInstant(instant);
  if (parsed === null || from === null) return 'unreadable';
  return new Date(addDuration(from, parsed)).toISOString();
};

describe('instants', () => {
  it.each([
    ['2030-01-01T00:00:00Z', '2030-01-01T00:00:00.000Z'],
    ['2030-01-01T02:30:00+02:30', '2030-01-01T00:00:00.000Z'],
    ['2030-01-01T02:30-0130', '2030-01-01T04:00:00.000Z'],
    ['2030-07-01T02:00:00[Europe/Paris]', '2030-07-01T00:00:00.000Z'],
    ['2030-07-01T02:00:00@Europe/Paris', '2030-07-01T00:00:00.000Z'],
    ['2030-07-01T02:00:00.125', '2030-07-01T02:00:00.125Z'],
    ['2030-02-03', '2030-02-03T00:00:00.000Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each(['', 'tomorrow', '0000-01-01', '12030-01-01', '-2030-01-01', '2030-01-01T24:00:01Z', '2030-01-01T00:60:00Z', '2030-13-01', '2030-02-30', '2030-01-01T25:00:00Z', '2030-01-01T00:00:00[Mars/Base]'])(
    'refuses %j',
    (text) => {
      expect(parseInstant(text)).toBeNull();
    },
  );

  it.each([
    ['2030-01-31T10:00:00Z', 'P1M', '2030-02-28T10:00:00.000Z'],
    ['2030-01-01T00:00:00Z', 'P1Y2M3W4DT5H6M7.5S', '2031-03-26T05:06:07.500Z'],
    ['2030-01-01T00:00:00Z', '-PT30S', '2029-12-31T23:59:30.000Z'],
    ['2030-01-01T00:00:00Z', 'PT0S', '2030-01-01T00:00:00.000Z'],
  ])('%s plus %s is %s', (instant, duration, sum) => {
    expect(plus(instant, duration)).toBe(sum);
  });

  describe('in a zone', () => {
    const shanghai = { zone: 'Asia/Shanghai' };
    const berlin = { zone: 'Europe/Berlin' };
    const iso = (ms: number | null): string => (ms === null ? 'none' : new Date(ms).toISOString());

    it.each([
      ['2030-01-01', '2029-12-31T16:00:00.000Z'],
      ['2030-01-01T09:00:00', '2030-01-01T01:00:00.000Z'],
      ['2030-01-01T09:00:00Z', '2030-01-01T09:00:00.000Z'],
      ['2030-01-01T09:00:00+01:00', '2030-01-01T08:00:00.000Z'],
      ['2030-01-01T09:00:00[Europe/Paris]', '2030-01-01T08:00:00.000Z'],
    ])('%s is read as %s in Shanghai', (text, expected) => {
      expect(iso(parseInstant(text, shanghai))).toBe(expected);
      expect(iso(parseInstant(text, { zone: '+08:00', offsets: machineOffsets }))).toBe(expected);
    });

    it('counts months on the calendar there', () => {
      const month = { months: 1, ms: 0 };
      expect(iso(addDuration(Date.parse('2030-01-30T16:30:00Z'), month, shanghai))).toBe('2030-02-27T16:30:00.000Z');
      expect(iso(addDuration(Date.parse('2030-03-01T08:00:00Z'), month, berlin))).toBe('2030-04-01T07:00:00.000Z');
      expect(iso(addDuration(Date.parse('2030-03-01T08:00:00Z'), month))).toBe('2030-04-01T08:00:00.000Z');
    });

    it('asks for the offsets it is given, and for nothing else', () => {
      const offsets = recordedOffsets([{ zone: 'Mars/Base', local: Date.parse('2030-01-01T00:00:00Z') / 1000, offset: 60 }, { zone: 'No/Where', local: 0, offset: null }]);
      expect(iso(parseInstant('2030-01-01', { zone: 'Mars/Base', offsets }))).toBe('2029-12-31T23:59:00.000Z');
      expect(parseInstant('1970-01-01T00:00:00@No/Where', { offsets })).toBeNull();
      expect(iso(parseInstant('2030-01-01T00:00:00Z', { zone: 'Mars/Base', offsets }))).toBe('2030-01-01T00:00:00.000Z');
      expect(() => parseInstant('2031-01-01', { zone: 'Mars/Base', offsets })).toThrow("the offset of 'Mars/Base local 1924992000'");
    });
  });

  it.each(['', 'P', 'PT', 'P1', '1D', 'P1DT', 'PT1.5H', 'P1S', 'P1001Y', `PT${'9'.repeat(400)}S`])('refuses the duration %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
