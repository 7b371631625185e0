import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { excessRefusal, readLoginRights } from './login-rights.ts';
import { openPostgres } from './postgres-database.ts';

let test: TestDatabase;
let owner: postgres.Sql;
const login = `login_${randomBytes(4).toString('hex')}`;
const address = (): string => Object.assign(new URL(test.url), { username: login, password: 'secret' }).href;

beforeAll(async () => {
  test = await createTestDatabase();
  owner = postgres(test.url, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await owner.end();
  await test.drop();
});

/** What a login with these rights is told, which is gone afterwards. */
const excessWith = async (statements: string): Promise<readonly string[]> => {
  await owner.unsafe(`create role ${login} login password 'secret' in role acta_app; ${statements}`);
  try {
    return (await readLoginRights(address())).excess;
  } finally {
    await owner.unsafe(`alter table step owner to current_user; alter database "${new URL(test.url).pathname.slice(1)}" owner to current_user;
      alter schema public owner to current_user; drop owned by ${login}; drop role ${login}`);
  }
};

describe('a login', () => {
  it('that is in the role of the application is nothing more, and does its work', async () => {
    expect(await excessWith('')).toEqual([]);
    expect((await readLoginRights(test.applicationUrl)).excess).toEqual([]);

    const database = await openPostgres({ url: test.applicationUrl, connections: 1 });
    await database.query('reset role');
    await expect(database.query('alter table step disable trigger all')).rejects.toMatchObject({ code: '42501' });
    await expect(database.query('set role postgres')).rejects.toMatchObject({ code: '42501' });
    await database.close();
  });

  it.each([
    ['alter role LOGIN superuser', 'it is, or can become, a superuser'],
    ['grant CURRENT to LOGIN', 'it is, or can become, a superuser'],
    ['alter role LOGIN createrole', 'it may make roles'],
    ['alter table step owner to LOGIN', 'it owns the table step'],
    ['alter schema public owner to LOGIN', 'it owns the schema public'],
    ['alter database BASE owner to LOGIN', 'it owns the database'],
    ['grant acta_eraser to LOGIN', 'it is in role acta_eraser'],
    ['grant pg_write_server_files to LOGIN', 'it is in role pg_write_server_files'],
    ['grant delete on step to LOGIN', 'it has rights of its own to change the table step'],
  ])('with %s is told: %s', async (statement, why) => {
    const base = new URL(test.url).pathname.slice(1);
    const excess = await excessWith(statement.replace('LOGIN', login).replace('CURRENT', new URL(test.url).username).replace('BASE', `"${base}"`));

    expect(excess).toContainEqual(expect.stringContaining(why));
  });

  it('that could do more is told the statements to run, without its password', () => {
    const sentence = excessRefusal({ login: 'postgres', excess: ['it is, or can become, a superuser'] });

    expect(sentence).toMatch(/^Expected DATABASE_URL to be a login .*, but 'postgres' could change the journal: it is/);
    expect(sentence).toContain("create role acta_server login password '...' in role acta_app;");
    expect(sentence).toContain('ACTA_MIGRATE_URL');
  });
});
