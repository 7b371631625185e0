/** A whole log in memory: streams, heads, a checkpoint that is signed and cosigned, and the case files that it proves. */
import { checkpointStreamKey } from '../../engine/checkpoint/index.ts';
import { base64urlOf, caseFileOf, leafHashOf, sealStep, type CaseFile, type CaseProof, type SealedStep, type StoredStep } from '../../engine/journal/index.ts';
import { base64Of, checkpointText, headProof, inclusionProof, treeRoot, updateHeads, type Hash, type ReadNode, type ReadPages, type StreamHead, type Trust } from '../../engine/proof/index.ts';
import { hashChildren } from '../../engine/proof/merkle-tree.ts';
import { engineActor, engineVersions } from '../../engine/stream/index.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { keyText } from '../../engine/proof/index.ts';
import { testKey, type TestKey } from './keys.ts';

export const origin = 'acta.example/log';
export const logKey = testKey(origin, 'log');
export const witnessKey = testKey('witness.example/w1', 'witness');
export const seenAt = 1_763_899_999;
export const trust: Trust = { logs: [{ origin, keys: [logKey.open] }], witnesses: [witnessKey.open], quorum: 1, timeStampAuthorities: null };
export const made = '2025-11-23T12:00:00.000Z';

export interface StreamOf {
  readonly stream: string;
  readonly steps: readonly StoredStep[];
}

const readNodes = (leaves: readonly Hash[]): ReadNode => (level, index) => {
  let row = leaves.slice(index * 2 ** level, (index + 1) * 2 ** level);
  while (row.length > 1) row = row.flatMap((left, at) => (at % 2 === 0 ? [hashChildren(left, row[at + 1]!, sha256)] : []));
  return row[0]!;
};

const headsStep = (size: number, streams: number, root: Hash): SealedStep =>
  sealStep({
    stream: String(checkpointStreamKey), seq: 0, before: null, log: 'acta.example', definition: null, versions: engineVersions, zone: 'UTC', at: 1_763_895_000_000,
    id: `heads/${size}`, actor: engineActor, command: { type: 'SealHeads', size, streams, root: base64urlOf(root) } as never,
    events: [{ type: 'HeadsSealed', size, streams, root: base64urlOf(root) }] as never, secret: new Uint8Array(32),
  }, sha256);

export interface Signers {
  readonly log?: TestKey;
  readonly witness?: TestKey;
  readonly origin?: string;
}

/** What proves a stream in a log of these streams, sealed in their order. `more`: steps that come into the log after the heads were sealed. */
export const proofOf = async (streams: readonly StreamOf[], stream: string, { more = [], ...signers }: Signers & { readonly more?: readonly StreamOf[] } = {}): Promise<CaseProof> => {
  const places: { readonly stream: string; readonly seq: number; readonly hash: Hash }[] = [];
  const add = (streams_: readonly StreamOf[], from: (stream: string) => number): void => {
    for (const { stream: of, steps } of streams_)
      for (const [at, { record }] of steps.entries()) places.push({ stream: of, seq: from(of) + at, hash: leafHashOf(record, sha256) });
  };
  add(streams, () => 0);
  const heads: StreamHead[] = streams.map(({ stream: of, steps }) => ({ stream: of, seq: steps.length - 1, hash: base64urlOf(leafHashOf(steps.at(-1)!.record, sha256)) }));
  const rows = new Map<string, Uint8Array>();
  const read: ReadPages = async (asked) => asked.map(({ depth, prefix }) => rows.get(`${depth}/${prefix}`));
  const { root, pages } = await updateHeads(heads, read, sha256);
  for (const { depth, prefix, hashes } of pages) rows.set(`${depth}/${prefix}`, hashes);
  const sealed = headsStep(places.length, heads.length, root);
  places.push({ stream: String(checkpointStreamKey), seq: 0, hash: leafHashOf(sealed.record, sha256) });
  add(more, (of) => streams.find((one) => one.stream === of)?.steps.length ?? 0);
  const leaves = places.map(({ hash }) => hash);
  const nodes = readNodes(leaves);
  const text = checkpointText({ origin: signers.origin ?? origin, size: leaves.length, root: await treeRoot(leaves.length, nodes, sha256) });
  const [log, witness] = [signers.log ?? logKey, signers.witness ?? witnessKey];
  const pathOf = async (index: number) => ({ index, path: (await inclusionProof(index, leaves.length, nodes, sha256)).map(base64Of) });
  const lastIndex = places.findLastIndex((place) => place.stream === stream);
  const head = heads.find((one) => one.stream === stream)!;
  return {
    checkpoint: `${text}\n${log.sign(text)}${witness.sign(text, seenAt)}`,
    timeStamps: [],
    heads: {
      record: sealed.recordText, head: { seq: head.seq, hash: head.hash }, siblings: await headProof(BigInt(stream), read, sha256),
      ...(await pathOf(places.findIndex((place) => place.stream === String(checkpointStreamKey)))),
    },
    last: { seq: places[lastIndex]!.seq, ...(await pathOf(lastIndex)) },
    keys: [keyText(log.open)],
  };
};

/** The file of a stream in a log of these streams. */
export const provenFile = async (streams: readonly StreamOf[], stream: string, options: Signers & { readonly sources?: CaseFile['sources'] } = {}): Promise<CaseFile> => {
  const { steps } = streams.find((one) => one.stream === stream)!;
  return caseFileOf(steps, sha256, { sources: options.sources ?? {}, proof: await proofOf(streams, stream, options), made, for: 'auditor-1' });
};
