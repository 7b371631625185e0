/**
 * Migrations are SQL files, append-only, applied in order of their names, each in a transaction with
 * its entry in `migration`. A file that was applied and has changed since is refused.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { packageRoot } from '../package-root.ts';
import type { PgliteDatabase } from './pglite-database.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Migratable {
  applied(): Promise<readonly { name: string; checksum: string }[]>;
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

const migrateWith = async (database: Migratable): Promise<void> => {
  const applied = new Map((await database.applied()).map((row) => [row.name, row.checksum]));
  for (const migration of await readMigrations()) {
    const checksum = applied.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined)
      throw new Error(`Expected migration ${migration.name} to be as it was applied, but the file has changed`);
    await database.apply(migration);
  }
};

const record = (migration: Migration): string =>
  `insert into migration (name, checksum) values ('${migration.name}', '${migration.checksum}')`;

/** Brings a real Postgres up to date, as the owner; several processes may call it at once. */
export const migrate = async (url: string): Promise<void> => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(hashtext('acta migration'))`;
    await migrateWith({
      applied: async () => {
        await sql.unsafe(history);
        return sql.unsafe(readHistory) as unknown as Promise<{ name: string; checksum: string }[]>;
      },
      apply: (migration) => sql.begin((transaction) => transaction.unsafe(`${migration.sql};\n${record(migration)}`)),
    });
  } finally {
    await sql.end();
  }
};

export const migratePglite = (database: PgliteDatabase): Promise<void> =>
  migrateWith({
    applied: async () => {
      await database.execute(history);
      return database.query<{ name: string; checksum: string }>(readHistory);
    },
    apply: (migration) => database.execute(`begin;\n${migration.sql};\n${record(migration)};\ncommit`),
  });
