/** Two servers and two workers of the built product over one Postgres and one Redis, and the people around them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { deleteFolder, freePort, temporaryFolder } from '../harness/private-process.ts';
import { startRedis, type PrivateServer } from '../harness/servers.ts';
import { ActaProcess, ensureBuilt } from './acta-process.ts';
import { chaosHandlers, chaosProcessId } from './model.ts';
import { People } from './people.ts';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Crew {
  readonly redis: PrivateServer;
  readonly postgres: TestDatabase;
  /** The servers first. */
  readonly actas: readonly ActaProcess[];
  readonly urls: readonly string[];
  readonly people: People;
  /** Of the test itself: it looks, and does nothing. */
  readonly runtime: Runtime;
  /** Every run of a handler, by the key of its job. */
  effects(): readonly string[];
  /** Keys of all cases. */
  cases(): Promise<readonly bigint[]>;
  openCases(): Promise<number>;
  /** Those that ended though nobody ended them, with what they said. */
  died(): readonly string[];
  leave(): Promise<void>;
}

/** `environmentOf`: more variables of a process, by its index. */
export const startCrew = async (environmentOf: (index: number) => Readonly<Record<string, string>> = () => ({})): Promise<Crew> => {
  ensureBuilt();
  const folder = temporaryFolder('chaos', undefined);
  const effects = join(folder, 'effects');
  const [redis, postgres] = await Promise.all([startRedis(), createTestDatabase()]);
  const database = await openPostgres({ url: postgres.url, connections: 4 });
  const runtime = await openRuntime({ database });
  writeFileSync(effects, '');
  writeFileSync(join(folder, 'handlers.mjs'), chaosHandlers(effects));
  const environment = { DATABASE_URL: postgres.applicationUrl, REDIS_URL: redis.url, ACTA_HOST: '127.0.0.1' };
  const handlers = ['--handlers', join(folder, 'handlers.mjs')];
  const ports = [await freePort(), await freePort()];
  const actas = [
    // One does jobs where they are committed, one leaves them all to the workers.
    ...ports.map((port, index) => new ActaProcess(`server ${index}`, ['serve', ...(index === 0 ? handlers : ['--no-workers'])], { ...environment, ...environmentOf(index), PORT: String(port) })),
    ...['worker 0', 'worker 1'].map((name, index) => new ActaProcess(name, ['work', ...handlers], { ...environment, ...environmentOf(2 + index) })),
  ];
  for (const acta of actas) acta.start();
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const people = new People(urls);
  await people.deploy();
  const ofCases = (condition: string): string =>
    `select i.key from process_instance i join process_definition d on d.key = i.definition_key where d.id = $1 ${condition} order by i.key`;
  const keys = async (condition = ''): Promise<readonly bigint[]> =>
    (await runtime.database.query<{ key: bigint }>(ofCases(condition), [chaosProcessId])).map((row) => row.key);
  return {
    redis, postgres, actas, urls, people, runtime,
    effects: () => readFileSync(effects, 'utf8').split('\n').slice(0, -1),
    cases: () => keys(),
    openCases: async () => (await keys(`and i.state <> 'COMPLETED'`)).length,
    died: () => actas.filter((acta) => acta.hasDied).map((acta) => `${acta.name}: ${acta.output.slice(-2_000)}`),
    leave: async () => {
      people.leave();
      await Promise.all(actas.map((acta) => acta.end('SIGKILL')));
      await runtime.close();
      await database.close();
      await redis.stop();
      await postgres.drop();
      deleteFolder(folder);
    },
  };
};
