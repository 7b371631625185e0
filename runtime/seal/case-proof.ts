/** What proves of a stream that it is in the log and that nothing of it is missing, as a case file carries it. */
import type { CaseProof } from '../../engine/journal/index.ts';
import { checkpointStreamKey } from '../../engine/checkpoint/index.ts';
import { base64Of, headProof } from '../../engine/proof/index.ts';
import type { Queryable } from '../port/database.ts';
import { readSteps } from '../query/case-steps.ts';
import { sha256 } from '../sha256.ts';
import type { LogReader } from './log-reader.ts';
import { headAsOf, lastHeads, pagesOf } from './log-store.ts';

const tries = 20;
const pauseMs = 250;

/** null: nothing was signed yet that has the stream, or for some seconds new heads are on their way into a checkpoint. */
export const proofOfStream = async (database: Queryable, log: LogReader, stream: bigint): Promise<CaseProof | null> => {
  for (let at = 0; at < tries; at++) {
    const proof = await tryProof(database, log, stream);
    if (proof !== 'on its way') return proof;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return null;
};

const tryProof = async (database: Queryable, log: LogReader, stream: bigint): Promise<CaseProof | null | 'on its way'> => {
  const checkpoint = await log.checkpoint();
  if (checkpoint === undefined) return null;
  const { size, headsSeq, headsSize } = checkpoint;
  const head = await headAsOf(database, stream, headsSize);
  const last = await headAsOf(database, stream, size);
  if (head === undefined || last === undefined) return null;
  // The map is that of the newest heads, before and after its pages were read.
  if ((await lastHeads(database))?.size !== headsSize) return 'on its way';
  const siblings = await headProof(stream, pagesOf(database), sha256);
  if ((await lastHeads(database))?.size !== headsSize) return 'on its way';
  const [record] = await readSteps(database, checkpointStreamKey, headsSeq, 1);
  const [ofHeads, ofLast] = [await log.inclusion(checkpointStreamKey, headsSeq, Number(size)), await log.inclusion(stream, last.seq, Number(size))];
  if (record === undefined || ofHeads === undefined || ofLast === undefined) return null;
  return {
    checkpoint: checkpoint.note,
    timeStamps: checkpoint.timeStamps,
    heads: {
      record: Buffer.from(record.record).toString('utf8'), index: ofHeads.index, path: ofHeads.proof.map(base64Of),
      head: { seq: head.seq, hash: head.hash }, siblings,
    },
    last: { seq: last.seq, index: ofLast.index, path: ofLast.proof.map(base64Of) },
    keys: (await log.keys()).map(({ key }) => key),
  };
};
