/**
 * The load: clients that start cases and people who complete their tasks, over HTTP. Closed loop: a
 * fixed number of cases is under way; each completed one starts the next.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { Latencies } from './latency.ts';
import { benchModel, benchProcessId } from './models.ts';

export interface LoadOptions {
  readonly url: string;
  readonly casesUnderWay: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly completed: number;
  readonly seconds: number;
  readonly start: Latencies;
  readonly complete: Latencies;
}

interface Task {
  readonly userTaskKey: string;
}

/**
 * Everyone who starts a case or does a task has a connection of their own: a load with few connections
 * never has more commands under way than that, and measures its own narrowness.
 */
const connections = 128;

const json = { 'content-type': 'application/json' };

class Load {
  readonly #pool: Pool;
  readonly start = new Latencies();
  readonly complete = new Latencies();
  completed = 0;
  #running = true;
  /** Highest task key seen in the search; tasks come in the order of their cases. */
  readonly #seen = new Set<string>();

  constructor(url: string) {
    this.#pool = new Pool(url, { connections, pipelining: 1 });
  }

  async deploy(url: string): Promise<void> {
    const form = new FormData();
    form.append('resources', new Blob([benchModel]), 'bench.bpmn');
    const response = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form });
    if (!response.ok) throw new Error(await response.text());
  }

  async run(casesUnderWay: number): Promise<void> {
    const starts = Array.from({ length: casesUnderWay }, () => this.#startCase());
    await Promise.all([...starts, this.#completeTasks()]);
  }

  stop(): void {
    this.#running = false;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #post(path: string, body: unknown): Promise<{ status: number; text: string }> {
    const response = await this.#pool.request({ method: 'POST', path, headers: json, body: JSON.stringify(body) });
    return { status: response.statusCode, text: await response.body.text() };
  }

  async #startCase(): Promise<void> {
    const variables = { amount: 1200, customer: 'ACME' };
    const began = performance.now();
    const { status, text } = await this.#post('/v2/process-instances', { processDefinitionId: benchProcessId, variables });
    if (status !== 200) throw new Error(`Starting a case failed: ${text}`);
    this.start.add(performance.now() - began);
  }

  async #completeTasks(): Promise<void> {
    const search = { filter: { state: 'CREATED', processDefinitionId: benchProcessId }, page: { limit: 500 } };
    while (this.#running) {
      const { status, text } = await this.#post('/v2/user-tasks/search', search);
      if (status !== 200) throw new Error(`Searching tasks failed: ${text}`);
      const { items } = JSON.parse(text) as { items: readonly Task[] };
      const fresh = items.filter((task) => !this.#seen.has(task.userTaskKey));
      for (const task of fresh) this.#seen.add(task.userTaskKey);
      await Promise.all(fresh.map((task) => this.#completeTask(task)));
      if (fresh.length < 50) await delay(10);
    }
  }

  async #completeTask({ userTaskKey }: Task): Promise<void> {
    const began = performance.now();
    const { status, text } = await this.#post(`/v2/user-tasks/${userTaskKey}/completion`, { variables: { approved: true } });
    if (status !== 204) throw new Error(`Completing a task failed: ${text}`);
    this.complete.add(performance.now() - began);
    this.completed += 1;
    if (this.#running) this.#startCase().catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    if (this.#running) throw error;
  }
}

/** `onMeasured` is called when the warm-up is over. */
export const runLoad = async (options: LoadOptions, onMeasured: () => void = () => undefined): Promise<LoadResult> => {
  const load = new Load(options.url);
  await load.deploy(options.url);
  const running = load.run(options.casesUnderWay);
  const failed = running.then(() => new Promise<never>(() => undefined));
  await Promise.race([delay(options.warmUpSeconds * 1000), failed]);
  onMeasured();
  const [before, began] = [load.completed, performance.now()];
  load.start.clear();
  load.complete.clear();
  await Promise.race([delay(options.seconds * 1000), failed]);
  const seconds = (performance.now() - began) / 1000;
  const completed = load.completed - before;
  load.stop();
  await Promise.race([running, delay(2_000)]);
  await load.close();
  return { completed, seconds, start: load.start, complete: load.complete };
};
