import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamNumberOf, ordinalOf } from '../stream/key.ts';
import { messageStreamOf } from './bucket.ts';

describe('the stream of a name and a correlation key', () => {
  /** Journals name these streams: a hash that gave others would lose every subscription that waits. */
  it.each<[string, string, bigint]>([
    ['paid', '42', 4611756051140706304n],
    ['', '', 4611699612518973440n],
    ['付款', '订单-7', 4611709891264905216n],
    ['a\u0000b', 'c', 4611747740043444224n],
  ])('of %j and %j is for ever the same', (name, key, stream) => {
    expect(messageStreamOf(name, key)).toBe(stream);
  });

  it('is one of 2^22 beyond all cases, whatever they are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, key) => {
        const stream = messageStreamOf(name, key);
        const number = streamNumberOf(stream);
        expect(ordinalOf(stream)).toBe(0);
        expect(number >= 2n ** 38n && number < 2n ** 38n + 2n ** 22n).toBe(true);
        expect(messageStreamOf(name, key)).toBe(stream);
      }),
    );
  });

  it('takes names and keys apart', () => {
    expect(messageStreamOf('ab', 'c')).not.toBe(messageStreamOf('a', 'bc'));
  });

  it('is spread over the range: a thousand keys seldom meet', () => {
    const streams = new Set(Array.from({ length: 1_000 }, (_unused, n) => messageStreamOf('paid', `order-${n}`)));
    expect(streams.size).toBeGreaterThan(990);
  });
});
