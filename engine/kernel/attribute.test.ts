import { describe, expect, it } from 'vitest';
import { describeValue, toCorrelationKey, toDate, toName, toNames, toPriority, toRetries, toText } from './attribute.ts';
import { limits } from './limits.ts';

const long = 'x'.repeat(limits.indexedStringLength + 1);

describe('attributes of tasks, jobs and messages', () => {
  it.each([
    [toText, 'a', 'a'], [toText, '', undefined], [toText, 5, undefined], [toText, long, undefined],
    [toName, null, null], [toName, '', null], [toName, 'ann', 'ann'], [toName, 5, undefined], [toName, long, undefined],
    [toNames, null, []], [toNames, ' a, b ,', ['a', 'b']], [toNames, ['a', ''], ['a']], [toNames, [1], undefined], [toNames, {}, undefined], [toNames, [long], undefined],
    [toDate, null, null], [toDate, '2030-02-03', '2030-02-03T00:00:00Z'], [toDate, '2030-02-03T04:05:06', '2030-02-03T04:05:06Z'],
    [toDate, '2030-02-03T04:05:06+08:00', '2030-02-03T04:05:06+08:00'], [toDate, '2030-02-30', undefined], [toDate, 'soon', undefined], [toDate, 5, undefined],
    [toPriority, 0, 0], [toPriority, '100', 100], [toPriority, 101, undefined], [toPriority, 1.5, undefined], [toPriority, -1, undefined], [toPriority, null, undefined],
    [toRetries, 101, 101], [toRetries, '3', 3], [toRetries, -1, undefined], [toRetries, 'x', undefined],
    [toCorrelationKey, 12, '12'], [toCorrelationKey, 'k', 'k'], [toCorrelationKey, '', undefined], [toCorrelationKey, true, undefined],
  ])('%o of %j is %j', (convert, value, expected) => {
    expect(convert(value)).toEqual(expected);
  });

  it('are described for people', () => {
    expect([null, [1], {}, 5, 'a'].map(describeValue)).toEqual(['null', 'a list', 'a context', 'the number 5', 'the string "a"']);
  });
});
