/**
 * Postgres is replaced by a copy of itself from some time ago, while servers, workers and people go on. What was
 * written since is lost, and nobody can help that; what is left must be whole, and go on.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pause, startCrew, type Crew } from './crew.ts';
import { publishedMessages } from './case-verdict.ts';
import { chaosMessage } from './model.ts';

const restores = 2;
const casesPerPart = 40;

let crew: Crew;
beforeAll(async () => {
  crew = await startCrew();
}, 60_000);
afterAll(() => crew?.leave());

let orders = 0;
const startCases = async (): Promise<void> => {
  const under: Promise<void>[] = [];
  for (let index = 0; index < casesPerPart; index += 1) {
    under.push(crew.people.startCase(`order-${(orders += 1)}`));
    await pause(40);
  }
  await Promise.all(under);
};

interface Answer {
  readonly status: number;
  readonly text: string;
}

const ask = async (server: number, method: string, path: string, body?: unknown): Promise<Answer> => {
  for (;;) {
    const answer = await fetch(`${crew.urls[server % crew.urls.length]}${path}`, {
      method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch(() => undefined);
    if (answer !== undefined && answer.status !== 503) return { status: answer.status, text: await answer.text() };
    await pause(100);
  }
};

/** What is wrong with a case: both servers read it, judge it, and take commands for it. */
const faultsOf = async (key: bigint): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (const server of [0, 1]) {
    const steps = await ask(server, 'GET', `/api/cases/${key}/steps?limit=500`);
    const seqs = ((JSON.parse(steps.text) as { steps?: readonly { seq: number }[] }).steps ?? []).map(({ seq }) => seq);
    if (seqs.length === 0 || seqs.some((seq, index) => seq !== index)) faults.push(`case ${key} has the steps ${seqs.join(', ')}`);
    const shown = await ask(server, 'GET', `/v2/process-instances/${key}`);
    const isActive = (JSON.parse(shown.text) as { state?: string }).state === 'ACTIVE';
    const set = await ask(server, 'PUT', `/v2/element-instances/${key}/variables`, { variables: { seen: server } });
    // It may end just between.
    if (isActive && set.status !== 204 && set.status !== 404) faults.push(`case ${key} takes no commands: ${set.text}`);
  }
  const verdict = await ask(0, 'GET', `/api/cases/${key}/verdict`);
  if ((JSON.parse(verdict.text) as { verified?: boolean }).verified !== true) faults.push(`case ${key}: ${verdict.text.slice(0, 1_000)}`);
  return faults;
};

it('leaves every case whole and able to go on', async () => {
  const completing = crew.people.completeTasks();
  for (let restore = 0; restore < restores; restore += 1) {
    await startCases();
    const copy = await crew.postgres.copy();
    const going = startCases();
    await pause(1_000);
    await copy.restore();
    await going;
  }
  const afterwards = startCases();
  await afterwards;
  await pause(2_000);

  const { cases, people, runtime } = crew;
  const keys = await cases();
  const faults: string[] = [];
  for (let at = 0; at < keys.length; at += 10) faults.push(...(await Promise.all(keys.slice(at, at + 10).map(faultsOf))).flat());
  people.leave();
  await completing;
  const [installation] = await runtime.database.query<{ timeline: number }>('select timeline from installation');

  expect(faults).toEqual([]);
  expect(crew.died()).toEqual([]);
  // A case may be answered with an error only by what was lost: its task is gone, or is there once more.
  expect(people.complaints.filter((complaint) => !/ completed by /.test(complaint))).toEqual([]);
  // The second copy was made when the first restore had been noticed.
  expect(installation?.timeline).toBe(1 + restores);
  expect(keys.length).toBeGreaterThanOrEqual(casesPerPart * 3);
  const last = `order-${orders}`;
  expect(await publishedMessages(runtime, chaosMessage, last)).toEqual([people.acknowledged.messages.get(last)]);
  process.stderr.write(`restored database: ${keys.length} cases left of ${orders}, ${people.repeated} requests repeated\n`);
}, 240_000);
