import { describe, expect, it } from 'vitest';
import { AnswerMissing, Asked, questionId, type Question } from './question.ts';

const latest = { type: 'latest' } as const;

describe('the id of a question', () => {
  it.each<[Question, string]>([
    [{ type: 'decision', id: 'path.to-it', binding: latest }, 'decision:path.to-it'],
    [{ type: 'definition', id: 'p', binding: latest }, 'definition:p'],
    [{ type: 'form', id: 'f', binding: latest }, 'form:f'],
    [{ type: 'decision', id: 'a:b', binding: latest }, '{"binding":{"type":"latest"},"id":"a:b","type":"decision"}'],
    [{ type: 'decision', id: 'd', binding: { type: 'versionTag', tag: 't' } }, '{"binding":{"tag":"t","type":"versionTag"},"id":"d","type":"decision"}'],
    [{ type: 'offset', zone: 'Asia/Shanghai', at: 5 }, 'offset:Asia/Shanghai:5'],
    [{ type: 'localOffset', zone: 'UTC', at: -1 }, 'localOffset:UTC:-1'],
    [{ type: 'caseNumber', n: 0 }, '{"n":0,"type":"caseNumber"}'],
  ])('of %j is %s', (question, id) => {
    expect(questionId(question)).toBe(id);
  });
});

describe('asking', () => {
  const question = (id: string): Question => ({ type: 'form', id, binding: latest });
  const known: { readonly [id: string]: number | null | undefined } = { b: 2, a: 1, none: null };
  const asked = () => new Asked((about) => ('id' in about ? known[about.id] : undefined));

  it('keeps the answers that were read, in an order of their own', () => {
    const asking = asked();
    expect([asking.ask(question('b')), asking.ask(question('a')), asking.ask(question('b'))]).toEqual([2, 1, 2]);
    expect(Object.entries(asking.answers)).toEqual([['form:a', 1], ['form:b', 2]]);
  });

  it('takes null for an answer', () => {
    const asking = asked();
    expect(asking.ask(question('none'))).toBeNull();
    expect([asking.answers, asking.missing]).toEqual([{ 'form:none': null }, undefined]);
  });

  it('stops where an answer is missing, and remembers that it did', () => {
    const asking = asked();
    expect(() => asking.ask(question('unknown'))).toThrow(AnswerMissing);
    expect(asking.missing?.question).toEqual(question('unknown'));
    expect(asking.missing?.message).toBe('Expected an answer to form:unknown, but it is not known yet');
    expect(asking.answers).toEqual({});
  });
});
