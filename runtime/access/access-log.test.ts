import { describe, expect, it } from 'vitest';
import type { AccessCommand } from '../../engine/access/index.ts';
import { refuse, type CommandSubmission, type Result } from '../pipeline/submission.ts';
import { AccessLog, type AccessNote } from './access-log.ts';

const refusal = (who: string): AccessNote => ({ act: 'refusal', who, kind: 'person', method: 'password', what: 'POST /v2/deployments' });
const start = 30_000_000 * 60_000;

/** What it writes, without anything that writes. */
class Written {
  readonly submissions: CommandSubmission[] = [];
  readonly troubles: unknown[] = [];
  now = start;
  answer: 'taken' | 'refused' | 'lost' = 'taken';
  readonly log = new AccessLog({
    pipeline: { submit: async (submission) => this.#submit(submission) },
    clock: { now: () => this.now },
    onTrouble: (error) => void this.troubles.push(error),
  });

  get commands(): readonly AccessCommand[] {
    return this.submissions.map(({ command }) => command as AccessCommand);
  }

  #submit(submission: CommandSubmission): Result {
    this.submissions.push(submission);
    if (this.answer === 'lost') throw new Error('The answer was lost');
    return this.answer === 'refused' ? refuse('RESOURCE_EXHAUSTED', 'Expected room') : { kind: 'accepted', stream: submission.stream as bigint, seq: 0, events: [], repeated: false };
  }
}

describe('the log of access', () => {
  it('writes what was noted together, equal ones once with their count', async () => {
    const written = new Written();
    for (let n = 0; n < 1_000; n += 1) written.log.note(refusal(n % 2 === 0 ? 'li' : 'wu'));
    expect(written.commands).toEqual([]);
    await written.log.flush();
    expect(written.commands).toEqual([{ type: 'NoteAccess', minute: 30_000_000, entries: [{ ...refusal('li'), count: 500 }, { ...refusal('wu'), count: 500 }] }]);
    await written.log.flush();
    expect(written.commands).toHaveLength(1);
  });

  it('tells only what came since, each minute on its own', async () => {
    const written = new Written();
    written.log.note(refusal('li'));
    await written.log.flush();
    written.log.note(refusal('li'));
    written.now += 60_000;
    written.log.note(refusal('li'));
    await written.log.flush();
    expect(written.commands.map(({ minute, entries }) => [minute, entries[0]?.count])).toEqual([[30_000_000, 1], [30_000_000, 1], [30_000_001, 1]]);
  });

  it('tells apart so many in a minute, and counts the rest: what it keeps and writes does not grow with who tries', async () => {
    const written = new Written();
    for (let n = 0; n < 20_000; n += 1) written.log.note(refusal(`p${n}`));
    await written.log.flush();
    const [command] = written.commands;
    expect(command?.entries).toHaveLength(201);
    expect(command?.entries.at(-1)).toEqual({ act: 'more', kind: 'engine', method: 'none', count: 20_000 - 200 });
  });

  it.each(['refused', 'lost'] as const)('given that writing is %s, then it is tried again under its id, and nothing is counted twice', async (answer) => {
    const written = new Written();
    written.log.note(refusal('li'));
    written.answer = answer;
    await expect(written.log.flush()).rejects.toThrow(answer === 'lost' ? 'The answer was lost' : 'Expected room');
    written.log.note(refusal('li'));
    written.answer = 'taken';
    await written.log.flush();
    const ids = written.submissions.map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(written.commands.map(({ entries }) => entries[0]?.count)).toEqual([1, 1, 1]);
  });

  it('given that nothing can be written for long, then the sum is kept', async () => {
    const written = new Written();
    written.answer = 'refused';
    for (let minute = 0; minute < 30; minute += 1) {
      for (let n = 0; n < 1_000; n += 1) written.log.note(refusal(`p${n}`));
      written.now += 60_000;
      if (minute === 0) await written.log.flush().catch(() => undefined);
    }
    written.answer = 'taken';
    written.submissions.length = 0;
    await written.log.flush();
    const sum = written.commands.flatMap(({ entries }) => entries).reduce((all, { count }) => all + count, 0);
    expect(sum).toBe(30_000);
    expect(written.commands.length).toBeLessThanOrEqual(7);
  });

  it('writes the last at its end, and takes none afterwards; a failure then is told', async () => {
    const written = new Written();
    written.log.note(refusal('li'));
    await written.log.close();
    expect(written.commands).toHaveLength(1);
    written.log.note(refusal('li'));
    await written.log.close();
    expect([written.commands.length, written.troubles]).toEqual([1, []]);
    const failing = new Written();
    failing.answer = 'refused';
    failing.log.note(refusal('li'));
    await failing.log.close();
    expect(failing.troubles).toHaveLength(1);
  });
});
