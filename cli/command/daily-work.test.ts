/** What people and operators do all day with the command line, against a server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catching, definitions, end, flows, node, start } from '../../test/case/bpmn-xml.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { errand, errandForm, fragile, jobOnly, taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../../test/server/test-app.ts';
import { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { cancel, cases, incidents, resolve, showCase } from './cases.ts';
import { complete } from './complete.ts';
import { message } from './message.ts';
import { signal } from './signal.ts';
import { claim, form, unclaim } from './task-work.ts';
import { tasks } from './tasks.ts';

let app: TestApp;
let url: string;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite());
  url = await app.listen();
  succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm, 'fragile.bpmn': fragile, 'job.bpmn': jobOnly('job', 'daily.job'), 'free.bpmn': taskOnly('free'), 'many.bpmn': taskOnly('many') }));
});
afterAll(() => app.close());

/** What a command tells a person, or a machine. */
const told = async (command: (client: Client, output: Output) => Promise<void>, { actor, json = false }: { actor?: string; json?: boolean } = {}): Promise<string> => {
  let printed = '';
  const print = (value: unknown, text: () => string): void => void (printed += json ? JSON.stringify(value) : text());
  await command(new Client({ url, ...(actor === undefined ? {} : { actor }) }), { json, print, progress: () => undefined });
  return printed;
};

const taskOf = async (caseKey: string): Promise<string> => (await app.searchCase('user-tasks', caseKey))[0]!['userTaskKey'] as string;

describe('a task', () => {
  it('is looked at, taken, given back and completed', async () => {
    const key = await app.start('errand', { variables: { total: 21, key: 'd1' } });
    const task = await taskOf(key);

    expect(await told((client, output) => form(client, output, task))).toMatch(/^Task \d+, Check it: form errand-form, version 1\nname +kind +what +value\nok +checkbox +OK\n/);
    expect(await told((client, output) => form(client, output, task))).toMatch(/^total +"hides it"$/m);
    expect(await told((client, output) => claim(client, output, task, {}), { actor: 'ann' })).toBe(`ann has task ${task}, Check it.`);
    await expect(told((client, output) => claim(client, output, task, { for: 'bob' }))).rejects.toThrow(/^Expected .*, but it is assigned to .*ann|^Expected .*, but .*ann/);
    expect(await told((client, output) => unclaim(client, output, task))).toBe(`Nobody has task ${task}, Check it.`);
    await expect(told((client, output) => claim(client, output, task, {}))).rejects.toThrow('Expected --actor or --for to say who takes the task, but neither is given');
    expect(await told((client, output) => complete(client, output, task, {}), { actor: 'ann' })).toContain(`Completed task ${task}, Check it.`);
  });

  it('that is completed already is told to be', async () => {
    const task = await taskOf(await app.start('free'));
    await told((client, output) => complete(client, output, task, {}));

    await expect(told((client, output) => complete(client, output, task, {}))).rejects.toThrow(/^Expected to complete user task with key '\d+', but it is COMPLETED since 2/);
    await expect(told((client, output) => complete(client, output, '99', {}))).rejects.toThrow("Expected to complete user task with key '99', but no such user task was found");
  });

  it('that is mine or free for me stands in my list once, and nothing else does', async () => {
    const start = async (): Promise<string> => taskOf(await app.start('errand', { variables: { total: 1, key: 'd2' } }));
    const [mine, free, others] = [await start(), await start(), await start()];
    await told((client, output) => claim(client, output, mine, { for: 'zoe' }));
    await told((client, output) => claim(client, output, others, { for: 'bob' }));
    const list = async (actor: string, group: string[]): Promise<string[]> =>
      (JSON.parse(await told((client, output) => tasks(client, output, { mine: true, group }), { actor, json: true })) as { userTaskKey: string }[]).map(({ userTaskKey }) => userTaskKey);

    expect(await list('zoe', ['clerks', 'managers'])).toEqual([mine, free]);
    expect(await list('zoe', [])).toEqual([mine]);
    expect(await list('ann', ['clerks'])).toEqual([free]);
    await expect(told((client, output) => tasks(client, output, { mine: true }))).rejects.toThrow('Expected --actor with --mine');
  });

  it('is listed for machines with all others, for people with the first hundred', async () => {
    await Promise.all(Array.from({ length: 130 }, () => app.start('many')));
    const all = JSON.parse(await told((client, output) => tasks(client, output, {}), { json: true })) as unknown[];
    const text = (await told((client, output) => tasks(client, output, {}))).split('\n');

    expect(all.length).toBeGreaterThanOrEqual(130);
    expect(text).toHaveLength(102);
    expect(text.at(-1)).toBe(`… and ${all.length - 100} more: choose with --assignee, --group or --case, or raise --limit`);
    expect(text[1]).not.toContain('()');
    expect(JSON.parse(await told((client, output) => tasks(client, output, { limit: 3 }), { json: true }))).toHaveLength(3);
    expect(text.some((line) => /many \d+ +anyone$/.test(line))).toBe(true);
  });
});

