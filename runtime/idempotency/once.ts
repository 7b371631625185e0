/**
 * Requests that are no command of a stream, done once under the key that the client gave: the key, what
 * was done and the answer are one transaction. Commands of streams have their ids in the journal.
 */
import { createHash } from 'node:crypto';
import { instantText } from '../../engine/journal/index.ts';
import type { Database, Queryable } from '../port/database.ts';

export interface Claim {
  /** The client's `Idempotency-Key`. */
  readonly key: string;
  /** What is asked for: two requests with one key must have the same. */
  readonly request: readonly string[];
  /** Epoch ms. */
  readonly at: number;
}

/** The key stands for another request. */
export class OtherRequestError extends Error {}

const fingerprint = ({ request }: Claim): string => {
  const hash = createHash('sha256');
  // The length stands before each part, so that no two lists are joined to one text.
  for (const part of request) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return `sha256:${hash.digest('hex')}`;
};

interface Held {
  readonly [column: string]: unknown;
  readonly fingerprint: string;
  readonly answer: string | null;
}

/** The answer of then; undefined: the request is new. @throws OtherRequestError */
export const answerOfThen = async (database: Queryable, claim: Claim): Promise<string | undefined> => {
  const [held] = await database.query<Held>('select fingerprint, answer from idempotency where key = $1', [claim.key]);
  if (held === undefined) return undefined;
  if (held.fingerprint !== fingerprint(claim) || held.answer === null)
    throw new OtherRequestError(`Expected to repeat the request with Idempotency-Key '${claim.key}', but it was another request with the same key`);
  return held.answer;
};

/** Waits for whoever does the same at this moment. */
const takeKey = async (transaction: Queryable, claim: Claim): Promise<boolean> => {
  await transaction.query(`set local lock_timeout = '10s'`);
  const taken = await transaction.query(
    `insert into idempotency (key, fingerprint, stream, created_at, answer) values ($1, $2, 0, $3::timestamptz, '')
     on conflict (key) do nothing returning key`,
    [claim.key, fingerprint(claim), instantText(claim.at)],
  );
  return taken.length > 0;
};

class RepeatedError extends Error {}

/**
 * Does the work unless it was done. It is given a database whose one transaction takes the key and
 * keeps the answer; when the work is refused, or makes no transaction, the key stays free.
 */
export const once = async <T>(database: Database, claim: Claim, { work, answer }: { work(database: Database): Promise<T>; answer(result: T): string }): Promise<string> => {
  const earlier = await answerOfThen(database, claim);
  if (earlier !== undefined) return earlier;
  const claiming: Database = {
    ...database,
    transaction: (inner) =>
      database.transaction(async (transaction) => {
        if (!(await takeKey(transaction, claim))) throw new RepeatedError();
        const result = await inner(transaction);
        await transaction.query('update idempotency set answer = $2 where key = $1', [claim.key, answer(result as never)]);
        return result;
      }),
  };
  try {
    return answer(await work(claiming));
  } catch (error) {
    if (!(error instanceof RepeatedError)) throw error;
    return (await answerOfThen(database, claim)) ?? (await once(database, claim, { work, answer }));
  }
};
