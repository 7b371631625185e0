import { describe, expect, it } from 'vitest';
import type { Json } from '../json/json.ts';
import { limits } from '../stream/limits.ts';
import {
  correlationKey, describeValue, jobRetries, names, optionalDate, optionalName, taskPriority, text, truth, type ValueType,
} from './value-type.ts';

const long = 'x'.repeat(limits.indexedStringLength + 1);

describe('the types of attributes', () => {
  it.each<[ValueType<unknown>, Json, unknown]>([
    [text, 'a', 'a'], [text, '', undefined], [text, 5, undefined], [text, long, undefined],
    [truth, true, true], [truth, 'true', undefined], [truth, null, undefined],
    [optionalName, null, null], [optionalName, '', null], [optionalName, 'ann', 'ann'], [optionalName, 5, undefined], [optionalName, long, undefined],
    [names, null, []], [names, ' a, b ,', ['a', 'b']], [names, ['a', ''], ['a']], [names, [1], undefined], [names, {}, undefined], [names, [long], undefined],
    [optionalDate, null, null], [optionalDate, '2030-02-03', '2030-02-03T00:00:00.000Z'],
    [optionalDate, '2030-02-03T04:05:06', '2030-02-03T04:05:06.000Z'], [optionalDate, '2030-02-03T04:05:06+08:00', '2030-02-03T04:05:06+08:00'],
    [optionalDate, '2030-02-03T04:05:06@Asia/Shanghai', '2030-02-02T20:05:06.000Z'], [optionalDate, '123456-02-03T04:05:06Z', undefined],
    [optionalDate, '2030-02-30', undefined], [optionalDate, 'soon', undefined], [optionalDate, 5, undefined],
    [taskPriority, 0, 0], [taskPriority, '100', 100], [taskPriority, 101, undefined], [taskPriority, 1.5, undefined], [taskPriority, null, undefined],
    [jobRetries, 101, 101], [jobRetries, '3', 3], [jobRetries, 0, undefined], [jobRetries, '0', undefined], [jobRetries, -1, undefined], [jobRetries, 'x', undefined],
    [correlationKey, 12, '12'], [correlationKey, 'k', 'k'], [correlationKey, '', undefined], [correlationKey, true, undefined],
  ])('%o reads %j as %j', (type, value, expected) => {
    expect(type.read(value)).toEqual(expected);
  });

  it('describe what does not fit', () => {
    expect([null, [1], {}, 5, 'a'].map(describeValue)).toEqual(['null', 'a list', 'a context', 'the number 5', 'the string "a"']);
  });
});
