/**
 * The world outside during the chaos: it starts cases, completes tasks, and sends messages over HTTP,
 * repeats every request under its Idempotency-Key until it is answered, and remembers the answers.
 */
import { chaosMessage, chaosModel, chaosProcessId } from './model.ts';

interface Answer {
  readonly status: number;
  readonly body: { readonly [member: string]: unknown };
}

const requestTimeoutMs = 5_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Acknowledged by a server: it must be in the journal. */
export interface Acknowledged {
  /** Case keys by order. */
  readonly cases: Map<string, string>;
  /** Who completed a task, by its key. */
  readonly completions: Map<string, string>;
  /** Keys of messages by order. */
  readonly messages: Map<string, string>;
}

export class People {
  readonly acknowledged: Acknowledged = { cases: new Map(), completions: new Map(), messages: new Map() };
  /** Answers that nobody should get. */
  readonly complaints: string[] = [];
  /** Requests that were not answered, and were asked again. */
  repeated = 0;
  readonly #urls: readonly string[];
  readonly #seen = new Set<string>();
  #open = true;

  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  async deploy(): Promise<void> {
    for (;;) {
      const form = new FormData();
      form.append('resources', new Blob([chaosModel]), 'chaos.bpmn');
      const response = await fetch(`${this.#urls[0]}/v2/deployments`, { method: 'POST', body: form }).catch(() => undefined);
      if (response?.ok) return;
      if (response !== undefined) throw new Error(await response.text());
      await pause(100);
    }
  }

  /** Starts a case, and sends the message that it will wait for. */
  async startCase(order: string): Promise<void> {
    const started = await this.#insist(`/v2/process-instances`, { processDefinitionId: chaosProcessId, variables: { order } }, `start-${order}`);
    if (started.status === 200) this.acknowledged.cases.set(order, String(started.body['processInstanceKey']));
    else this.complaints.push(`start ${order}: ${JSON.stringify(started)}`);
    const message = { name: chaosMessage, correlationKey: order, timeToLive: 600_000, variables: { came: true } };
    const sent = await this.#insist('/v2/messages/publication', message, `message-${order}`);
    if (sent.status === 200) this.acknowledged.messages.set(order, String(sent.body['messageKey']));
    else this.complaints.push(`message ${order}: ${JSON.stringify(sent)}`);
  }

  /** Completes every task that appears, until `leave`. Two people try for each. */
  async completeTasks(): Promise<void> {
    const search = { filter: { state: 'CREATED', processDefinitionId: chaosProcessId }, page: { limit: 200 } };
    const under: Promise<void>[] = [];
    while (this.#open) {
      const found = await this.#ask('/v2/user-tasks/search', search, undefined).catch(() => undefined);
      const items = (found?.body['items'] ?? []) as readonly { readonly userTaskKey: string }[];
      for (const { userTaskKey } of items) {
        if (this.#seen.has(userTaskKey)) continue;
        this.#seen.add(userTaskKey);
        under.push(this.#complete(userTaskKey, 'ann'), this.#complete(userTaskKey, 'bob'));
      }
      await pause(100);
    }
    await Promise.all(under);
  }

  leave(): void {
    this.#open = false;
  }

  async #complete(task: string, person: string): Promise<void> {
    const answer = await this.#insist(`/v2/user-tasks/${task}/completion`, { variables: { by: person } }, `complete-${task}-${person}`);
    const first = this.acknowledged.completions.get(task);
    if (answer.status === 204 && first !== undefined) this.complaints.push(`task ${task} completed by ${first} and by ${person}`);
    else if (answer.status === 204) this.acknowledged.completions.set(task, person);
    else if (answer.status !== 404) this.complaints.push(`complete ${task}: ${JSON.stringify(answer)}`);
  }

  /** Asks until there is an answer other than "not now". */
  async #insist(path: string, body: unknown, key: string): Promise<Answer> {
    for (;;) {
      const answer = await this.#ask(path, body, key).catch(() => undefined);
      if (answer !== undefined && answer.status !== 503) return answer;
      this.repeated += 1;
      await pause(50 + Math.random() * 150);
    }
  }

  async #ask(path: string, body: unknown, key: string | undefined): Promise<Answer> {
    const url = this.#urls[Math.floor(Math.random() * this.#urls.length)];
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  }
}
