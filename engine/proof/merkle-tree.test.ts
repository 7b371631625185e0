import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../test/journal/history.ts';
import { leafHashOf } from '../journal/index.ts';
import { consistencyProof, Frontier, hashChildren, inclusionProof, isConsistent, rootByInclusion, treeRoot, type Hash, type ReadNode } from './merkle-tree.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const leafOf = (text: string): Hash => leafHashOf(Buffer.from(text, 'hex'), sha256);

/** RFC 6962 §2.1, as it is written there. */
const naiveRoot = (leaves: readonly Hash[]): Hash => {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hashChildren(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)), sha256);
};

const reader = (leaves: readonly Hash[]): ReadNode => (level, index) => naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
const leavesOf = (count: number): Hash[] => Array.from({ length: count }, (_, n) => leafOf(n.toString(16).padStart(8, '0')));

/** The test vectors that implementations of Certificate Transparency share. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the tree of RFC 6962', () => {
  it('has the roots of the shared test vectors, whole and grown', async () => {
    const leaves = entries.map(leafOf);
    const frontier = Frontier.empty(sha256);
    for (const [size, root] of roots.entries()) {
      expect(hex(frontier.root())).toBe(root);
      expect(hex(await treeRoot(size, reader(leaves), sha256))).toBe(root);
      if (leaves[size] !== undefined) frontier.append(leaves[size]);
    }
  });

  it('gives proofs of every leaf and every earlier tree, for all sizes up to 24, and they have no other length', async () => {
    const leaves = leavesOf(24);
    for (let size = 1; size <= 24; size++) {
      const [read, root] = [reader(leaves), naiveRoot(leaves.slice(0, size))];
      for (let index = 0; index < size; index++) {
        const proof = await inclusionProof(index, size, read, sha256);
        expect(rootByInclusion(leaves[index]!, { index, size, proof }, sha256)).toEqual(root);
        expect(rootByInclusion(leaves[index]!, { index, size, proof: [...proof, root] }, sha256)).toBeUndefined();
        expect(rootByInclusion(leaves[index]!, { index, size: size + 1, proof: proof.slice(1) }, sha256)).not.toEqual(root);
      }
      for (let from = 0; from <= size; from++) {
        const proof = await consistencyProof(from, size, read, sha256);
        const first = { size: from, root: naiveRoot(leaves.slice(0, from)) };
        expect(isConsistent(first, { size, root }, proof, sha256)).toBe(true);
        expect(isConsistent(first, { size, root }, [...proof, root], sha256)).toBe(false);
        expect(isConsistent({ size: from, root: leaves[0]! }, { size, root }, proof, sha256)).toBe(from === 1);
      }
    }
    await expect(inclusionProof(3, 3, reader(leaves), sha256)).rejects.toThrow('Expected a leaf of a tree of 3, but asked for leaf 3');
    await expect(consistencyProof(4, 3, reader(leaves), sha256)).rejects.toThrow('Expected a tree within one of 3 leaves, but asked for one of 4');
  });

  it('grows alike wherever it is taken up again, and tells of the same nodes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), async (before, added) => {
        const leaves = leavesOf(before + added);
        const nodes = new Map<string, string>();
        const frontier = await Frontier.read(before, reader(leaves), sha256);
        for (const leaf of leaves.slice(before)) frontier.append(leaf, (level, index, hash) => nodes.set(`${level}/${index}`, hex(hash)));
        expect(hex(frontier.root())).toBe(hex(naiveRoot(leaves)));
        for (const [name, hash] of nodes) {
          const [level = 0, index = 0] = name.split('/').map(Number);
          expect(hash).toBe(hex(await reader(leaves)(level, index)));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('proves nothing else: a proof of one leaf or tree with any bit turned leads elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), async (size, at, bit) => {
        const leaves = leavesOf(size);
        const [index, root] = [at % size, naiveRoot(leaves)];
        const proof = await inclusionProof(index, size, reader(leaves), sha256);
        const turned = proof.map((hash) => Uint8Array.from(hash));
        turned[bit % turned.length]![bit % 32]! ^= 1 << (bit % 8);
        expect(rootByInclusion(leaves[index]!, { index, size, proof: turned }, sha256)).not.toEqual(root);
        expect(rootByInclusion(leaves[(index + 1) % size]!, { index, size, proof }, sha256)).not.toEqual(root);
        const from = 1 + (at % (size - 1));
        const first = { size: from, root: naiveRoot(leaves.slice(0, from)) };
        const forked = [...leaves.slice(0, from - 1), leafOf('ff'), ...leaves.slice(from)];
        const lie = await consistencyProof(from, size, reader(forked), sha256);
        expect(isConsistent(first, { size, root: naiveRoot(forked) }, lie, sha256)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});
