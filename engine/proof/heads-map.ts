/**
 * The heads of all streams as a sparse Merkle map: a binary tree of 40 levels over the numbers of streams, of which
 * nearly everything is empty. It shows of any number which step is the last of its stream, or that there is no such
 * stream. It is kept in pages of 16 hashes; what an update touches depends on the streams that changed alone.
 */
import { base64urlOf } from '../json/base64url.ts';
import { canonical } from '../json/canonical.ts';
import { hashLength, type Sha256 } from '../journal/hash.ts';
import { streamNumberOf } from '../stream/key.ts';
import { sameHash, type Hash } from './merkle-tree.ts';

/** The last step of a stream. */
export interface StreamHead {
  /** Key of the stream, a decimal string. */
  readonly stream: string;
  readonly seq: number;
  /** Of the step's record, base64url. */
  readonly hash: string;
}

export const mapHeight = 40;
const pageLevels = 4;
const pageWidth = 2 ** pageLevels;
const pageDepths = mapHeight / pageLevels;

/** Depth 0 is the page of the root; `prefix` are the bits of the number above the page. */
export interface PagePlace {
  readonly depth: number;
  readonly prefix: bigint;
}

/** 16 hashes one behind the other. */
export interface Page extends PagePlace {
  readonly hashes: Uint8Array;
}

/** In the order asked for; `undefined`: all 16 are empty. */
export type ReadPages = (places: readonly PagePlace[]) => Promise<readonly (Uint8Array | undefined)[]>;

/** What is empty has this hash, however high it is. */
export const emptyHash: Hash = new Uint8Array(hashLength);

const encoder = new TextEncoder();
const headDomain = encoder.encode('\u0002acta/head/v1\0');

/** `SHA-256(0x02 ‖ "acta/head/v1" ‖ 0x00 ‖ canonical text)` */
export const headLeaf = ({ stream, seq, hash }: StreamHead, sha256: Sha256): Hash => {
  const text = encoder.encode(canonical({ hash, seq, stream }));
  const bytes = new Uint8Array(headDomain.length + text.length);
  bytes.set(headDomain);
  bytes.set(text, headDomain.length);
  return sha256(bytes);
};

/** `SHA-256(0x03 ‖ left ‖ right)`; empty where both are. */
const inner = (left: Hash, right: Hash, sha256: Sha256): Hash => {
  if (sameHash(left, emptyHash) && sameHash(right, emptyHash)) return emptyHash;
  const bytes = new Uint8Array(1 + 2 * hashLength);
  bytes[0] = 3;
  bytes.set(left, 1);
  bytes.set(right, 1 + hashLength);
  return sha256(bytes);
};

const shiftOf = (depth: number): bigint => BigInt(mapHeight - pageLevels * depth);
const placeOf = (number: bigint, depth: number): PagePlace => ({ depth, prefix: number >> shiftOf(depth) });
const childOf = (number: bigint, depth: number): number => Number((number >> shiftOf(depth + 1)) & BigInt(pageWidth - 1));
const nameOf = ({ depth, prefix }: PagePlace): string => `${depth}/${prefix}`;

const hashAt = (hashes: Uint8Array, index: number): Hash => hashes.subarray(index * hashLength, (index + 1) * hashLength);

/** The levels of a page, from its 16 hashes to its root. */
const levelsOf = (hashes: Uint8Array, sha256: Sha256): Hash[][] => {
  let level = Array.from({ length: pageWidth }, (_, index) => hashAt(hashes, index));
  const levels = [level];
  while (level.length > 1) {
    const below = level;
    level = Array.from({ length: below.length / 2 }, (_, index) => inner(below[index * 2] ?? emptyHash, below[index * 2 + 1] ?? emptyHash, sha256));
    levels.push(level);
  }
  return levels;
};

export const pageRoot = (hashes: Uint8Array, sha256: Sha256): Hash => levelsOf(hashes, sha256).at(-1)?.[0] ?? emptyHash;

