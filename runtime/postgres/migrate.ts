/**
 * Migrations are SQL files, append-only, applied in order of their names, each in a transaction with
 * its entry in `migration`. They begin with 0001 where the format of records does: a database whose applied files are
 * others was made for other records, and is refused before anything of it is touched.
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
  /** Nothing when there is no history yet. */
  applied(): Promise<readonly Applied[]>;
  /** What must be there before the first one is applied. */
  prepare(): Promise<unknown>;
  apply(migration: Migration): Promise<unknown>;
}

const history = `create table if not exists migration (
  name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
const readHistory = 'select name, checksum from migration order by name';
const hasHistory = `select to_regclass('migration') is not null "has"`;

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

/** @throws Error when a file was applied with another content: the tables, and the records in them, are of another format. */
const refuseOtherFormat = (applied: readonly Applied[], migrations: readonly Migration[]): void => {
  const checksums = new Map(applied.map((row) => [row.name, row.checksum]));
  const other = migrations.find(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum);
  if (other === undefined) return;
  throw new Error(`Expected a database in the format of this release, but it was made in another one, by another ${other.name}, and was left as it is. Records are not converted: give this release a new database (DATABASE_URL and ACTA_MIGRATE_URL, or ACTA_DATA), and keep the old one for the release that made it`);
};

/** Answers with the names of those that were missing. */
const migrateWith = async (database: Migratable): Promise<string[]> => {
  const made: string[] = [];
  const migrations = await readMigrations();
  const found = await database.applied();
  refuseOtherFormat(found, migrations);
  await database.prepare();
  const names = new Set(found.map(({ name }) => name));
  for (const migration of migrations) {
    if (names.has(migration.name)) continue;
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
    return await migrateWith({
      applied: async () => {
        const [row] = await sql.unsafe(hasHistory);
        return row?.['has'] === true ? ((await sql.unsafe(readHistory)) as unknown as Applied[]) : [];
      },
      prepare: async () => {
        await provideRoles(sql);
        await sql.unsafe(history);
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
  const found = row?.readable === true ? await database.query<Applied>(readHistory) : [];
  const migrations = await readMigrations();
  refuseOtherFormat(found, migrations);
  const applied = new Set(found.map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !applied.has(name));
  if (missing.length > 0)
    throw new Error(`Expected a database that is up to date, but ${missing.length === 1 ? 'migration' : 'migrations'} ${missing.map(({ name }) => name).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. Set ACTA_MIGRATE_URL to its owner and run 'acta migrate'`);
};

export const migratePglite = (database: PgliteDatabase): Promise<string[]> =>
  migrateWith({
    applied: async () => {
      const [row] = await database.query<{ has: boolean }>(hasHistory);
      return row?.has === true ? database.query<Applied>(readHistory) : [];
    },
    prepare: () => database.execute(history),
    apply: (migration) => database.execute(`begin;\n${migration.sql};\n${record(migration)};\ncommit`),
  });
