import { describe, expect, it } from 'vitest';
import { tellIsoDuration, tellBriefSpan, tellSpan, tellTime, tellValue } from './format.ts';

const now = new Date(2026, 10, 26, 15, 0);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();
const words = { yes: 'yes', no: 'no', nothing: '—' };

describe('times and values in words', () => {
  it('tells the time today, the weekday this week, else the date', () => {
    expect(tellTime(at(2026, 10, 26, 9, 5), 'en', now)).toBe('09:05');
    expect(tellTime(at(2026, 10, 24, 15, 4), 'zh-CN', now)).toBe('周二 15:04');
    expect(tellTime(at(2026, 10, 10, 9, 12), 'en', now)).toBe('Nov 10 09:12');
    expect(tellTime(at(2025, 10, 10, 9, 12), 'en', now)).toBe('Nov 10, 2025 09:12');
  });

  it('tells durations in two units at most', () => {
    expect(tellSpan(((3 * 24 + 4) * 60 + 5) * 60_000, 'en')).toBe('3 days 4 hr');
    expect(tellBriefSpan(((3 * 24 + 4) * 60 + 5) * 60_000, 'en')).toBe('3 days');
    expect(tellSpan(61_000, 'zh-CN')).toBe('1分钟 1秒钟');
    expect(tellIsoDuration('en')('P3D')).toBe('3 days');
    expect(tellIsoDuration('en')('P1Y')).toBe('P1Y');
  });

  it('tells values without quotes and braces', () => {
    expect(tellValue({ a: [1_800, true, null], b: 'x' }, 'en', words)).toBe('a: 1,800, yes, — · b: x');
    expect(tellValue({ review: 'P2D' }, 'en', words)).toBe('review: 2 days');
  });

  it('tells people by their names, at every depth', () => {
    const nameOf = (text: string): string | undefined => (text === 'li' ? '李娜' : undefined);

    expect(tellValue({ by: 'li', note: 'lint' }, 'zh-CN', { ...words, nameOf })).toBe('by: 李娜 · note: lint');
  });
});
