import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrows, importViolations } from './arrows.ts';
import { globalViolations } from './globals-of.ts';
import { parseSource, readSources, type SourceFile } from './source-file.ts';

const root = join(import.meta.dirname, '../..');
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const dependencies = new Set(Object.keys(packageJson.dependencies));

/** Tests may reach for anything; what ships may not. */
function shippedSources(): SourceFile[] {
  const folders = Object.keys(arrows).filter((folder) => existsSync(join(root, folder)));
  return readSources(root, folders).filter(({ path }) => !path.endsWith('.test.ts'));
}

describe('the shipped code', () => {
  const sources = shippedSources();

  it('is all looked at', () => {
    const paths = sources.map(({ path }) => path);

    expect(paths.length).toBeGreaterThan(20);
    expect(paths).toContain('engine/case/decide/index.ts');
    expect(paths).toContain('runtime/postgres/migrate.ts');
  });

  it('imports only in the direction of the arrows', () => {
    expect(sources.flatMap((file) => importViolations(file, dependencies))).toEqual([]);
  });

  it('keeps clock, chance, timers and process out of the engine', () => {
    const engine = sources.filter(({ path }) => path.startsWith('engine/'));

    expect(engine.flatMap(globalViolations)).toEqual([]);
  });
});

/** Each line is one planted violation: without them a gate that sees nothing would look green. */
describe('a planted forbidden import is reported', () => {
  it.each([
    ['engine/case/a.ts', `import { readFile } from 'node:fs/promises'`],
    ['engine/case/a.ts', `import fs from 'fs'`],
    ['engine/case/a.ts', `import { sql } from 'drizzle-orm/sql'`],
    ['engine/case/a.ts', `import type { Sql } from 'postgres'`],
    ['engine/case/a.ts', `import { type Sql } from 'postgres'`],
    ['engine/case/a.ts', `import '../../runtime/pipeline/pipeline.ts'`],
    ['engine/case/a.ts', `import type { Database } from '../../runtime/port/database.ts'`],
    ['engine/case/a.ts', `export * from '../../contract/case.ts'`],
    ['engine/case/a.ts', `export { fastify } from 'fastify'`],
    ['engine/case/a.ts', `export type { Redis } from 'ioredis'`],
    ['engine/case/a.ts', `export const late = () => import('bullmq')`],
    ['engine/case/a.ts', `export const late = (name: string) => import(name)`],
    ['engine/case/a.ts', `export type Late = import('fastify').FastifyInstance`],
    ['engine/case/a.ts', `export const old = require('pg')`],
    ['engine/case/a.ts', `import { given } from './decide.test.ts'`],
    ['engine/case/a.ts', `import { databases } from '../../test/harness/databases.ts'`],
    ['contract/a.ts', `import { decide } from '../engine/case/decide/index.ts'`],
    ['contract/a.ts', `import Decimal from 'decimal.js'`],
    ['runtime/a.ts', `import { app } from '../server/app.ts'`],
    ['runtime/a.ts', `import type { Case } from '../contract/case.ts'`],
    ['runtime/a.ts', `import { readFile } from 'fs'`],
    ['runtime/a.ts', `import { expect } from 'vitest'`],
    ['runtime/a.ts', `import lodash from 'lodash'`],
    ['server/cases/a.ts', `import { runJob } from '../../workers/jobs/run-job.ts'`],
    ['server/cases/a.ts', `import { serve } from '../../cli/main.ts'`],
    ['server/cases/a.ts', `import { openPostgres } from '../../runtime/postgres/postgres-database.ts'`],
    ['workers/jobs/a.ts', `import { app } from '../../server/app.ts'`],
    ['workers/jobs/a.ts', `import type { Case } from '../../contract/case.ts'`],
    ['workers/jobs/a.ts', `import { connect } from '../../runtime/queue/connect.ts'`],
    ['cli/serve.ts', `import { startServer } from '../server/start-server.ts'`],
    ['cli/serve.ts', `import { benchmark } from '../bench/main.ts'`],
    ['stray/a.ts', `import { join } from 'node:path'`],
  ])('%s: %s', (path, line) => {
    const file = parseSource(path, `// first line\n${line};\n`);

    expect(importViolations(file, dependencies)).toEqual([expect.stringMatching(`^${path}:2 `)]);
  });
});

describe('a legitimate import is not reported', () => {
  it.each([
    ['engine/case/a.ts', `import { key } from './key.ts'`],
    ['engine/bpmn/a.ts', `import { decide } from '../kernel/decide.ts'`],
    ['engine/feel/a.ts', `import Decimal from 'decimal.js'`],
    ['engine/bpmn/a.ts', `import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' }`],
    ['runtime/a.ts', `import { decide } from '../engine/case/decide/index.ts'`],
    ['runtime/a.ts', `export const late = () => import('node:fs')`],
    ['cli/process/a.ts', `import { openPostgres } from '../../runtime/postgres/postgres-database.ts'`],
    ['server/cases/a.ts', `import type { Postgres } from '../../runtime/postgres/postgres-database.ts'`],
    ['server/cases/a.ts', `import { caseSchema } from '../../contract/case.ts'`],
    ['cli/process/a.ts', `import { startServer } from '../../server/start-server.ts'`],
  ])('%s: %s', (path, line) => {
    expect(importViolations(parseSource(path, line), dependencies)).toEqual([]);
  });
});

describe('a planted impure global is reported', () => {
  it.each([
    'export const now = Date.now()',
    'export const now = new Date()',
    'export const now = (x: unknown) => x instanceof Date',
    'export const now = { Date }',
    'export const chance = Math.random()',
    `export const chance = Math['random']()`,
    'export const { random } = (globalThis as unknown as { Math: Math }).Math',
    'setTimeout(() => {}, 1)',
    'export const home = process.env.HOME',
    'export const home = (process as unknown)',
    'export const digest = crypto.subtle',
    `console.log('here')`,
    `await fetch('https://example.org')`,
  ])('%s', (line) => {
    const file = parseSource('engine/case/a.ts', `// first line\n${line};\n`);

    expect(globalViolations(file)).toEqual([expect.stringMatching('^engine/case/a.ts:2 ')]);
  });

  it('but a property, a type or a name of its own is not', () => {
    const file = parseSource(
      'engine/bpmn/a.ts',
      `export interface Model { process: string; Date: Date }
       export const idOf = ({ process }: Model) => process;
       export const read = (model: Model) => model.process + Math.max(1, 2);
       export const make = (console: string): Model => ({ process: console, Date: undefined as never });`,
    );

    expect(globalViolations(file)).toEqual([]);
  });
});
