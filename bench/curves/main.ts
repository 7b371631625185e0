/**
 * `npm run bench:curves [-- NAME…] [--at-most SIZE]`: what a unit of work costs as things grow. Each curve is measured on
 * an installation of its own (server and workers in one process, Postgres, Redis), drawn as `docs/performance/NAME.svg`,
 * and written into the table of docs/performance.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/ensure-built.mjs';
import { followParent } from '../../scripts/follow-parent.mjs';
import { packageRoot } from '../../runtime/package-root.ts';
import { cpuSecondsOfTree } from '../cpu-time.ts';
import { startInstallation, type Installation } from '../installation.ts';
import { curves, type Curve, type Meter } from './curves.ts';
import { drawn, type Point } from './svg.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'at-most': { type: 'string', default: '1000000' } } });
const atMost = Number(values['at-most']);
if (!(atMost > 0)) throw new Error(`Expected --at-most to be a size, but it is '${values['at-most']}'`);

const meterOf = ({ processes }: Installation): Meter => async (work) => {
  const used = (): number => [...processes.values()].reduce((sum, { pid }) => sum + cpuSecondsOfTree(pid), 0);
  const before = used();
  await work();
  return (used() - before) * 1000;
};

const measure = async (name: string, curve: Curve): Promise<readonly Point[]> => {
  const installation = await startInstallation(packageRoot, 'together');
  try {
    await curve.prepare(installation);
    const points: Point[] = [];
    for (const x of curve.sizes.filter((size) => size <= atMost)) {
      const y = await curve.measure(installation, x, meterOf(installation));
      say(`${name}, ${x}: ${y.toPrecision(3)} ${curve.yLabel}`);
      points.push({ x, y });
    }
    return points;
  } finally {
    await installation.stop();
  }
};

const page = join(packageRoot, 'docs/performance.md');

/** Between the marks of the curve, in the page. */
const writeTable = (name: string, curve: Curve, points: readonly Point[]): void => {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`Expected docs/performance.md to have ${begin} and ${end}, but it has not`);
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const table = [row([curve.xLabel, ...points.map(({ x }) => x.toLocaleString('en-US'))]), row(['---', ...points.map(() => '--:')]), row([curve.yLabel, ...points.map(({ y }) => y.toPrecision(3))])];
  const measuredOn = `Measured on ${cpus().length} × ${cpus()[0]?.model ?? 'a processor'}, Node ${process.version}.`;
  writeFileSync(page, `${text.slice(0, from)}${begin}\n${table.join('\n')}\n\n${measuredOn}\n${text.slice(to)}`);
};

followParent();
await ensureBuilt();
const unknown = positionals.find((name) => curves[name] === undefined);
if (unknown !== undefined) throw new Error(`Expected curves of ${Object.keys(curves).join(', ')}, but one is '${unknown}'`);
for (const [name, curve] of Object.entries(curves)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const points = await measure(name, curve);
  const { title, xLabel, yLabel } = curve;
  writeFileSync(join(packageRoot, 'docs/performance', `${name}.svg`), drawn({ title, xLabel, yLabel, points }));
  writeTable(name, curve, points);
}
