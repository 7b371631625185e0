/** The journal as a whole, and streams that are no cases. */
import { z } from 'zod';
import { journalPage, journalQuery, journalSize, streamVerdict } from '../../contract/case-history.ts';
import { key } from '../../contract/key.ts';
import { journalSize as sizeOfJournal } from '../../runtime/verdict/judge-journal.ts';
import type { RouteApp } from '../http/route-app.ts';
import type { ServerContext } from '../server-context.ts';
import { judgeAnyStream, pageOfJournal } from './case-history.ts';

const tags = ['Journal'];

export const journalRoutes = (app: RouteApp, { runtime }: ServerContext): void => {
  app.get(
    '/streams/:stream/verdict',
    { schema: { tags, summary: 'The same of any stream: a case, the messages of a name and a correlation key, a deployment', params: z.strictObject({ stream: key }), response: { 200: streamVerdict } } },
    ({ params: { stream } }) => judgeAnyStream(runtime, stream),
  );

  app.get(
    '/journal',
    { schema: { tags, summary: 'How large the journal is', response: { 200: journalSize } } },
    async () => ({ steps: await sizeOfJournal(runtime.reads) }),
  );

  app.get(
    '/journal/verdict',
    { schema: { tags, summary: 'Verify the whole journal, a page of streams at a time', querystring: journalQuery, response: { 200: journalPage } } },
    ({ query }) => pageOfJournal(runtime, query.after),
  );
};
