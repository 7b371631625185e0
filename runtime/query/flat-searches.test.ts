/** What a search costs does not depend on how much else there is: the pages of tables and indexes that Postgres looks at are counted, with few cases and with many. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import type { Database, Queryable } from '../port/database.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { inBox, inboxTasks } from './inbox.ts';
import { processInstances } from './process-instances.ts';
import { search, type SearchOrder, type Source } from './search.ts';
import type { Fields } from './field.ts';
import { userTasks } from './user-tasks.ts';

const [few, many] = [2_000, 10_000];
/** Cases that are looked for, and tasks of the person, whatever else there is. */
const wanted = 20;

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

/** Runs every statement twice, and counts the pages that it looks at. */
class Counting implements Queryable {
  pages = 0;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  query: Queryable['query'] = () => Promise.reject(new Error('Expected searches to ask for values'));

  queryValues: Queryable['queryValues'] = async (text, parameters) => {
    const [row] = await this.#database.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(`explain (analyze, buffers, format json) ${text}`, parameters);
    const plan = row!['QUERY PLAN'][0]!.Plan;
    this.pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    return this.#database.queryValues(text, parameters);
  };
}

/** Cases with three variables and a task each; every so many, one that is wanted. */
const fill = async (database: Database, cases: number): Promise<void> => {
  const each = `from generate_series(1::int8, ${cases}) n`;
  const isWanted = `n % ${cases / wanted} = 0`;
  const at = `'2027-01-01T00:00:00Z'::timestamptz + n * interval '1 s'`;
  for (const insert of [
    `insert into process_instance (key, definition_key, state, started_at, root_key) select n << 24, 1, 'ACTIVE', ${at}, n << 24 ${each}`,
    `insert into variable (key, scope_key, name, value) select (n << 24) + 1, n << 24, 'order', case when ${isWanted} then '"wanted"' else '"' || n || '"' end ${each}`,
    `insert into variable (key, scope_key, name, value) select (n << 24) + 2, n << 24, 'customer', '"ACME"' ${each}`,
    `insert into variable (key, scope_key, name, value) select (n << 24) + 5, (n << 24) + 3, 'answer', case when ${isWanted} then '"yes"' else '"no"' end ${each}`,
    `insert into user_task (key, element_instance_key, element_id, state, assignee, candidate_groups, candidate_users, priority, headers, created_at)
     select (n << 24) + 4, (n << 24) + 3, 'work', 'CREATED', case when ${isWanted} then 'ann' when n % 2 = 0 then 'p' || n % 50 end,
       case when ${isWanted} or n % 7 > 0 then '{clerks}'::text[] else '{}' end, '{}', 50, '{}', ${at} ${each}`,
  ]) await database.query(insert);
  await database.query('analyze');
};

describe('what a search looks at', () => {
  const stores: { readonly test: TestDatabase; readonly database: Database }[] = [];
  beforeAll(async () => {
    for (const cases of [few, many]) {
      const test = await createTestDatabase();
      const database = await openPostgres({ url: test.url, connections: 1, role: null });
      stores.push({ test, database });
      await fill(database, cases);
    }
  }, 120_000);
  afterAll(async () => {
    for (const { test, database } of stores) {
      await database.close();
      await test.drop();
    }
  });

  const costs = async <F extends Fields>(source: Source<F>, asked: SearchOrder, within?: Parameters<typeof search>[3]) =>
    Promise.all(stores.map(async ({ database }) => {
      const counting = new Counting(database);
      const { items, page } = await search(counting, source, asked, within);
      return { pages: counting.pages, items: items.length, total: page.totalItems };
    }));

  const page = { limit: 10 };
  const newest = [{ field: 'startDate', order: 'DESC' }] as const;
  const newestTasks = [{ field: 'creationDate', order: 'DESC' }] as const;
  const variable = (name: string, value: string) => [{ name, value }];

  it.each<[string, number, () => ReturnType<typeof costs>]>([
    ['cases by the value of a variable', wanted, () => costs(processInstances, { filter: { variables: variable('order', '"wanted"') }, page })],
    ['cases by a value that none has', 0, () => costs(processInstances, { filter: { variables: variable('order', '"never"') }, page })],
    ['cases by a value, the newest first', wanted, () => costs(processInstances, { filter: { variables: variable('order', '"wanted"') }, sort: newest, page })],
    ['tasks by a variable of their case', wanted, () => costs(userTasks, { filter: { processInstanceVariables: variable('order', '"wanted"') }, page })],
    ['tasks by a field of their form', wanted, () => costs(userTasks, { filter: { localVariables: variable('answer', '"yes"') }, page })],
    ['my tasks', wanted, () => costs(userTasks, { filter: { assignee: 'ann', state: 'CREATED' }, page })],
    ['my tasks, the newest first', wanted, () => costs(userTasks, { filter: { assignee: 'ann', state: 'CREATED' }, sort: newestTasks, page })],
    ['what somebody of no group may take, by a name of his own', 0, () => costs(userTasks, { filter: { candidateUser: 'ann', state: 'CREATED', assignee: { $exists: false } }, page })],
  ])('%s is the same, however many there are', async (_what, total, cost) => {
    const [before, after] = await cost();

    expect([before?.total, after?.total]).toEqual([total, total]);
    // A level more of an index here and there.
    expect(after!.pages).toBeLessThanOrEqual(before!.pages * 1.5 + 10);
  });

  it.each<[string, () => ReturnType<typeof costs>]>([
    ['all cases, the newest first', () => costs(processInstances, { sort: newest, page })],
    ['cases by a value that most have', () => costs(processInstances, { filter: { variables: variable('customer', '"ACME"') }, page })],
    ['what a clerk may take', () => costs(inboxTasks, { page }, inBox('claimable', { id: 'cleo', groups: ['clerks'] }))],
  ])('%s: a page comes without the rest; counting stops at ten thousand', async (_what, cost) => {
    const [, after] = await cost();

    expect(after?.items).toBe(page.limit);
    // Counting looks at each of them once, and at less than two pages for each.
    expect(after!.pages).toBeLessThanOrEqual(many * 12);
  });

  it('my tasks, the newest first: a page is the same whether I have a few or a thousand', async () => {
    const { database } = stores[1]!;
    const asked = { filter: { assignee: 'ann', state: 'CREATED' }, sort: newestTasks, page };
    const first = async (): Promise<number> => {
      let pages = 0;
      const counting = new Counting(database);
      await search({ query: counting.query, queryValues: async (text, parameters) => {
        const values = await counting.queryValues(text, parameters);
        if (!text.startsWith('select count')) pages = counting.pages;
        return values;
      } }, userTasks, asked);
      return pages;
    };
    const before = await first();
    await database.query(`update user_task set assignee = 'ann' where key in (select key from user_task where assignee is null limit 1000)`);
    await database.query('vacuum analyze user_task');

    expect(await first()).toBeLessThanOrEqual(before * 1.5 + 10);
  });
});
