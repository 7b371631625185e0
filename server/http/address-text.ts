/** Texts of the address (parts of the path, the query) that could be kept or looked for nowhere are refused for every route: Postgres holds no zero character. */
import type { FastifyInstance } from 'fastify';
import { unstorable } from '../../engine/json/storable.ts';
import { invalidArgument } from '../problem/problem-error.ts';

type Texts = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Must be called before routes are added. */
export const refuseUnstorableAddresses = (app: FastifyInstance): void => {
  app.addHook('preValidation', async ({ params, query }) => {
    for (const [name, text] of [...Object.entries((params ?? {}) as Texts), ...Object.entries((query ?? {}) as Texts)]) {
      const problem = text === undefined ? undefined : unstorable(text);
      if (problem !== undefined) throw invalidArgument(`Expected '${name}' in the address to be a text that can be kept, but it has ${problem}`);
    }
  });
};
