import { describe, expect, it } from 'vitest';
import { reject, renderSentence, sentence } from './rejection.ts';

describe('a rejection', () => {
  it('names the things of its stream by their keys, once the stream is known', () => {
    const { code, sentence: said } = reject('NOT_FOUND', sentence`Expected to complete job with key '${{ key: 3 }}', but it has ${0} retries`);
    expect(code).toBe('NOT_FOUND');
    expect(renderSentence(said, 5n << 24n)).toBe(`Expected to complete job with key '${(5n << 24n) | 3n}', but it has 0 retries`);
  });

  it('never reads what a client sent as anything else', () => {
    const said = sentence`Expected '${'{ key: 3 } ${1}'}', but it is '${''}'`;
    expect(renderSentence(said, 1n << 24n)).toBe("Expected '{ key: 3 } ${1}', but it is ''");
  });

  it('may be a plain text', () => {
    expect(renderSentence(reject('FORBIDDEN', 'Expected x, but y').sentence, 0n)).toBe('Expected x, but y');
  });
});
