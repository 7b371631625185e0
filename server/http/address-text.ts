/** Texts of the address (parts of the path, the query) that could be kept or looked for nowhere are refused for every route: Postgres holds no zero character. */
import type { FastifyInstance } from 'fastify';
import { unstorable } from '../../engine/json/storable.ts';
import { invalidArgument, type ProblemError } from '../problem/problem-error.ts';

type Texts = Readonly<Record<string, string | readonly string[] | undefined>>;

const refused = (texts: Texts): ProblemError | undefined => {
  for (const name of Object.keys(texts)) {
    const text = texts[name];
    const problem = text === undefined ? undefined : unstorable(text);
    if (problem !== undefined) return invalidArgument(`Expected '${name}' in the address to be a text that can be kept, but it has ${problem}`);
  }
  return undefined;
};

/** Must be called before routes are added. */
export const refuseUnstorableAddresses = (app: FastifyInstance): void => {
  app.addHook('preValidation', ({ params, query }, _reply, done) => done(refused((params ?? {}) as Texts) ?? refused((query ?? {}) as Texts)));
};
