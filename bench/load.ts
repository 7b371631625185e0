/**
 * The load: clients that start cases and people who complete their tasks, over HTTP. Closed loop: a
 * fixed number of cases is under way; each completed one starts the next. It ends when the last of a
 * fixed number of cases has ended, so that what was used between begin and end is what they cost.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { Latencies } from './latency.ts';
import { benchModel, benchProcessId } from './models.ts';

export interface LoadOrder {
  readonly cases: number;
  readonly underWay: number;
}

export interface LoadResult {
  readonly seconds: number;
  /** How often somebody has looked for tasks: the one part of the load that depends on time. */
  readonly searches: number;
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

/** Nobody waits longer for a task to appear or an answer to come. */
const patienceMs = 120_000;

const json = { 'content-type': 'application/json' };

export class Load {
  readonly #url: string;
  readonly #pool: Pool;

  constructor(url: string) {
    this.#url = url;
    this.#pool = new Pool(url, { connections, pipelining: 1, headersTimeout: patienceMs, bodyTimeout: patienceMs });
  }

  async deploy(): Promise<void> {
    const form = new FormData();
    form.append('resources', new Blob([benchModel]), 'bench.bpmn');
    const response = await fetch(`${this.#url}/v2/deployments`, { method: 'POST', body: form });
    if (!response.ok) throw new Error(`Expected the procedure to be deployed, but: ${await response.text()}`);
  }

  /** Starts and completes exactly so many cases. */
  run(order: LoadOrder): Promise<LoadResult> {
    return new Run((path, body) => this.#post(path, body), order).toTheEnd();
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #post(path: string, body: unknown): Promise<Answer> {
    const response = await this.#pool.request({ method: 'POST', path, headers: json, body: JSON.stringify(body) });
    return { status: response.statusCode, text: await response.body.text() };
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

class Run {
  readonly #post: (path: string, body: unknown) => Promise<Answer>;
  readonly #order: LoadOrder;
  readonly #start = new Latencies();
  readonly #complete = new Latencies();
  #started = 0;
  #searches = 0;
  #failure: Error | undefined;

  constructor(post: (path: string, body: unknown) => Promise<Answer>, order: LoadOrder) {
    this.#post = post;
    this.#order = order;
  }

  async toTheEnd(): Promise<LoadResult> {
    const began = performance.now();
    for (let under = 0; under < this.#order.underWay; under += 1) this.#startNext();
    let lastFound = began;
    while (this.#complete.count < this.#order.cases) {
      const tasks = await this.#openTasks();
      if (this.#failure !== undefined) throw this.#failure;
      await Promise.all(tasks.map((task) => this.#completeTask(task)));
      if (tasks.length > 0) lastFound = performance.now();
      if (performance.now() - lastFound > patienceMs)
        throw new Error(`Expected ${this.#order.cases} cases to end, but after ${this.#complete.count} no task appeared for ${patienceMs / 1000} s`);
      if (tasks.length < 50) await delay(10);
    }
    const seconds = (performance.now() - began) / 1000;
    return { seconds, searches: this.#searches, start: this.#start, complete: this.#complete };
  }

  /** Nobody waits for it: whoever looks for tasks next hears of a failure. */
  #startNext(): void {
    if (this.#started === this.#order.cases) return;
    this.#started += 1;
    this.#startCase().catch((error: unknown) => {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
    });
  }

  async #startCase(): Promise<void> {
    const variables = { amount: 1200, customer: 'ACME' };
    const began = performance.now();
    const { status, text } = await this.#post('/v2/process-instances', { processDefinitionId: benchProcessId, variables });
    if (status !== 200) throw new Error(`Expected a case to start, but: ${text}`);
    this.#start.add(performance.now() - began);
  }

  async #openTasks(): Promise<readonly Task[]> {
    const search = { filter: { state: 'CREATED', processDefinitionId: benchProcessId }, page: { limit: 500 } };
    this.#searches += 1;
    const { status, text } = await this.#post('/v2/user-tasks/search', search);
    if (status !== 200) throw new Error(`Expected tasks to be found, but: ${text}`);
    return (JSON.parse(text) as { items: readonly Task[] }).items;
  }

  async #completeTask({ userTaskKey }: Task): Promise<void> {
    const began = performance.now();
    const { status, text } = await this.#post(`/v2/user-tasks/${userTaskKey}/completion`, { variables: { approved: true } });
    if (status !== 204) throw new Error(`Expected a task to be completed, but: ${text}`);
    this.#complete.add(performance.now() - began);
    this.#startNext();
  }
}
