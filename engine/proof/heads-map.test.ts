import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 as hashed } from '../../test/journal/history.ts';
import { base64urlOf, bytesOfBase64url } from '../json/base64url.ts';
import { emptyHash, headLeaf, headProof, mapHeight, rootByHead, updateHeads, type Page, type ReadPages, type StreamHead } from './heads-map.ts';
import { sameHash, type Hash } from './merkle-tree.ts';

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(hashed(data));

class Pages {
  readonly rows = new Map<string, Uint8Array>();
  asked = 0;
  readonly read: ReadPages = async (places) => {
    this.asked += places.length;
    return places.map(({ depth, prefix }) => this.rows.get(`${depth}/${prefix}`));
  };

  async update(heads: readonly StreamHead[]): Promise<{ readonly root: Hash; readonly pages: readonly Page[] }> {
    const update = await updateHeads(heads, this.read, sha256);
    for (const { depth, prefix, hashes } of update.pages) this.rows.set(`${depth}/${prefix}`, hashes);
    return update;
  }
}

/** The tree of 40 levels as it is defined, level by level, of what is not empty. */
const naiveRoot = (heads: Iterable<StreamHead>): Hash => {
  let level = new Map([...heads].map((head) => [BigInt(head.stream) >> 24n, headLeaf(head, sha256)]));
  for (let height = 0; height < mapHeight; height++) {
    const above = new Map<bigint, Hash>();
    for (const number of level.keys()) {
      const [left, right] = [level.get((number >> 1n) << 1n) ?? emptyHash, level.get(number | 1n) ?? emptyHash];
      above.set(number >> 1n, sha256(Buffer.concat([Uint8Array.of(3), left, right])));
    }
    level = above;
  }
  return level.get(0n) ?? emptyHash;
};

const headOf = (number: bigint, seq: number): StreamHead => ({ stream: String(number << 24n), seq, hash: base64urlOf(sha256(Buffer.from(`${number} ${seq}`))) });
const number = fc.oneof(fc.bigInt({ min: 1n, max: 300n }), fc.bigInt({ min: 2n ** 38n, max: 2n ** 38n + 40n }), fc.bigInt({ min: 1n, max: 2n ** 39n - 1n }));
const decoded = (siblings: readonly string[]): Hash[] => siblings.map((text) => (text === '' ? emptyHash : bytesOfBase64url(text)!));

describe('the map of heads', () => {
  it('has the root of the whole map after any updates, and proves each head and each absence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uniqueArray(fc.tuple(number, fc.nat(1_000)), { selector: ([n]) => n, maxLength: 8 }), { maxLength: 4 }), number, async (rounds, stranger) => {
        const [pages, all] = [new Pages(), new Map<bigint, StreamHead>()];
        for (const round of rounds) {
          const heads = round.map(([n, seq]) => headOf(n, seq));
          for (const [at, [n]] of round.entries()) all.set(n, heads[at]!);
          const { root } = await pages.update(heads);
          expect(root).toEqual(naiveRoot(all.values()));
          for (const n of [...all.keys(), stranger]) {
            const siblings = decoded(await headProof(n << 24n, pages.read, sha256));
            expect(rootByHead(n << 24n, { head: all.get(n) ?? null, siblings }, sha256)).toEqual(root);
            expect(rootByHead(n << 24n, { head: headOf(n, 5_000), siblings }, sha256)).not.toEqual(root);
            expect(sameHash(rootByHead(n << 24n, { head: null, siblings }, sha256)!, root)).toBe(!all.has(n));
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('is empty at first, and a proof has 40 hashes', async () => {
    expect((await new Pages().update([])).root).toEqual(emptyHash);
    expect(rootByHead(1n << 24n, { head: null, siblings: [emptyHash] }, sha256)).toBeUndefined();
  });

  it('works as much for a change among 4,000 streams as among 200', async () => {
    const work: number[] = [];
    for (const count of [200, 4_000]) {
      const pages = new Pages();
      await pages.update(Array.from({ length: count }, (_, at) => headOf(BigInt(at + 1), 0)));
      pages.asked = 0;
      const { pages: changed } = await pages.update([headOf(7n, 1), headOf(8n, 1)]);
      work.push(pages.asked, changed.length);
    }
    expect(work).toEqual([10, 10, 10, 10]);
  });
});
