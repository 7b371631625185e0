import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { createTestDatabase } from '../../test/harness/database.ts';
import { createCase, deployModel, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import { newFolder as makeFolder, sealAll, sealerOn as openSealer } from '../../test/proof/seal-folder.ts';
import { taskProcess } from '../../test/runtime/models.ts';
import { checkpointStreamKey } from '../../engine/checkpoint/index.ts';
import { leafHashOf, base64urlOf, bytesOfBase64url } from '../../engine/journal/index.ts';
import { consistencyProof, emptyHash, headProof, isConsistent, readCheckpoint, rootByHead, treeRoot, verifySignatures } from '../../engine/proof/index.ts';
import { hashChildren } from '../../engine/proof/merkle-tree.ts';
import type { Database, Queryable } from '../port/database.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import { sha256 } from '../sha256.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { headAsOf, lastHeads, nodesOf, pagesOf } from './log-store.ts';
import { ForkedLogError, type Sealer, type SealerOptions } from './sealer.ts';
import { makeKey, readKeys, retireKeyFile, verifyEd25519 } from './signing-keys.ts';

const origin = 'acta.example/log';
const folders: { remove(): void }[] = [];
const newFolder = (): string => {
  const folder = makeFolder();
  folders.push(folder);
  return folder.path;
};
afterAll(() => folders.forEach((folder) => folder.remove()));

const sealerOn = (runtime: Pick<Runtime, 'database' | 'pipeline' | 'clock'>, folder: string, options: Partial<SealerOptions> = {}): Promise<Sealer> => openSealer(runtime, folder, origin, options);

/** What speaks against the log: it holds each step once, in a tree as it is defined, and every checkpoint is the beginning of the next. */
const faultsOf = async (database: Queryable): Promise<string[]> => {
  const faults: string[] = [];
  const [counted] = await database.query<{ left: bigint; wrong: bigint; gaps: bigint }>(
    `select (select count(*) from step s where not exists (select from log_leaf l where (l.stream, l.seq) = (s.stream, s.seq))) "left",
       (select count(*) from log_leaf l where not exists (select from step s where (s.stream, s.seq, s.hash) = (l.stream, l.seq, l.hash))) wrong,
       (select coalesce(max(index) + 1, 0) - count(*) from log_leaf) gaps`);
  for (const [what, count] of Object.entries(counted ?? {})) if (count !== 0n) faults.push(`${String(count)} ${what}`);
  const read = nodesOf(database, (left, right) => hashChildren(left, right, sha256));
  const leaves = await database.query<{ record: Uint8Array }>('select s.record from log_leaf l join step s using (stream, seq) order by l.index');
  const hashes = leaves.map(({ record }) => leafHashOf(record, sha256));
  const plain = async (size: number): Promise<Uint8Array> =>
    treeRoot(size, (level, index) => naive(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level)), sha256);
  const notes = await database.query<{ note: string; headsSize: bigint; headsSeq: number }>(`select note, heads_size "headsSize", heads_seq "headsSeq" from log_checkpoint order by size`);
  const heads = notes.map(({ note }) => readCheckpoint(note));
  for (const [at, { size, root }] of heads.entries()) {
    if (base64urlOf(await plain(size)) !== base64urlOf(root)) faults.push(`checkpoint ${size} has another root`);
    const later = heads[at + 1];
    if (later !== undefined && !isConsistent({ size, root }, later, await consistencyProof(size, later.size, read, sha256), sha256)) faults.push(`checkpoint ${size} is not the beginning of ${later.size}`);
    const { headsSeq, headsSize } = notes[at]!;
    const [heading] = await database.query<{ index: bigint }>('select index from log_leaf where stream = $1 and seq = $2', [checkpointStreamKey, headsSeq]);
    if (heading === undefined || heading.index >= BigInt(size) || heading.index < headsSize) faults.push(`checkpoint ${size} is signed before its heads are sealed`);
  }
  return faults;
};

const naive = (leaves: readonly Uint8Array[]): Uint8Array => {
  let row = [...leaves];
  while (row.length > 1) row = row.flatMap((left, at) => (at % 2 === 0 ? [hashChildren(left, row[at + 1]!, sha256)] : []));
  return row[0]!;
};

