import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../runtime/package-root.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { freePort } from '../harness/private-process.ts';
import { acta, launch, npmStart, type Running } from './acta.ts';
import { People, scenarioOf } from './people.ts';

const ready = 'Acta is ready';
const patience = 90_000;

/** What a process has logged, when nobody looks on. */
const logOf = (running: Running): readonly Record<string, unknown>[] =>
  running.printed().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);

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

    const history = await people.run<{ onBehalfOf: { id: string } | null; command: { type: string }; events: { type: string }[] }[]>('history', key);
    expect(history.at(-1)?.events.at(-1)?.type).toBe('CaseCompleted');
    const actors = history.filter((step) => step.command.type === 'CompleteUserTask').map((step) => step.onBehalfOf?.id);
    expect(actors).toEqual(['li', 'zhang', 'zhou', 'zhou', 'wu', 'wang', 'wang', 'feng']);
    const verdict = await people.run<{ chain: { ok: boolean }; redecide: { verdict: string } }>('verify', key);
    expect(verdict).toMatchObject({ chain: { ok: true }, redecide: { verdict: 'equal' }, projections: { verdict: 'equal' } });
  }, patience);

  it('runs a contract to its closing, and tells its story in lines that are aligned', async () => {
    const { start, steps } = scenarioOf('contract', 'small-contract');
    const key = await people.start('contract', start.by ?? '', start.variables);
    expect(await people.read('event', key)).toContain('WITHDRAW');

    for (const step of steps) await people.play(key, step, 'key' in step ? step.key : '');

    const lines = (await people.read('history', key)).split('\n');
    const column = lines[0]?.indexOf('what happened') ?? -1;
    expect(lines.filter((line) => /^\d/.test(line)).map((line) => line.slice(column)).at(0)).toBe('starts contract, version 1');
    expect(lines).toContainEqual(expect.stringMatching(/^\d+ .*li \(unproven\) {2,}completes task 法务审核$/));
    expect(lines).toContain(`${' '.repeat(column)}  waits for message contract-signed with key HT-2026-017`);
    expect(lines).toContain(`${' '.repeat(column)}  case complete`);
    expect(await people.read('verify', key)).toContain('deciding every step again gives the same events');
  }, patience);

  it('says after each command what is open next, and when a case is complete', async () => {
    const started = await people.read('start', 'procurement', '--variables', '{"requester":"li"}');
    const [, key = '', task = ''] = /Open in case (\d+):\n.*\n(\d+) {2}填写采购申请 {2}li/.exec(started) ?? [];

    const completed = await people.read('--actor', 'li', 'complete', task, '--variables', '{"requester":"li","submission":"withdraw"}');

    expect(completed).toBe(`Completed task ${task}, 填写采购申请.\nCase ${key} is complete.\n`);
  }, patience);

  it('exports a case that verifies without a server, and not when a byte of it is changed', async () => {
    const key = await people.start('contract', 'chen', {});
    const file = join(folder, 'case.json');
    await people.run('export', key, '--out', file);

    const genuine = await acta(['verify', file]);
    const text = await readFile(file, 'utf8');
    const changed = text.replace('chen', 'chef');
    expect(changed).not.toBe(text);
    await writeFile(file, changed);
    const forged = await acta(['verify', file]);

    expect(genuine).toMatchObject({ code: 0, stdout: expect.stringContaining('whole, in order and linked') as string });
    expect(forged).toMatchObject({ code: 1, stdout: expect.stringContaining('BROKEN') as string });
  }, patience);

  it('checks a folder without a server, and deploys it with what is new, unchanged and doubtful', async () => {
    const chart = join(folder, 'procedure', 'charts', 'lamp.statechart.json');
    const lamp = (more: object): string => JSON.stringify({ id: 'lamp', initial: 'off', states: { off: { on: { PRESS: { target: 'on' } } }, on: { type: 'final' }, ...more } }, null, 2);
    await mkdir(join(folder, 'procedure', 'charts'), { recursive: true });
    await writeFile(join(folder, 'procedure', 'lamp.form'), '{"id":"lamp-form","components":[]}');
    await writeFile(chart, lamp({ lost: { type: 'final' } }));
    const environment = { PORT: String(port) };

    const checked = await acta(['check', join(folder, 'procedure')], { ACTA_URL: 'http://127.0.0.1:9' });
    const first = await acta(['deploy', join(folder, 'procedure')], environment);
    await writeFile(chart, lamp({}));
    const second = await acta(['deploy', join(folder, 'procedure')], environment);
    await writeFile(chart, lamp({ on: {} }).replace('"target": "on"', '"target": "of"'));
    const broken = await acta(['check', join(folder, 'procedure'), 'README.md'], {});

    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toMatch(/charts\/lamp\.statechart\.json:\d+: warning: 'states\.lost': Expected a way into state 'lost', but .*\n2 files: 0 errors, 1 warning\.\n$/);
    expect(first.stdout).toMatch(/^form +lamp-form +1 +\d+ +new$/m);
    expect(first.stdout).toMatch(/^1 warning:\ncharts\/lamp\.statechart\.json:\d+: warning: /m);
    expect(second.stdout).toMatch(/^form +lamp-form +1 +\d+ +unchanged$/m);
    expect(second.stdout).toMatch(/^processDefinition +lamp +2 +\d+ +new$/m);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/lamp\.statechart\.json:\d+: error: /);
    expect(broken.stdout).toMatch(/^README\.md: error: Expected a file that ends in /m);
  }, patience);

  it('tells one who asks wrongly what is wrong, in one line, with exit code 1', async () => {
    const environment = { PORT: String(port) };
    const asked = await Promise.all([
      acta(['start', 'no-such-procedure'], environment),
      acta(['complete', '1'], environment),
      acta(['start', 'contract', '--variables', '{'], environment),
      acta(['deploy', 'README.md'], environment),
      acta(['start', 'contract', '--variables', '@no-such-file'], environment),
      acta(['start', 'contract', '--variables', '[]'], environment),
      acta(['verify', 'package.json'], environment),
      acta(['tasks', '--url', 'http://127.0.0.1:9'], environment),
      acta(['tasks', '--url', 'nowhere'], environment),
      acta(['work']),
      acta(['serve', '--handlers', 'no-such-file'], { ACTA_DATA: folder }),
      acta(['serve'], { ACTA_DATA: '/dev/null/data' }),
      acta(['serve'], { DATABASE_URL: 'postgres://127.0.0.1:9/acta', REDIS_URL: 'redis://127.0.0.1:9' }),
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

    const made = await readdir(other);
    await rm(other, { recursive: true, force: true });
    expect(made).toEqual([]);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/Expected to listen on port \d+, but it is taken/)]);
  }, patience);

  it('tells machines the problem as the server told it', async () => {
    const { code, stdout, stderr } = await acta(['--json', 'complete', '1'], { PORT: String(port) });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ title: 'NOT_FOUND', status: 404 });
  });

  it('refuses what has not the form of a key or a number before it asks anyone', async () => {
    const nowhere = { ACTA_URL: 'http://127.0.0.1:9' };
    const refused = await Promise.all([
      acta(['complete', 'abc'], nowhere), acta(['history', '-1'], nowhere), acta(['message', 'm', '--ttl', 'abc'], nowhere), acta(['no-such-command'], nowhere),
    ]);

    for (const { code, stderr } of refused) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: .*\n\(see 'acta --help'\)\n$/);
    }
  }, patience);

  it('ends in order when it is interrupted, and its log says so, with times', async () => {
    expect(await server.end('SIGINT')).toBe(0);

    const log = logOf(server);
    expect(log.map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringMatching(/^Acta is ready at http/), 'Stopping', 'Stopped']));
    for (const line of log) expect(line).toMatchObject({ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string, level: expect.stringMatching(/^(?:info|warn|error)$/) as string });

    server = await serve();
  }, patience);

  it('starts by npm start on data that is there, and Ctrl-C leaves nothing of it', async () => {
    await server.end('SIGINT');
    const npm = await npmStart({ ACTA_DATA: folder, PORT: String(port) }, ready);

    process.kill(-(npm.process.pid ?? 0), 'SIGINT');
    await npm.end('SIGINT');

    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
    expect(() => process.kill(-(npm.process.pid ?? 0), 0)).toThrow('ESRCH');
    server = await serve();
  }, patience);
});

