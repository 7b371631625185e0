/**
 * The Merkle tree of RFC 6962 §2.1: one root over all leaves in order, a proof of log n hashes that a leaf is among
 * them, and one that an earlier tree is the beginning of a later one. Verifying is RFC 9162 §2.1.3.2 and §2.1.4.2.
 * Leaves are hashed by whoever has them (`SHA-256(0x00 ‖ bytes)`): a record's hash in the journal is one.
 */
import { hashLength, type Sha256 } from '../journal/hash.ts';

export type Hash = Uint8Array;

/** Root of the complete subtree over the leaves `[index · 2^level, (index + 1) · 2^level)`; level 0 is the leaf itself. */
export type ReadNode = (level: number, index: number) => Hash | Promise<Hash>;

/** `SHA-256(0x01 ‖ left ‖ right)` */
export const hashChildren = (left: Hash, right: Hash, sha256: Sha256): Hash => {
  const bytes = new Uint8Array(1 + 2 * hashLength);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + hashLength);
  return sha256(bytes);
};

export const sameHash = (a: Hash, b: Hash): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** The complete subtrees that a tree of this size consists of, the largest first. */
export const frontierOf = (size: number): { readonly level: number; readonly index: number }[] => {
  const places: { level: number; index: number }[] = [];
  let begin = 0;
  for (let level = Math.floor(Math.log2(Math.max(size, 1))) + 1; level >= 0; level--) {
    const width = 2 ** level;
    if (size - begin < width) continue;
    places.push({ level, index: begin / width });
    begin += width;
  }
  return places;
};

/** The right edge of a tree that grows: all that appending needs. */
export class Frontier {
  size: number;
  readonly #sha256: Sha256;
  /** The complete subtrees of the tree, the largest first. */
  readonly #nodes: { readonly level: number; readonly hash: Hash }[];

  private constructor(size: number, nodes: { readonly level: number; readonly hash: Hash }[], sha256: Sha256) {
    this.size = size;
    this.#nodes = nodes;
    this.#sha256 = sha256;
  }

  static empty(sha256: Sha256): Frontier {
    return new Frontier(0, [], sha256);
  }

  static async read(size: number, read: ReadNode, sha256: Sha256): Promise<Frontier> {
    const nodes = [];
    for (const { level, index } of frontierOf(size)) nodes.push({ level, hash: await read(level, index) });
    return new Frontier(size, nodes, sha256);
  }

