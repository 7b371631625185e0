/** How somebody looks at lists: kept for him, outside the journal. */
import { z } from 'zod';
import { saveView, view, views } from '../../contract/inbox.ts';
import { newId } from '../../runtime/identity/secret.ts';
import type { Database } from '../../runtime/port/database.ts';
import type { RouteApp } from '../http/route-app.ts';
import { invalidArgument, notFound } from '../problem/problem-error.ts';

const tags = ['Inbox'];
const params = z.strictObject({ viewId: z.string().max(64) });
const viewsMax = 100;

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly screen: 'inbox' | 'cases';
  readonly query: string;
}

const wire = ({ id, name, screen, query }: Row) => ({ id, name, screen, query: JSON.parse(query) as Record<string, unknown> });

export const viewRoutes = (app: RouteApp, database: Database): void => {
  app.get('/views', { schema: { tags, summary: 'The own saved views', response: { 200: views } } }, async ({ principal }) => ({
    items: (await database.query<Row>('select id, name, screen, query from saved_view where person = $1 order by name, id', [principal.id])).map(wire),
  }));

  app.post('/views', { schema: { tags, summary: 'Save a view', body: saveView, response: { 200: view } } }, async ({ principal, body: { name, screen, query } }) => {
    const [row] = await database.query<Row>(
      `insert into saved_view (id, person, name, screen, query) select $1, $2, $3, $4, $5 where (select count(*) from saved_view where person = $2) < ${viewsMax} returning id, name, screen, query`,
      [newId(16), principal.id, name, screen, JSON.stringify(query)],
    );
    if (row === undefined) throw invalidArgument(`Expected at most ${viewsMax} saved views, but there are that many already. Delete one first`);
    return wire(row);
  });

  app.put('/views/:viewId', { schema: { tags, summary: 'Change a saved view', params, body: saveView, response: { 200: view } } }, async ({ principal, params: { viewId }, body: { name, screen, query } }) => {
    const [row] = await database.query<Row>('update saved_view set name = $3, screen = $4, query = $5, updated_at = clock_timestamp() where id = $1 and person = $2 returning id, name, screen, query', [viewId, principal.id, name, screen, JSON.stringify(query)]);
    if (row === undefined) throw notFound(`Expected a saved view '${viewId}' of yours, but there is none`);
    return wire(row);
  });

  app.delete('/views/:viewId', { schema: { tags, summary: 'Delete a saved view', params, response: { 204: z.undefined() } } }, async ({ principal, params: { viewId } }, reply) => {
    await database.query('delete from saved_view where id = $1 and person = $2', [viewId, principal.id]);
    return reply.code(204).send();
  });
};
