/** The log over all streams, for witnesses and auditors: hashes and a count, no values, so anyone may read it. */
import { z } from 'zod';
import { checkpointQuery, checkpointText, consistency, consistencyQuery, cosignature, inclusion, inclusionQuery, logKeys } from '../../contract/log.ts';
import { base64Of, fingerprintOf, NoteError, readKey, type Hash, type PublicKey } from '../../engine/proof/index.ts';
import { LogReader } from '../../runtime/seal/log-reader.ts';
import { keyParameter } from '../../runtime/query/condition.ts';
import { sha256 } from '../../runtime/sha256.ts';
import type { RouteApp } from '../http/route-app.ts';
import { notFound, ProblemError } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Log'];
const texts = (hashes: readonly Hash[]): string[] => hashes.map(base64Of);

/** What the log cannot answer because it is smaller is the client's mistake. */
const asked = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RangeError || error instanceof NoteError) throw new ProblemError(400, error.message, { title: 'INVALID_ARGUMENT' });
    throw error;
  }
};

export const logReaderOf = ({ runtime, proof }: ServerContext): LogReader => new LogReader(runtime.reads, proof?.origin ?? runtime.log);

export const logRoutes = (app: RouteApp, context: ServerContext): void => {
  const log = logReaderOf(context);
  const witnesses: readonly PublicKey[] = (context.proof?.witnesses ?? []).map((text) => readKey(text, sha256));

  app.get(
    '/log/checkpoint',
    { schema: { tags, summary: 'The newest signed checkpoint, as a note', querystring: checkpointQuery, response: { 200: checkpointText } } },
    async ({ query }, reply) => {
      const found = await log.checkpoint(query.size);
      if (found === undefined) throw notFound(query.size === undefined ? 'Expected a signed checkpoint, but none was signed yet' : `Expected a checkpoint of ${query.size} leaves, but none was signed`);
      return reply.type('text/plain; charset=utf-8').send(found.note);
    },
  );

  app.get(
    '/log/consistency',
    { schema: { tags, summary: 'That the log of one size is the beginning of that of another', querystring: consistencyQuery, response: { 200: consistency } } },
    async ({ query: { from, to } }) => ({ from, to, proof: texts(await asked(log.consistency(from, to))) }),
  );

  app.get(
    '/log/inclusion',
    { schema: { tags, summary: 'That a step is in the log of a size', querystring: inclusionQuery, response: { 200: inclusion } } },
    async ({ query: { stream, seq, size } }) => {
      const found = await asked(log.inclusion(keyParameter(stream), seq, size));
      if (found === undefined) throw notFound(`Expected step ${seq} of stream ${stream} among the first ${size} leaves of the log, but it is not there`);
      return { index: found.index, size, proof: texts(found.proof) };
    },
  );

  app.get(
    '/log/keys',
    { schema: { tags, summary: 'The keys that sign checkpoints, as their stream has introduced and retired them', response: { 200: logKeys } } },
    async () => ({
      origin: log.origin,
      keys: (await log.keys()).map(({ key, introducedAt, retiredAt }) => ({ key, fingerprint: fingerprintOf(readKey(key, sha256), sha256), introducedAt, retiredAt })),
    }),
  );

  app.post(
    '/log/cosignatures',
    { schema: { tags, summary: 'What a witness of this log says of a checkpoint', body: cosignature, response: { 204: z.void() } } },
    async ({ body: { size, line } }, reply) => {
      const isKnown = await asked(new LogReader(context.runtime.database, log.origin).addCosignature(size, line, witnesses));
      if (!isKnown) throw notFound(`Expected a checkpoint of ${size} leaves and a witness of ACTA_WITNESSES, but there is none such`);
      return reply.code(204).send();
    },
  );
};
