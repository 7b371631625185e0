import { describe, expect, it } from 'vitest';
import { queryOf, readInboxSearch, viewOf } from './inbox-search.ts';

const now = new Date('2026-11-26T10:00:30.500Z');

describe('the address of the inbox', () => {
  it('leaves out what it does not know', () => {
    expect(readInboxSearch({ box: 'trash', due: 'yesterday', q: '', task: 'x1', sort: 'priority', definition: 'procurement' })).toEqual({ sort: 'priority', definition: 'procurement' });
  });

  it('asks for what is mine by due date when it says nothing', () => {
    expect(queryOf({}, now)).toEqual({ box: 'todo', sort: 'dueDate', filter: {} });
  });

  it('asks for what is done by when it was done', () => {
    expect(queryOf({ box: 'done' }, now).sort).toBe('completionDate');
  });

  it('asks the same question twice within a minute, so that it is read once', () => {
    const first = queryOf({ due: 'overdue' }, now);

    expect(first).toEqual({ box: 'todo', sort: 'dueDate', filter: { dueBefore: '2026-11-26T10:00:00.000Z' } });
    expect(queryOf({ due: 'overdue' }, new Date('2026-11-26T10:00:59Z'))).toEqual(first);
  });

  it('is a view without the task that is open', () => {
    expect(viewOf({ box: 'claimable', q: 'steel', task: '12' })).toEqual({ box: 'claimable', q: 'steel' });
  });
});
