import { describe, expect, it } from 'vitest';
import { DefinitionLibrary } from '../library/definition-library.ts';
import { StreamKinds } from '../stream/stream-kinds.ts';
import { HotStreams, newStream, type HotStream } from './hot-streams.ts';

const kind = new StreamKinds(new DefinitionLibrary()).of('CancelCase');
const large = (bytes: number): HotStream => ({ ...newStream(kind), bytes });

describe('the hot cases', () => {
  it('are bounded by number, the least recently used go first', () => {
    const cache = new HotStreams({ cases: 2, bytes: 1_000 });
    cache.put(1n, large(1));
    cache.put(2n, large(1));
    cache.put(1n, cache.take(1n) ?? large(1));
    cache.put(3n, large(1));
    expect([1n, 2n, 3n].map((key) => cache.take(key) !== undefined)).toEqual([true, false, true]);
  });

  it('are bounded by bytes, with what they have grown to while they were out', () => {
    const cache = new HotStreams({ cases: 100, bytes: 1_000 });
    for (let key = 1n; key <= 10n; key += 1n) cache.put(key, large(100));
    expect(cache.size).toBe(10);
    const grown = cache.take(5n) ?? large(0);
    grown.bytes = 350;
    cache.put(5n, grown);
    expect(cache.size).toBe(7);
    expect([1n, 2n, 3n].map((key) => cache.take(key))).toEqual([undefined, undefined, undefined]);
    cache.clear();
    for (let key = 1n; key <= 10n; key += 1n) cache.put(key, large(100));
    expect(cache.size).toBe(10);
  });

  it('may be one that is larger than all the room', () => {
    const cache = new HotStreams({ cases: 100, bytes: 1_000 });
    cache.put(1n, large(10));
    cache.put(2n, large(5_000));
    expect([cache.size, cache.take(2n)?.bytes]).toEqual([1, 5_000]);
    cache.put(1n, large(10));
    cache.put(3n, large(10));
    expect(cache.size).toBe(2);
  });
});
