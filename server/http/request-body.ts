/**
 * A client that is answered while it still sends may never look at the answer: most are told by the
 * system that the connection was closed. So what is too large is read to its end, kept nowhere, and
 * refused then. Who sends without end is cut off by the server's time limit for requests.
 */
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../problem/problem-error.ts';

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)} MiB`;

export const tooLarge = (max: number): ProblemError => new ProblemError(413, `Expected a request of at most ${mebibytes(max)}, but it is larger than the server accepts`);

/** @throws ProblemError */
export const readWhole = async (request: IncomingMessage, max: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= max) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once('end', resolve);
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new ProblemError(400, 'Expected the whole request, but the connection was closed before'));
    });
  });
  if (length > max) throw tooLarge(max);
  requireLength(request, length);
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length);
};

/** A proxy that lost the end of a body must not make a shorter request of it. */
const requireLength = ({ headers }: IncomingMessage, length: number): void => {
  const said = headers['content-length'];
  if (said !== undefined && Number(said) !== length) throw new ProblemError(400, 'Expected a body as long as its content-length says, but it is not');
};

/** Reads on to the end of what a parser has left. */
export const discardRest = async (request: IncomingMessage): Promise<void> => {
  request.unpipe();
  if (request.readableEnded || request.destroyed) return;
  await new Promise<void>((resolve) => {
    request.once('end', resolve);
    request.once('close', resolve);
    request.resume();
  });
};
