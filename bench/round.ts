/** One round: an Acta is started, warmed up, measured over a fixed number of cases, and stopped. */
import postgres from 'postgres';
import { cpuSecondsOfTree } from './cpu-time.ts';
import type { Figures } from './figures.ts';
import { startInstallation, type Installation, type Mode, type ProcessName } from './installation.ts';
import { Load, type LoadOrder, type LoadResult } from './load.ts';
import { readPostgresWork, type PostgresWork } from './postgres-work.ts';

export interface RoundOrder extends LoadOrder {
  readonly mode: Mode;
  /** Cases before those that are measured. */
  readonly warmUp: number;
}

/** Whatever is measured afterwards, what is warmed up runs in batches: code is compiled soon. */
const warmUpOf = ({ warmUp, underWay }: RoundOrder): LoadOrder => ({ cases: warmUp, underWay: Math.min(Math.max(underWay, 50), 400) });

/** @param root a checkout whose `dist` is built */
export const measureRound = async (root: string, order: RoundOrder): Promise<Figures> => {
  const installation = await startInstallation(root, order.mode);
  const load = new Load(installation.url);
  const meter = new Meter(installation);
  try {
    await load.deploy();
    await load.run(warmUpOf(order));
    const before = await meter.read();
    const result = await load.run(order);
    const after = await meter.read();
    return figuresOf(order.cases, { before, after, result, vacuum: await meter.vacuum() });
  } finally {
    await load.close();
    await meter.close();
    await installation.stop();
  }
};

interface Reading {
  /** CPU seconds. */
  readonly cpu: ReadonlyMap<ProcessName, number>;
  readonly loadCpu: number;
  readonly work: PostgresWork | undefined;
}

class Meter {
  readonly #processes: Installation['processes'];
  readonly #sql: postgres.Sql | undefined;

  constructor({ processes, databaseUrl }: Installation) {
    this.#processes = processes;
    this.#sql = databaseUrl === undefined ? undefined : postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  }

  async read(): Promise<Reading> {
    const work = this.#sql === undefined ? undefined : await readPostgresWork(this.#sql);
    const cpu = new Map([...this.#processes].map(([name, { pid }]) => [name, cpuSecondsOfTree(pid)]));
    const { user, system } = process.cpuUsage();
    return { cpu, loadCpu: (user + system) / 1e6, work };
  }

  /** CPU seconds that Postgres needs to tidy up after the cases. */
  async vacuum(): Promise<number | undefined> {
    const { pid } = this.#processes.get('postgres') ?? {};
    if (this.#sql === undefined || pid === undefined) return undefined;
    const before = cpuSecondsOfTree(pid);
    await this.#sql`vacuum`;
    return cpuSecondsOfTree(pid) - before;
  }

  async close(): Promise<void> {
    await this.#sql?.end();
  }
}

interface Measured {
  readonly before: Reading;
  readonly after: Reading;
  readonly result: LoadResult;
  readonly vacuum: number | undefined;
}

const figuresOf = (cases: number, { before, after, result, vacuum }: Measured): Figures => {
  const msPerCase = (seconds: number): number => (seconds * 1000) / cases;
  const used = (...names: ProcessName[]): number =>
    msPerCase(names.reduce((sum, name) => sum + (after.cpu.get(name) ?? 0) - (before.cpu.get(name) ?? 0), 0));
  const { start, complete, seconds, searches } = result;
  return {
    cpuMsPerCase: used(...after.cpu.keys()),
    nodeMsPerCase: used('server', 'worker'),
    ...(after.cpu.has('worker') ? { serverMsPerCase: used('server'), workerMsPerCase: used('worker') } : {}),
    ...(after.cpu.has('postgres') ? { postgresMsPerCase: used('postgres'), redisMsPerCase: used('redis') } : {}),
    ...(vacuum === undefined ? {} : { vacuumMsPerCase: msPerCase(vacuum) }),
    ...(before.work === undefined || after.work === undefined ? {} : {
      walBytesPerCase: (after.work.walBytes - before.work.walBytes) / cases,
      commitsPerCase: (after.work.commits - before.work.commits) / cases,
    }),
    wallMsPerCase: msPerCase(seconds),
    startP50Ms: start.percentile(0.5),
    startP99Ms: start.percentile(0.99),
    completeP50Ms: complete.percentile(0.5),
    completeP99Ms: complete.percentile(0.99),
    searchesPerCase: searches / cases,
    loadMsPerCase: msPerCase(after.loadCpu - before.loadCpu),
  };
};