export interface MapUpdate {
  readonly root: Hash;
  /** Those that are other ones now. */
  readonly pages: readonly Page[];
}

/** The map with other heads, one for each stream that is given. */
export const updateHeads = async (heads: readonly StreamHead[], read: ReadPages, sha256: Sha256): Promise<MapUpdate> => {
  let leaves = new Map(heads.map((head) => [streamNumberOf(BigInt(head.stream)), headLeaf(head, sha256)]));
  const pages: Page[] = [];
  const depths = Array.from({ length: pageDepths }, (_, at) => pageDepths - 1 - at);
  const places = depths.map((depth) => uniquePlaces([...leaves.keys()], depth));
  const stored = await readAll(places.flat(), read);
  let root: Hash = emptyHash;
  for (const depth of depths) {
    const above = new Map<bigint, Hash>();
    for (const [prefix, page] of changedPages(leaves, depth, stored)) {
      pages.push({ depth, prefix, hashes: page });
      root = pageRoot(page, sha256);
      above.set(prefix << shiftOf(depth), root);
    }
    leaves = above;
  }
  return heads.length === 0 ? { root: pageRoot((await read([{ depth: 0, prefix: 0n }]))[0] ?? emptyPage(), sha256), pages } : { root, pages };
};

const emptyPage = (): Uint8Array => new Uint8Array(pageWidth * hashLength);

const uniquePlaces = (numbers: readonly bigint[], depth: number): PagePlace[] =>
  [...new Set(numbers.map((number) => number >> shiftOf(depth)))].map((prefix) => ({ depth, prefix }));

const readAll = async (places: readonly PagePlace[], read: ReadPages): Promise<Map<string, Uint8Array | undefined>> => {
  const found = places.length === 0 ? [] : await read(places);
  return new Map(places.map((place, at) => [nameOf(place), found[at]]));
};

/** The pages of one depth with these children. */
const changedPages = (children: ReadonlyMap<bigint, Hash>, depth: number, stored: ReadonlyMap<string, Uint8Array | undefined>): Map<bigint, Uint8Array> => {
  const changed = new Map<bigint, Uint8Array>();
  for (const [number, hash] of children) {
    const place = placeOf(number, depth);
    let page = changed.get(place.prefix);
    if (page === undefined) {
      page = Uint8Array.from(stored.get(nameOf(place)) ?? emptyPage());
      changed.set(place.prefix, page);
    }
    page.set(hash, childOf(number, depth) * hashLength);
  }
  return changed;
};

/** The hashes beside the way from a stream's leaf to the root, the nearest first, base64url; an empty text for what is empty. */
export const headProof = async (stream: bigint, read: ReadPages, sha256: Sha256): Promise<string[]> => {
  const number = streamNumberOf(stream);
  const places = Array.from({ length: pageDepths }, (_, at) => placeOf(number, pageDepths - 1 - at));
  const pages = await read(places);
  return places.flatMap(({ depth }, at) => {
    const levels = levelsOf(pages[at] ?? emptyPage(), sha256);
    return levels.slice(0, -1).map((level, height) => {
      const sibling = level[(childOf(number, depth) >> height) ^ 1] ?? emptyHash;
      return sameHash(sibling, emptyHash) ? '' : base64urlOf(sibling);
    });
  });
};

/** The root that a proof leads to. `head` null: there is no such stream. */
export const rootByHead = (stream: bigint, { head, siblings }: { readonly head: StreamHead | null; readonly siblings: readonly Hash[] }, sha256: Sha256): Hash | undefined => {
  if (siblings.length !== mapHeight) return undefined;
  const number = streamNumberOf(stream);
  return siblings.reduce<Hash>(
    (hash, sibling, height) => ((number >> BigInt(height)) % 2n === 0n ? inner(hash, sibling, sha256) : inner(sibling, hash, sha256)),
    head === null ? emptyHash : headLeaf(head, sha256),
  );
};
