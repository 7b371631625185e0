import { describe, expect, it } from 'vitest';
import { table } from './output.ts';
import { readSettings } from './settings.ts';

describe('a table', () => {
  it('is aligned by what a terminal shows: Chinese characters are two columns wide', () => {
    const text = table(['task', 'what'], [['1', '审批'], ['22', 'sign']], 'none');

    expect(text.split('\n')).toEqual(['task  what', '1     审批', '22    sign']);
    expect(table(['what', 'who'], [['审批', 'li'], ['sign', 'wu']], 'none').split('\n')).toEqual(['what  who', '审批  li', 'sign  wu']);
  });

  it('without rows says so', () => {
    expect(table(['task'], [], 'No open tasks.')).toBe('No open tasks.');
  });
});

describe('settings', () => {
  it('are those of the embedded product when nothing is set', () => {
    expect(readSettings({ DATABASE_URL: '' })).toMatchObject({ databaseUrl: undefined, dataFolder: './data', port: 8080 });
  });

  it.each([
    [{ DATABASE_URL: 'postgres://x' }, /REDIS_URL beside DATABASE_URL/],
    [{ REDIS_URL: 'redis://x' }, /DATABASE_URL beside REDIS_URL/],
    [{ PORT: 'http' }, /PORT to be a number/],
  ])('refuse %j', (environment, message) => {
    expect(() => readSettings(environment)).toThrow(message);
  });
});