  /** `onComplete` hears of each subtree of two and more leaves that the leaf has completed. */
  append(leaf: Hash, onComplete?: (level: number, index: number, hash: Hash) => void): void {
    let node = { level: 0, hash: leaf };
    for (let left = this.#nodes.at(-1); left !== undefined && left.level === node.level; left = this.#nodes.at(-1)) {
      this.#nodes.pop();
      node = { level: node.level + 1, hash: hashChildren(left.hash, node.hash, this.#sha256) };
      onComplete?.(node.level, Math.floor(this.size / 2 ** node.level), node.hash);
    }
    this.#nodes.push(node);
    this.size += 1;
  }

  root(): Hash {
    const last = this.#nodes.at(-1);
    if (last === undefined) return this.#sha256(new Uint8Array());
    return this.#nodes.slice(0, -1).reduceRight((right, { hash }) => hashChildren(hash, right, this.#sha256), last.hash);
  }
}

/** The largest power of two below n, which is at least 2. */
const split = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** One tree as its nodes are stored. */
class StoredTree {
  readonly #read: ReadNode;
  readonly #sha256: Sha256;

  constructor(read: ReadNode, sha256: Sha256) {
    this.#read = read;
    this.#sha256 = sha256;
  }

  /** Root of the leaves `[begin, end)`, as a subtree of a tree that splits so. */
  async hashOf(begin: number, end: number): Promise<Hash> {
    const count = end - begin;
    const level = Math.log2(count);
    if (Number.isInteger(level)) return this.#read(level, begin / count);
    const middle = begin + split(count);
    return hashChildren(await this.hashOf(begin, middle), await this.hashOf(middle, end), this.#sha256);
  }

  /** RFC 6962 §2.1.1, PATH(m, D[begin:end]); the nearest first. */
  async path(index: number, begin: number, end: number): Promise<Hash[]> {
    if (end - begin === 1) return [];
    const middle = begin + split(end - begin);
    return index < middle
      ? [...(await this.path(index, begin, middle)), await this.hashOf(middle, end)]
      : [...(await this.path(index, middle, end)), await this.hashOf(begin, middle)];
  }

  /** RFC 6962 §2.1.2, SUBPROOF(m, D[begin:end], isWhole). */
  async subproof(size: number, [begin, end]: readonly [number, number], isWhole: boolean): Promise<Hash[]> {
    if (size === end) return isWhole ? [] : [await this.hashOf(begin, end)];
    const middle = begin + split(end - begin);
    return size <= middle
      ? [...(await this.subproof(size, [begin, middle], isWhole)), await this.hashOf(middle, end)]
      : [...(await this.subproof(size, [middle, end], false)), await this.hashOf(begin, middle)];
  }
}

export const treeRoot = async (size: number, read: ReadNode, sha256: Sha256): Promise<Hash> =>
  size === 0 ? sha256(new Uint8Array()) : new StoredTree(read, sha256).hashOf(0, size);

/** That the leaf `index` is in the tree of the first `size` leaves. @throws RangeError when there is no such leaf. */
export const inclusionProof = async (index: number, size: number, read: ReadNode, sha256: Sha256): Promise<Hash[]> => {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError(`Expected a leaf of a tree of ${size}, but asked for leaf ${index}`);
  return new StoredTree(read, sha256).path(index, 0, size);
};

/** That the tree of the first `from` leaves is the beginning of that of the first `to`. @throws RangeError when `from` is larger. */
export const consistencyProof = async (from: number, to: number, read: ReadNode, sha256: Sha256): Promise<Hash[]> => {
  if (!Number.isSafeInteger(from) || from < 0 || from > to) throw new RangeError(`Expected a tree within one of ${to} leaves, but asked for one of ${from}`);
  return from === 0 || from === to ? [] : new StoredTree(read, sha256).subproof(from, [0, to], true);
};

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/**
 * Of each hash of a proof whether it stands on the left of the way from a leaf to the root; `undefined`: the way has
 * another length. RFC 9162 §2.1.3.2, 4: `fn` is the place, `sn` the last place of a level.
 */
const sidesOf = (index: number, last: number, count: number): boolean[] | undefined => {
  let [fn, sn] = [index, last];
  const sides: boolean[] = [];
  for (; sides.length < count; [fn, sn] = [half(fn), half(sn)]) {
    if (sn === 0) return undefined;
    const isLeft = isOdd(fn) || fn === sn;
    sides.push(isLeft);
    if (isLeft) while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? sides : undefined;
};

/** The root that a proof leads to; `undefined`: the proof has not the length that the tree asks for. */
export const rootByInclusion = (leaf: Hash, { index, size, proof }: { readonly index: number; readonly size: number; readonly proof: readonly Hash[] }, sha256: Sha256): Hash | undefined => {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  const sides = sidesOf(index, size - 1, proof.length);
  return sides && proof.reduce((hash, sibling, at) => (sides[at] === true ? hashChildren(sibling, hash, sha256) : hashChildren(hash, sibling, sha256)), leaf);
};

export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** Whether the first tree is the beginning of the second. */
export const isConsistent = (first: TreeHead, second: TreeHead, proof: readonly Hash[], sha256: Sha256): boolean => {
  if (first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && sameHash(first.root, second.root);
  if (first.size === 0) return proof.length === 0 && sameHash(first.root, sha256(new Uint8Array()));
  return leadsToBoth(first, second, Number.isInteger(Math.log2(first.size)) ? [first.root, ...proof] : proof, sha256);
};

/** The first hash is of the largest complete subtree at the right edge of the first tree. */
const leadsToBoth = (first: TreeHead, second: TreeHead, [start, ...rest]: readonly Hash[], sha256: Sha256): boolean => {
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  const sides = sidesOf(fn, sn, rest.length);
  if (start === undefined || sides === undefined) return false;
  let [former, later] = [start, start];
  for (const [at, hash] of rest.entries())
    if (sides[at] === true) [former, later] = [hashChildren(hash, former, sha256), hashChildren(hash, later, sha256)];
    else later = hashChildren(later, hash, sha256);
  return sameHash(former, first.root) && sameHash(later, second.root);
};
