import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { freePort } from '../harness/private-process.ts';
import { acta, launch, type Running } from './acta.ts';
import { People, scenarioOf } from './people.ts';

const ready = 'Acta is ready';
const patience = 90_000;

/** The number that the service gave to the order. */
const orderNumberOf = async (port: number, processInstanceKey: string): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${port}/v2/variables/search`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { processInstanceKey, name: 'orderNumber' } }),
  });
  const { items } = (await response.json()) as { items: { value: string }[] };
  return JSON.parse(items[0]?.value ?? 'null') as string;
};

describe('acta in one process', () => {
  let [folder, port] = ['', 0];
  let server: Running;
  let people: People;
  const serve = (): Promise<Running> => launch(['serve'], { ACTA_DATA: folder, PORT: String(port) }, ready);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acta-e2e-'));
    port = await freePort();
    people = new People(port);
    server = await serve();
  }, patience);

  afterAll(async () => {
    await server.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('runs a purchase from requisition to payment by several people, through a kill -9 in its middle', async () => {
    const { start, steps } = scenarioOf('procurement', 'small-purchase');
    const key = await people.start('procurement', start.by ?? '', start.variables);

    for (const [index, step] of steps.entries()) {
      if (index === 3) {
        await server.end('SIGKILL');
        server = await serve();
      }
      await people.play(key, step, 'key' in step ? await orderNumberOf(port, key) : '');
    }

    const history = await people.run<{ actor: string | null; command: { type: string }; events: { type: string }[] }[]>('history', key);
    expect(history.at(-1)?.events.at(-1)?.type).toBe('CaseCompleted');
    const actors = history.filter((step) => step.command.type === 'CompleteUserTask').map((step) => step.actor);
    expect(actors).toEqual(['li', 'zhang', 'zhou', 'zhou', 'wu', 'wang', 'wang', 'feng']);
    const verdict = await people.run<{ chain: { ok: boolean }; redecide: { verdict: string } }>('verify', key);
    expect(verdict).toMatchObject({ chain: { ok: true }, redecide: { verdict: 'equal' } });
  }, patience);

  it('exports a case that verifies without a server, and not when a byte of it is changed', async () => {
    const key = await people.start('contract', 'chen', {});
    const file = join(folder, 'case.json');
    await people.run('export', key, '--out', file);

    const genuine = await acta(['verify', file]);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('CreateCase', 'CreateCasf'));
    const forged = await acta(['verify', file]);

    expect(genuine).toMatchObject({ code: 0, stdout: expect.stringContaining('whole, in order and linked') as string });
    expect(forged).toMatchObject({ code: 1, stdout: expect.stringContaining('BROKEN') as string });
  }, patience);

  it('tells one who asks wrongly what is wrong, in one line, with exit code 1', async () => {
    const environment = { PORT: String(port) };
    const asked = await Promise.all([
      acta(['start', 'no-such-procedure'], environment),
      acta(['complete', '1'], environment),
      acta(['start', 'contract', '--variables', '{'], environment),
      acta(['deploy', 'README.md'], environment),
      acta(['tasks', '--url', 'http://127.0.0.1:9'], environment),
      acta(['serve'], { ACTA_DATA: folder, PORT: '0' }),
    ]);

    for (const { code, stderr } of asked) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/Expected .*, but /);
      expect(stderr).not.toContain('    at ');
    }
    expect(asked.at(-1)?.stderr).toContain('has it open');
  }, patience);

  it('says in one line that its port is taken', async () => {
    const other = await mkdtemp(join(tmpdir(), 'acta-e2e-'));

    const { code, stderr } = await acta(['serve'], { ACTA_DATA: other, PORT: String(port) });

    await rm(other, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/Expected to listen on port \d+, but it is taken/)]);
  }, patience);

  it('ends in order when it is interrupted', async () => {
    expect(await server.end('SIGINT')).toBe(0);

    server = await serve();
  }, patience);
});

describe('acta over Postgres and Redis', () => {
  let database: TestDatabase;
  const running: Running[] = [];
  const ports: number[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const stores = { DATABASE_URL: database.url, REDIS_URL: process.env['REDIS_URL'] ?? '' };
    ports.push(await freePort(), await freePort());
    for (const port of ports) running.push(await launch(['serve'], { ...stores, PORT: String(port) }, ready));
    running.push(...(await Promise.all([1, 2].map(() => launch(['work'], stores, 'Acta works on jobs')))));
  }, patience);

  afterAll(async () => {
    await Promise.all(running.map((process) => process.end('SIGTERM')));
    await database.drop();
  });

  it('does the service task of a purchase in a worker, whichever of two servers people ask', async () => {
    const { start, steps } = scenarioOf('procurement', 'small-purchase');
    const [one, two] = [new People(ports[0] ?? 0), new People(ports[1] ?? 0)];
    const key = await one.start('procurement', start.by ?? '', start.variables);

    for (const [index, step] of steps.slice(0, 4).entries()) await (index % 2 === 0 ? two : one).play(key, step, '');

    expect(await two.taskOf(key, 'place-order')).toMatch(/^\d+$/);
    expect(await orderNumberOf(ports[0] ?? 0, key)).toMatch(/\d/);
  }, patience);
});
