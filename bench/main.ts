/**
 * `npm run bench [-- --json] [--seconds N]`: the whole product under load, embedded and on Postgres + Redis, with the raw
 * ceiling in the same run. Everything shares this machine: server, worker, load and stores.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPostgres, startRedis } from '../test/harness/servers.ts';
import { migrate } from '../runtime/postgres/migrate.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { packageRoot } from '../runtime/package-root.ts';
import { measureCeiling } from './ceiling.ts';
import { cpuSeconds } from './cpu-time.ts';
import { runLoad, type LoadResult } from './load.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '15' }, cases: { type: 'string', default: '400' } },
});
const seconds = Number(values.seconds);
const casesUnderWay = Number(values.cases);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Acta {
  readonly name: string;
  readonly process: ChildProcess;
}

const launch = (name: string, args: readonly string[], environment: Record<string, string>): Acta => {
  const child = spawn(process.execPath, [join(packageRoot, 'bin', 'acta.mjs'), ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { name, process: child };
};

const stopAll = async (actas: readonly Acta[]): Promise<void> => {
  await Promise.all(actas.map(({ process: child }) => new Promise<void>((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  })));
};

const waitUntilUp = async (url: string): Promise<void> => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const isUp = await fetch(`${url}/v2/topology`).then((response) => response.ok).catch(() => false);
    if (isUp) return;
    await delay(100);
  }
  throw new Error(`Expected a server at ${url} within 30 s, but there is none`);
};

interface Measured {
  readonly casesPerSecond: number;
  readonly stepsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const stepsPerCase = 4;

const measured = ({ completed, seconds: took, start, complete }: LoadResult): Measured => ({
  casesPerSecond: completed / took,
  stepsPerSecond: (completed * stepsPerCase) / took,
  p50Ms: Math.max(start.percentile(0.5), complete.percentile(0.5)),
  p99Ms: Math.max(start.percentile(0.99), complete.percentile(0.99)),
});

const report = (name: string, result: LoadResult, cpu: readonly (readonly [string, number])[]): void => {
  const { casesPerSecond, stepsPerSecond } = measured(result);
  const { start, complete } = result;
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  say(`${name}: ${casesPerSecond.toFixed(0)} cases/s, ${stepsPerSecond.toFixed(0)} steps/s`);
  say(`  start    p50 ${ms(start.percentile(0.5))}, p99 ${ms(start.percentile(0.99))}`);
  say(`  complete p50 ${ms(complete.percentile(0.5))}, p99 ${ms(complete.percentile(0.99))}`);
  say(`  CPU      ${cpu.map(([who, cores]) => `${who} ${cores.toFixed(2)}`).join(', ')} cores`);
};

/** Cores used by each process between two looks. */
const cpuSplit = (pids: readonly (readonly [string, number])[]) => {
  // The load is the parent of all others: only its own time is its own.
  const read = (): number[] => pids.map(([, pid]) => cpuSeconds(pid, pid !== process.pid));
  let before = read();
  let began = performance.now();
  return {
    reset: () => {
      before = read();
      began = performance.now();
    },
    read: () => {
      const took = (performance.now() - began) / 1000;
      const after = read();
      return pids.map(([name], index) => [name, ((after[index] ?? 0) - (before[index] ?? 0)) / took] as const);
    },
  };
};

const handlers = join(packageRoot, 'bench', 'handlers.mjs');

const loadOn = async (url: string, name: string, pids: readonly (readonly [string, number])[]): Promise<Measured> => {
  await waitUntilUp(url);
  const cpu = cpuSplit([...pids, ['load', process.pid]]);
  const result = await runLoad({ url, casesUnderWay, warmUpSeconds: 5, seconds }, cpu.reset);
  report(name, result, cpu.read());
  return measured(result);
};

const embedded = async (): Promise<Measured> => {
  const folder = await mkdtemp(join(tmpdir(), 'acta-bench-'));
  const port = 18_080;
  const acta = launch('acta', ['serve', '--handlers', handlers], { ACTA_DATA: folder, PORT: String(port), DATABASE_URL: '', REDIS_URL: '' });
  try {
    return await loadOn(`http://127.0.0.1:${port}`, 'embedded (PGlite)', [['acta', acta.process.pid ?? 0]]);
  } finally {
    await stopAll([acta]);
    await rm(folder, { recursive: true, force: true });
  }
};

interface PostgresRedis extends Measured {
  readonly ceilingCasesPerSecond: number;
  readonly ceilingRatio: number;
}

const postgresRedis = async (): Promise<PostgresRedis> => {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const port = 18_081;
  const environment = { DATABASE_URL: postgres.url, ACTA_ALLOW_OWNER: 'true', REDIS_URL: redis.url, PORT: String(port) };
  const server = launch('server', ['serve', '--handlers', handlers], environment);
  const worker = launch('worker', ['work', '--handlers', handlers], environment);
  let result: Measured;
  try {
    result = await loadOn(`http://127.0.0.1:${port}`, 'Postgres + Redis', [
      ['server', server.process.pid ?? 0], ['worker', worker.process.pid ?? 0], ['postgres', postgres.pid], ['redis', redis.pid],
    ]);
  } finally {
    await stopAll([server, worker]);
    await redis.stop();
  }
  try {
    const ceilingCasesPerSecond = await ceiling(postgres.url);
    return { ...result, ceilingCasesPerSecond, ceilingRatio: result.casesPerSecond / ceilingCasesPerSecond };
  } finally {
    await postgres.stop();
  }
};

const ceiling = async (url: string): Promise<number> => {
  const own = new URL(url);
  const { default: postgres } = await import('postgres');
  const sql = postgres(url, { max: 1 });
  await sql`create database acta_ceiling`;
  await sql.end();
  own.pathname = '/acta_ceiling';
  await migrate(own.href);
  const database = await openPostgres({ url: own.href });
  try {
    const { casesPerSecond } = await measureCeiling(database, Math.min(seconds, 10));
    say(`raw ceiling (the same statements, nothing decided): ${casesPerSecond.toFixed(0)} cases/s`);
    return casesPerSecond;
  } finally {
    await database.close();
  }
};

const round = (value: number): number => Math.round(value * 100) / 100;
const rounded = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, round(value as number)])) as T;

const result = { embedded: rounded(await embedded()), postgresRedis: rounded(await postgresRedis()) };
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