describe.each(databases)('the sealer, on $kind', ({ open }) => {
  let database: Database;
  let runtime: Runtime;
  const folder = newFolder();
  let sealer: Sealer;
  beforeAll(async () => {
    database = await open();
    runtime = await openRuntime({ database });
    await deployModel(runtime, 'review.bpmn', taskProcess('review'));
    sealer = await sealerOn(runtime, folder);
  }, 60_000);
  afterAll(async () => {
    await runtime.close();
    await database.close();
  });

  it('puts every step into the log, its own as well, and signs; then there is nothing to do', async () => {
    await createCase(runtime, 'review');
    await publishMessage(runtime, 'nobody');
    await sealAll(sealer);
    expect(await faultsOf(database)).toEqual([]);
    const { note } = (await database.query<{ note: string }>('select note from log_checkpoint order by size desc limit 1'))[0]!;
    const [{ key }] = (await readKeys(join(folder, 'keys'), origin)) as [Awaited<ReturnType<typeof readKeys>>[number]];
    expect((await verifySignatures(readCheckpoint(note), [key.open], verifyEd25519)).map(({ key: signer }) => signer.name)).toEqual([origin]);
    expect(readFileSync(join(folder, `${encodeURIComponent(origin)}.checkpoint`), 'utf8')).toBe(note);
    expect(await sealer.round()).toEqual({ added: 0, again: false, signed: null });
  });

  it('has the head of each stream in the map whose root was sealed', async () => {
    await createCase(runtime, 'review');
    await sealAll(sealer);
    const { size, root, streams } = (await lastHeads(database))!;
    const all = await database.query<{ stream: bigint }>('select distinct stream from log_leaf where index < $1::int8', [size]);
    expect(BigInt(all.length)).toBe(streams);
    for (const { stream } of all) {
      const siblings = (await headProof(stream, pagesOf(database), sha256)).map((text) => (text === '' ? emptyHash : bytesOfBase64url(text)!));
      const found = rootByHead(stream, { head: (await headAsOf(database, stream, size))!, siblings }, sha256);
      expect(base64urlOf(found!)).toBe(base64urlOf(root));
    }
  });

  it('stops anywhere and goes on: each statement fails once, and nothing is left out or sealed twice', async () => {
    for (let failing = 0; failing < 40; failing += 1) {
      await createCase(runtime, 'review');
      let statements = 0;
      const failOnce = (queryable: Queryable): Queryable => ({
        query: (...call) => (statements++ === failing ? Promise.reject(new Error('stopped')) : queryable.query(...call)),
        queryValues: (...call) => queryable.queryValues(...call),
      });
      const failingDatabase: Database = { ...database, ...failOnce(database), transaction: (work) => database.transaction((transaction) => work(failOnce(transaction))) };
      const stopped = await sealerOn({ ...runtime, database: failingDatabase }, folder);
      await stopped.round().catch(() => undefined);
      if (failing % 2 === 0) await stopped.round().catch(() => undefined);
      else await sealAll(await sealerOn(runtime, folder));
    }
    await sealAll(sealer);
    expect(await faultsOf(database)).toEqual([]);
  }, 120_000);

  it('seals what another cluster has written, whose numbers of transactions say nothing here', async () => {
    await createCase(runtime, 'review');
    await database.query(`insert into log_reading (number, size, cluster, xid, stream, seq)
      select number + 1, size, 'another', '999999999999', 1, 1 from log_reading order by number desc limit 1`);
    await createCase(runtime, 'review');
    await sealAll(sealer);
    await createCase(runtime, 'review');
    await sealAll(sealer);
    expect(await faultsOf(database)).toEqual([]);
  });

  it('signs with two keys while one takes over, and says on the record who signs', async () => {
    const added = await makeKey(join(folder, 'keys'), origin);
    await createCase(runtime, 'review');
    await sealAll(sealer);
    const signers = async (): Promise<number> => readCheckpoint((await database.query<{ note: string }>('select note from log_checkpoint order by size desc limit 1'))[0]!.note).signatures.length;
    expect(await signers()).toBe(2);
    const [old] = (await readKeys(join(folder, 'keys'), origin)).filter(({ file }) => file !== added.file);
    await retireKeyFile(old!.file);
    await createCase(runtime, 'review');
    await sealAll(sealer);
    expect(await signers()).toBe(1);
    const rows = await database.query<{ key: string; retired: boolean }>('select key, retired_at is not null retired from log_key order by ordinal');
    expect(rows).toEqual([{ key: old!.key.text, retired: true }, { key: added.key.text, retired: false }]);
    expect(statSync(added.file).mode & 0o777).toBe(0o600);
  });

  it('appends and signs nothing where there is no key', async () => {
    const before = (await database.query('select size from log_checkpoint')).length;
    await createCase(runtime, 'review');
    const without = await sealerOn(runtime, folder, { keys: async () => [] });
    expect(await without.round()).toMatchObject({ signed: null, again: false });
    expect((await database.query('select size from log_checkpoint')).length).toBe(before);
    expect(without.unsignedSeconds).toBeGreaterThanOrEqual(0);
    await sealAll(sealer);
    expect(await faultsOf(database)).toEqual([]);
  });
});

