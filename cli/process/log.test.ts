import { describe, expect, it } from 'vitest';
import { errorFields } from '../../runtime/port/log.ts';
import { createLog } from './log.ts';

const now = (): Date => new Date('2026-03-04T05:06:07.089Z');

const lines = (options: { format: 'json' | 'text'; level?: 'debug' | 'info' | 'warn' | 'error' }) => {
  const written: string[] = [];
  const log = createLog({ level: 'info', ...options, now, write: (line) => void written.push(line) });
  return { written, log };
};

describe('a log', () => {
  it('for machines is a JSON object a line, with time and level', () => {
    const { written, log } = lines({ format: 'json' });

    log.warn('A job failed', { job: '17', retriesLeft: 2, absent: undefined, text: 'two\nlines' });

    expect(written).toEqual([`{"time":"2026-03-04T05:06:07.089Z","level":"warn","message":"A job failed","job":"17","retriesLeft":2,"text":"two\\nlines"}\n`]);
  });

  it('for people is a line of text, in which nothing moves the cursor', () => {
    const { written, log } = lines({ format: 'text' });

    log.info('Deployed', { definitions: ['a 1', 'b 2'], by: 'x\u001b[2J' });
    log.error('A fault');

    expect(written).toEqual(['05:06:07 Deployed definitions=["a 1","b 2"] by=x\\u001b[2J\n', '05:06:07 error A fault\n']);
  });

  it('leaves out what is below its level', () => {
    const { written, log } = lines({ format: 'text', level: 'warn' });

    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');

    expect(written).toHaveLength(2);
    expect([log.debugs, lines({ format: 'text', level: 'debug' }).log.debugs]).toEqual([false, true]);
  });
});

describe('an error in a log', () => {
  it('of the system or a store is told with its reason', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const deadlock = Object.assign(new Error('deadlock detected'), { name: 'PostgresError', code: '40P01' });

    expect(errorFields(refused)).toEqual({ error: 'Error', code: 'ECONNREFUSED', reason: 'connect ECONNREFUSED 10.0.0.1:5432' });
    expect(errorFields(deadlock)).toEqual({ error: 'PostgresError', code: '40P01', reason: 'deadlock detected' });
    expect(errorFields(new Error('Expected a hint', { cause: refused }))).toMatchObject({ reason: 'Expected a hint' });
  });

  it('of anything else is told by the place, not by words that may be of a case', () => {
    const secret = 'Li Ming earns 9000';
    for (const error of [new SyntaxError(secret), new Error(secret), Object.assign(new Error(secret), { code: '22P02' })]) {
      const fields = errorFields(error);
      expect(JSON.stringify(fields)).not.toContain('Li Ming');
      expect(fields['at']).toContainEqual(expect.stringContaining('log.test.ts'));
    }
    expect(errorFields(secret)).toEqual({ error: 'string' });
  });
});
