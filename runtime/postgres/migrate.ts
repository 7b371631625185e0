/**
 * Migrations are SQL files, append-only, applied in order of their names, each in a transaction with
 * its entry in `migration`. A file that was applied and has changed since is refused.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { packageRoot } from '../package-root.ts';
import type { Queryable } from '../port/database.ts';
import type { PgliteDatabase } from './pglite-database.ts';
import { provideRoles } from './roles.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Applied {
  readonly [column: string]: unknown;
  readonly name: string;
  readonly checksum: string;
}

interface Migratable {
  applied(): Promise<readonly Applied[]>;
  apply(migration: Migration): Promise<unknown>;
}

const history = `create table if not exists migration (
  name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
const readHistory = 'select name, checksum from migration order by name';

const readMigrations = async (): Promise<Migration[]> => {
  const folder = join(packageRoot, 'migrations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
};

/** Answers with the names of those that were missing. */
const migrateWith = async (database: Migratable): Promise<string[]> => {
  const made: string[] = [];
  const applied = new Map((await database.applied()).map((row) => [row.name, row.checksum]));
  for (const migration of await readMigrations()) {
    const checksum = applied.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined)
      throw new Error(`Expected migration ${migration.name} to be as it was applied, but the file has changed`);
    await database.apply(migration);
    made.push(migration.name);
  }
  return made;
};

const record = (migration: Migration): string =>
  `insert into migration (name, checksum) values ('${migration.name}', '${migration.checksum}')`;

/** Brings a real Postgres up to date, as the owner; several processes may call it at once, the others wait. Answers with what was applied. */
export const migrate = async (url: string): Promise<string[]> => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(hashtext('acta migration'))`;
    await provideRoles(sql);
    return await migrateWith({
      applied: async () => {
        await sql.unsafe(history);
        return sql.unsafe(readHistory) as unknown as Promise<Applied[]>;
      },
      apply: (migration) => sql.begin((transaction) => transaction.unsafe(`${migration.sql};\n${record(migration)}`)),
    });
  } finally {
    await sql.end();
  }
};

/** For who may not migrate. @throws Error when something is missing. */
export const requireMigrated = async (database: Queryable): Promise<void> => {
  const [row] = await database.query<{ readable: boolean }>(`select to_regclass('migration') is not null and has_table_privilege('migration', 'select') readable`);
  const applied = new Set(row?.readable === true ? (await database.query<Applied>(readHistory)).map(({ name }) => name) : []);
  const missing = (await readMigrations()).filter(({ name }) => !applied.has(name));
  if (missing.length > 0)
    throw new Error(`Expected a database that is up to date, but ${missing.length === 1 ? 'migration' : 'migrations'} ${missing.map(({ name }) => name).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. Set ACTA_MIGRATE_URL to its owner and run 'acta migrate'`);
};

export const migratePglite = (database: PgliteDatabase): Promise<string[]> =>
  migrateWith({
    applied: async () => {
      await database.execute(history);
      return database.query<Applied>(readHistory);
    },
    apply: (migration) => database.execute(`begin;\n${migration.sql};\n${record(migration)};\ncommit`),
  });