describe('a case', () => {
  it('is found and ended', async () => {
    const key = await app.start('free', { businessId: 'my-own' });

    expect(await told((client, output) => cases(client, output, { businessId: 'my-own', state: 'active' }))).toMatch(new RegExp(`^case .*\\n${key} +free 1 +my-own +active +\\d{4}`));
    expect(await told((client, output) => cancel(client, output, key))).toBe(`Case ${key} has been ended early.`);
    expect(await told((client, output) => cases(client, output, { businessId: 'my-own', state: 'active' }))).toBe('No cases.');
  });

  it('with an incident is found with the whole message, and goes on when that is resolved', async () => {
    const key = await app.start('fragile');
    const listed = await told((client, output) => incidents(client, output, { case: key }));
    const [incident = ''] = /^\d+/.exec(listed) ?? [];

    expect(listed).toMatch(/no amount/);
    expect(await told((client, output) => cases(client, output, { incidents: true }))).toMatch(new RegExp(`^${key} .*INCIDENT`, 'm'));
    succeeded(await app.send('PUT', `/v2/element-instances/${key}/variables`, { variables: { amount: 4 } }));
    expect(await told((client, output) => resolve(client, output, incident, {}))).toMatch(/^Resolved the incident at compute\.\nCase \d+ has no open task now/);
  });

  it('whose job has no retries left gets some with the resolution', async () => {
    const key = await app.start('job');
    const { jobs } = succeeded(await app.post('/v2/jobs/activation', { type: 'daily.job', timeout: 60_000, maxJobsToActivate: 1 })).body;
    succeeded(await app.post(`/v2/jobs/${jobs![0]!['jobKey']}/failure`, { retries: 0, errorMessage: 'broken' }));
    const [incident = ''] = /^\d+/.exec(await told((client, output) => incidents(client, output, { case: key }))) ?? [];

    const before = (succeeded(await app.get(`/api/cases/${key}/steps`)).body['steps'] as unknown as unknown[]).length;

    await told((client, output) => resolve(client, output, incident, { retries: 2 }));

    const steps = succeeded(await app.get(`/api/cases/${key}/steps`)).body['steps'] as unknown as { command: { type: string } }[];
    expect(steps.slice(before).map(({ command }) => command.type)).toEqual(['ResolveIncident']);

    expect(succeeded(await app.post('/v2/jobs/activation', { type: 'daily.job', timeout: 60_000, maxJobsToActivate: 1 })).body['jobs']![0]).toMatchObject({ retries: 2 });
  });
});

describe('a message', () => {
  it('is told to be taken by the case that waits for it, or by none', async () => {
    const key = await app.start('errand', { variables: { total: 3, key: 'waits' }, startInstructions: [{ elementId: 'wait' }] });
    const publish = (correlationKey: string, ttl: number): Promise<string> => told((client, output) => message(client, output, 'arrived', { correlationKey, ttl }));

    expect(await publish('waits', 1_000)).toMatch(new RegExp(`^Published message \\d+\\. Taken by case ${key}\\.$`));
    expect(await publish('typo', 5_000)).toMatch(/ No case waits for this name and correlation key now; it is kept 5 s for one that will\.$/);
    expect(await publish('typo', 0)).toMatch(/ and it is not kept\.$/);
  });
});

describe('variables', () => {
  it('arrive as they were written, or not at all', async () => {
    const task = await taskOf(await app.start('free'));
    const completing = (variables: string): Promise<string> => told((client, output) => complete(client, output, task, { variables }));

    await expect(completing('{"a":1,"a":2}')).rejects.toThrow(/a.* (?:twice|stands)|Request body cannot be parsed/);
    await expect(completing('{"a":9007199254740993}')).rejects.toThrow('9007199254740993 would become 9007199254740992');
    await expect(completing('[1]')).rejects.toThrow('Expected --variables to be a JSON object');
    expect(await completing('\uFEFF{"a":1}')).toContain('Completed task');
  });
});

describe('cases that belong together', () => {
  const caller = definitions(`<bpmn:process id="caller" isExecutable="true">${start()}${node('callActivity', 'call', { extension: '<zeebe:calledElement processId="free"/>' })}${end()}${flows('start -> call -> end')}</bpmn:process>`);
  const listener = definitions(
    `<bpmn:process id="listener" isExecutable="true">${start()}${catching('wait', '<bpmn:signalEventDefinition signalRef="s"/>')}${end()}${flows('start -> wait -> end')}</bpmn:process><bpmn:signal id="s" name="bell"/>`,
  );
  beforeAll(async () => void succeeded(await app.deploy({ 'caller.bpmn': caller, 'listener.bpmn': listener })));

  it('show who has called whom', async () => {
    const key = await app.start('caller');
    await app.runtime.pipeline.settled();
    const above = await told((client, output) => showCase(client, output, key));
    const [, called = ''] = /^Has called:\n {2}(\d+) {2}free, active$/m.exec(above) ?? [];
    expect(called).not.toBe('');
    expect(await told((client, output) => showCase(client, output, called))).toContain(`Called by:\n  ${key}  caller, active`);
    await expect(told((client, output) => cancel(client, output, called))).rejects.toThrow(`with key '${key}'`);
  });

  it('are told of a signal', async () => {
    const key = await app.start('listener');
    await app.runtime.pipeline.settled();
    expect(await told((client, output) => signal(client, output, 'bell', { variables: '{"rung":1}' }))).toMatch(/^Broadcast signal \d+\. Every case that waits for 'bell' now catches it\.$/);
    await app.runtime.pipeline.settled();
    expect(await told((client, output) => showCase(client, output, key))).toBe(`Case ${key} is complete.`);
  });
});