describe('acta over Postgres and Redis', () => {
  let database: TestDatabase;
  let folder = '';
  const running: Running[] = [];
  const ports: number[] = [];
  const monitoring: number[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'acta-e2e-'));
    const stores = { DATABASE_URL: database.applicationUrl, REDIS_URL: process.env['REDIS_URL'] ?? '' };
    ports.push(await freePort(), await freePort());
    monitoring.push(...(await Promise.all([0, 1, 2, 3].map(freePort))));
    const watched = (index: number) => ({ ACTA_MONITORING: String(monitoring[index]) });
    for (const [index, port] of ports.entries()) running.push(await launch(['serve'], { ...stores, ...watched(index), PORT: String(port) }, ready));
    running.push(...(await Promise.all([2, 3].map((index) => launch(['work'], { ...stores, ...watched(index) }, 'Acta works on jobs')))));
  }, patience);

  afterAll(async () => {
    await Promise.all(running.map((process) => process.end('SIGTERM')));
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('does the service task of a purchase in a worker, whichever of two servers people ask', async () => {
    const { start, steps } = scenarioOf('procurement', 'small-purchase');
    const [one, two] = [new People(ports[0] ?? 0), new People(ports[1] ?? 0)];
    const key = await one.start('procurement', start.by ?? '', start.variables);

    for (const [index, step] of steps.slice(0, 4).entries()) await (index % 2 === 0 ? two : one).play(key, step, '');

    expect(await two.taskOf(key, 'place-order')).toMatch(/^\d+$/);
    expect(await orderNumberOf(ports[0] ?? 0, key)).toMatch(/\d/);
  }, patience);

  it('tells of servers and workers alike whether they are well and what they do', async () => {
    const ask = async (port: number | undefined, path: string) => (await fetch(`http://localhost:${port}${path}`)).text();
    const roles = await Promise.all(monitoring.map(async (port) => /role="(\w+)"/.exec(await ask(port, '/metrics'))?.[1]));

    expect(roles).toEqual(['server', 'server', 'worker', 'worker']);
    expect(new Set(await Promise.all(monitoring.map((port) => ask(port, '/health/ready'))))).toEqual(new Set(['{"status":"ready"}']));
    expect((await fetch(`http://localhost:${ports[0]}/metrics`)).status).toBe(404);
  });

  it('escalates an approval that is late, by the deadline of a decision that was just deployed', async () => {
    const people = new People(ports[0] ?? 0);
    const decisions = join(folder, 'approval-path.dmn');
    const original = await readFile(join(packageRoot, 'definitions/procurement/approval-path.dmn'), 'utf8');
    await writeFile(decisions, original.replace('"PT8H"', '"PT1S"')); // of an urgent one, for each level of approval
    await people.run('deploy', decisions);
    const { start, steps } = scenarioOf('procurement', 'overdue-approval');
    const key = await people.start('procurement', start.by ?? '', start.variables);
    const [requisition] = steps;
    if (requisition === undefined || !('complete' in requisition)) throw new Error('Expected the scenario to begin with the requisition, but it does not');

    await people.play(key, { ...requisition, variables: { ...requisition.variables, urgency: 'urgent' } }, '');

    await people.taskOf(key, 'follow-up-approval');
    expect(await people.read('history', key)).toContain('timer approval-overdue fires');
  }, patience);

  it('takes commands while its Redis is not there, and says in one line what waits', async () => {
    const port = await freePort();
    const lonely = await launch(['serve'], { DATABASE_URL: database.applicationUrl, REDIS_URL: 'redis://127.0.0.1:9', PORT: String(port) }, ready);

    const started = await new People(port).read('start', 'contract');
    const code = await lonely.end('SIGINT');

    expect(started).toContain('Open in case');
    expect(code).toBe(0);
    const told = logOf(lonely).filter(({ level }) => level === 'warn');
    expect(told).toEqual([expect.objectContaining({
      message: 'The Redis of REDIS_URL is lost. Commands are taken, jobs and timers wait until it is there',
      code: 'ECONNREFUSED', reason: 'connect ECONNREFUSED 127.0.0.1:9',
    })]);
  }, patience);

  it('refuses a login that could change the journal, with what to do, unless it is allowed', async () => {
    const stores = { DATABASE_URL: database.url, REDIS_URL: process.env['REDIS_URL'] ?? '', PORT: String(await freePort()) };

    const refused = await acta(['serve'], stores);
    const allowed = await launch(['serve'], { ...stores, ACTA_ALLOW_OWNER: 'true' }, ready);
    const journals = await Promise.all([stores.PORT, ports[0]].map(async (port) => ((await (await fetch(`http://localhost:${port}/api/installation`)).json()) as { journal: string }).journal));
    await allowed.end('SIGTERM');

    expect(journals).toEqual(['changeable', 'append-only']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^Expected DATABASE_URL to be a login .*, but .* could change the journal: it is, or can become, a superuser/);
    expect(refused.stderr).toContain('create role acta_server login');
    expect(allowed.printed()).toContain('could change the journal');
  }, patience);

  it('serves on an empty database when the owner is given too, and on no other', async () => {
    const empty = await createEmptyDatabase();
    const stores = { DATABASE_URL: empty.applicationUrl, REDIS_URL: process.env['REDIS_URL'] ?? '', PORT: String(await freePort()) };

    const refused = await acta(['serve'], stores);
    const both = await Promise.all([1, 2].map(() => acta(['migrate'], { ACTA_MIGRATE_URL: empty.url })));
    const server = await launch(['serve'], { ...stores, ACTA_MIGRATE_URL: empty.url }, ready);
    await server.end('SIGTERM');
    await empty.drop();

    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Expected a database that is up to date, but migrations 0001_journal\.sql, /) as string });
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const said = both.map(({ stdout }) => stdout).join('');
    expect(said.match(/^Applied 0001_journal\.sql, /gm)).toHaveLength(1);
    expect(said.match(/^The database was up to date\.$/gm)).toHaveLength(1);
  }, patience);

  it('makes what searches read again from the journal, while servers run', async () => {
    const people = new People(ports[0] ?? 0);
    const key = await people.start('contract', 'wang', { owner: 'wang' });
    const before = await people.run('tasks', '--case', key);

    const stores = { DATABASE_URL: database.applicationUrl, REDIS_URL: process.env['REDIS_URL'] ?? '' };
    const check = await acta(['rebuild', '--check'], stores);
    const { code, stdout, stderr } = await acta(['rebuild'], stores);

    expect(check).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^What searches read is what \d+ steps of the journal say\.\nNot compared, for no event tells them:\n {2}job\.lease: /) as string });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^What searches read was made again from \d+ steps of the journal\.\n$/);
    expect(await people.run('tasks', '--case', key)).toEqual(before);
    expect(before).not.toEqual([]);
  }, patience);

  it('keeps its record when both servers and both workers end and others start', async () => {
    const stores = { DATABASE_URL: database.applicationUrl, REDIS_URL: process.env['REDIS_URL'] ?? '' };
    const key = await new People(ports[0] ?? 0).start('contract', 'wang', { owner: 'wang' });

    const codes = await Promise.all(running.splice(0).map((process) => process.end('SIGTERM')));
    running.push(await launch(['serve'], { ...stores, PORT: String(ports[1]) }, ready));

    expect(codes).toEqual([0, 0, 0, 0]);
    expect(await new People(ports[1] ?? 0).read('verify', key)).toContain('deciding every step again gives the same events');
  }, patience);
});
