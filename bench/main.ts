/**
 * `npm run bench [-- --json] [--cases N] [--under-way N]`: the whole product under load, embedded and on Postgres + Redis,
 * with the raw ceiling in the same run. Everything shares this machine: server, worker, load and stores.
 */
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/ensure-built.mjs';
import { followParent } from '../scripts/follow-parent.mjs';
import { startPostgres } from '../test/harness/servers.ts';
import { migrate } from '../runtime/postgres/migrate.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { packageRoot } from '../runtime/package-root.ts';
import { measureCeiling } from './ceiling.ts';
import type { Figures } from './figures.ts';
import type { Mode } from './installation.ts';
import { measureRound } from './round.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, cases: { type: 'string', default: '10000' }, 'under-way': { type: 'string', default: '400' } },
});

const whole = (name: 'cases' | 'under-way'): number => {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`Expected --${name} to be a whole number from 1, but it is '${values[name]}'`);
  return number;
};

const order = { cases: whole('cases'), underWay: whole('under-way'), warmUp: 4000 };

const casesPerSecond = ({ wallMsPerCase = Number.NaN }: Figures): number => 1000 / wallMsPerCase;

const stepsPerCase = 4;

const report = (name: string, figures: Figures): void => {
  const { startP50Ms, startP99Ms, completeP50Ms, completeP99Ms, wallMsPerCase = Number.NaN } = figures;
  const perSecond = casesPerSecond(figures);
  const who = { acta: figures.nodeMsPerCase, postgres: figures.postgresMsPerCase, redis: figures.redisMsPerCase, load: figures.loadMsPerCase };
  const cpu = Object.entries(who).flatMap(([process, ms]) => (ms === undefined ? [] : [`${process} ${(ms / wallMsPerCase).toFixed(2)}`]));
  say(`${name}: ${perSecond.toFixed(0)} cases/s, ${(perSecond * stepsPerCase).toFixed(0)} steps/s`);
  say(`  start    p50 ${startP50Ms?.toFixed(1)} ms, p99 ${startP99Ms?.toFixed(1)} ms`);
  say(`  complete p50 ${completeP50Ms?.toFixed(1)} ms, p99 ${completeP99Ms?.toFixed(1)} ms`);
  say(`  CPU      ${figures.cpuMsPerCase?.toFixed(2)} ms a case without the load; ${cpu.join(', ')} cores`);
};

const measure = async (name: string, mode: Mode): Promise<Figures> => {
  const figures = await measureRound(packageRoot, { ...order, mode });
  report(name, figures);
  return figures;
};

const ceiling = async (): Promise<number> => {
  const store = await startPostgres();
  try {
    await migrate(store.url);
    const database = await openPostgres({ url: store.url });
    try {
      const { casesPerSecond: perSecond } = await measureCeiling(database, 10);
      say(`raw ceiling (the same statements, nothing decided): ${perSecond.toFixed(0)} cases/s`);
      return perSecond;
    } finally {
      await database.close();
    }
  } finally {
    await store.stop();
  }
};

followParent();
await ensureBuilt();
const embedded = await measure('embedded (PGlite)', 'embedded');
const postgresRedis = await measure('Postgres + Redis', 'apart');
const ceilingCasesPerSecond = await ceiling();
const ceilingRatio = casesPerSecond(postgresRedis) / ceilingCasesPerSecond;
if (values.json) process.stdout.write(`${JSON.stringify({ embedded, postgresRedis, ceilingCasesPerSecond, ceilingRatio })}\n`);