describe('sealers over one Postgres', () => {
  it('wait for a transaction that is open, and leave nothing out while several write and seal', async () => {
    const { url, drop } = await createTestDatabase();
    const [first, second] = [await openRuntimeOn(url), await openRuntimeOn(url)];
    await deployModel(first, 'review.bpmn', taskProcess('review'));
    const folder = newFolder();
    const sealers = [await sealerOn(first, folder), await sealerOn(second, folder), await sealerOn(second, newFolder(), { keys: async () => [] })];
    const holder = postgres(url, { max: 1, onnotice: () => undefined, connection: { application_name: 'a long report' } });
    let isOver = false;
    const seal = sealers.map(async (sealer) => {
      while (!isOver) await sealer.round();
    });
    const hold = (async () => {
      while (!isOver) await holder.begin(async (sql) => {
        await sql`select pg_current_xact_id()`;
        await new Promise((resolve) => setTimeout(resolve, 30));
      });
    })();
    await Promise.all([first, second].map(async (runtime) => {
      for (let index = 0; index < 25; index += 1) await Promise.all(Array.from({ length: 4 }, () => createCase(runtime, 'review')));
    }));
    isOver = true;
    await Promise.all([...seal, hold]);
    await sealAll(sealers[0]!);
    await sealAll(sealers[1]!);
    expect(await faultsOf(first.database)).toEqual([]);

    // Held off, it says by whom.
    const warnings: string[] = [];
    const silent = () => undefined;
    let offset = 0;
    const told = await sealerOn({ ...first, clock: { now: () => first.clock.now() + offset } }, folder, {
      log: { debugs: false, debug: silent, info: silent, error: silent, warn: (message) => void warnings.push(message) },
    });
    await holder.begin(async (sql) => {
      await sql`select pg_current_xact_id()`;
      await createCase(first, 'review');
      offset = 60_000;
      expect((await told.round()).again).toBe(true);
      expect(told.lagSeconds).toBeGreaterThan(50);
      expect(warnings[0]).toMatch(/^Steps wait to be sealed for \d+ s, behind process \d+ of .* \(a long report\)$/);
    });
    await sealAll(told);
    expect(told.lagSeconds).toBe(0);
    expect(await faultsOf(first.database)).toEqual([]);
    await holder.end();
    await first.close();
    await second.close();
    await drop();
  }, 120_000);

  it('sign nothing over a database that was replaced by an older copy, until a new log begins; all is in it', async () => {
    const test = await createTestDatabase();
    const folder = newFolder();
    let runtime = await openRuntimeOn(test.url);
    await deployModel(runtime, 'review.bpmn', taskProcess('review'));
    await createCase(runtime, 'review');
    await sealAll(await sealerOn(runtime, folder));
    await runtime.close();
    const copy = await test.copy();
    runtime = await openRuntimeOn(test.url);
    for (let index = 0; index < 3; index += 1) await createCase(runtime, 'review');
    await sealAll(await sealerOn(runtime, folder));
    await runtime.close();
    await copy.restore();
    runtime = await openRuntimeOn(test.url);
    for (let index = 0; index < 5; index += 1) await createCase(runtime, 'review');
    await expect(sealAll(await sealerOn(runtime, folder))).rejects.toThrow(ForkedLogError);
    expect(await faultsOf(runtime.database)).toEqual([]);
    const anew = { origin: 'acta.example/log/2', file: new CheckpointFile(folder, 'acta.example/log/2'), keys: () => readKeys(join(folder, 'keys'), 'acta.example/log/2') };
    await sealAll(await sealerOn(runtime, folder, anew));
    expect(await faultsOf(runtime.database)).toEqual([]);
    await runtime.close();
    await test.drop();
  }, 60_000);

  it('may only add: the login of the application changes and deletes nothing of the log', async () => {
    const { applicationUrl, url, drop } = await createTestDatabase();
    const runtime = await openRuntimeOn(url);
    await deployModel(runtime, 'review.bpmn', taskProcess('review'));
    const database = await openPostgres({ url: applicationUrl });
    await sealAll(await sealerOn({ ...runtime, database }, newFolder()));
    for (const table of ['log_leaf', 'log_node', 'log_reading', 'log_heads', 'log_checkpoint', 'log_cosignature'])
      for (const statement of [`delete from ${table}`, `truncate ${table}`, `update ${table} set ${table === 'log_leaf' ? 'seq = 0' : table === 'log_node' ? 'level = 0' : 'size = 0'}`])
        await expect(database.query(statement)).rejects.toThrow('permission denied');
    const owner = postgres(url, { max: 1, onnotice: () => undefined });
    await expect(owner`update log_leaf set seq = 99`.execute()).rejects.toThrow('append-only');
    await owner.end();
    await database.close();
    await runtime.close();
    await drop();
  });
});
