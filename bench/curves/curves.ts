/** What is measured, by size: the CPU of all processes of an installation for one unit of work. */
import type { Installation } from '../installation.ts';
import { Load } from '../load.ts';
import { Client } from './client.ts';
import { loopModel, taskModel } from './models.ts';

/** Milliseconds of CPU that the work took, of all processes but this one. */
export type Meter = (work: () => Promise<unknown>) => Promise<number>;

export interface Curve {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly sizes: readonly number[];
  /** Once, before the first size. */
  prepare(installation: Installation): Promise<void>;
  /** What one unit costs at this size; sizes come in their order, on one installation. */
  measure(installation: Installation, size: number, meter: Meter): Promise<number>;
}

const withClient = async <T>({ url }: Installation, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client(url);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
};

const withLoad = async <T>({ url }: Installation, work: (load: Load) => Promise<T>): Promise<T> => {
  const load = new Load(url);
  try {
    return await work(load);
  } finally {
    await load.close();
  }
};

const warmUp = 1_000;

const start = (client: Client, processDefinitionId: string, variables: object = {}): Promise<unknown> =>
  client.post('/v2/process-instances', { processDefinitionId, variables });

/** The newest tasks, which were just started. */
const openTasks = async (client: Client, limit: number): Promise<readonly string[]> => {
  const { text } = await client.post('/v2/user-tasks/search', { filter: { state: 'CREATED' }, sort: [{ field: 'creationDate', order: 'DESC' }], page: { limit } });
  return (JSON.parse(text) as { readonly items: readonly { readonly userTaskKey: string }[] }).items.map(({ userTaskKey }) => userTaskKey);
};

/** Starts cases of one task, and completes as many. */
const startAndComplete = async (client: Client, count: number, variables: object = {}): Promise<void> => {
  await client.times(count, () => start(client, 'curve-task', variables));
  const tasks = await openTasks(client, count);
  await client.times(tasks.length, (index) => client.post(`/v2/user-tasks/${tasks[index]}/completion`, {}));
};

const prepareTasks = (installation: Installation): Promise<void> =>
  withClient(installation, async (client) => {
    await client.deploy('task.bpmn', taskModel);
    for (let round = 0; round < 5; round += 1) await startAndComplete(client, warmUp / 5);
  });

const measured = 200;

export const curves: { readonly [name: string]: Curve } = {
  'under-way': {
    title: 'Cases under way', xLabel: 'cases under way at the same time', yLabel: 'ms of CPU a case', sizes: [1, 10, 50, 100, 400, 1_000],
    prepare: (installation) => withLoad(installation, async (load) => {
      await load.deploy();
      await load.run({ cases: warmUp, underWay: 100 });
    }),
    measure: (installation, underWay, meter) => withLoad(installation, async (load) => {
      const cases = Math.max(measured, underWay * 2);
      return (await meter(() => load.run({ cases, underWay }))) / cases;
    }),
  },
  steps: {
    title: 'Steps of one case', xLabel: 'service tasks that one case has done', yLabel: 'ms of CPU a step', sizes: [100, 300, 1_000, 3_000, 10_000],
    prepare: (installation) => withClient(installation, async (client) => {
      await client.deploy('loop.bpmn', loopModel);
      await client.post('/v2/process-instances', { processDefinitionId: 'curve-loop', variables: { round: 0, rounds: 500 }, awaitCompletion: true, requestTimeout: 500_000 });
    }),
    measure: (installation, rounds, meter) => withClient(installation, async (client) => {
      const whole = { processDefinitionId: 'curve-loop', variables: { round: 0, rounds }, awaitCompletion: true, requestTimeout: 500_000 };
      return (await meter(() => client.post('/v2/process-instances', whole))) / rounds;
    }),
  },
  'open-tasks': {
    title: 'Open tasks', xLabel: 'user tasks that are open', yLabel: 'ms of CPU to start and complete one more', sizes: [100, 1_000, 3_000, 10_000],
    prepare: prepareTasks,
    measure: (installation, open, meter) => withClient(installation, async (client) => {
      const { text } = await client.post('/v2/user-tasks/search', { filter: { state: 'CREATED' }, page: { limit: 1 } });
      const there = (JSON.parse(text) as { readonly page: { readonly totalItems: number } }).page.totalItems;
      await client.times(open - there, () => start(client, 'curve-task'));
      return (await meter(() => startAndComplete(client, measured))) / measured;
    }),
  },
  payloads: {
    title: 'Payloads', xLabel: 'bytes of the variables of a case', yLabel: 'ms of CPU to start and complete one', sizes: [1_000, 10_000, 100_000, 1_000_000],
    prepare: prepareTasks,
    measure: (installation, bytes, meter) => withClient(installation, async (client) => {
      const count = Math.max(10, Math.min(measured, Math.floor(20_000_000 / bytes)));
      const variables = { text: 'x'.repeat(bytes) };
      return (await meter(() => startAndComplete(client, count, variables))) / count;
    }),
  },
};
