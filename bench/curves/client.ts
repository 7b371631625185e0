/** Whoever drives an installation for a curve: over HTTP, a bounded number of requests at a time. */
import { Pool } from 'undici';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const connections = 64;

export class Client {
  readonly #pool: Pool;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    this.#pool = new Pool(url, { connections, headersTimeout: 600_000 });
  }

  async deploy(name: string, model: string): Promise<void> {
    const form = new FormData();
    form.append('resources', new Blob([model]), name);
    const response = await fetch(`${this.#url}/v2/deployments`, { method: 'POST', body: form });
    if (!response.ok) throw new Error(`Expected the procedure to be deployed, but: ${await response.text()}`);
  }

  async post(path: string, body: unknown): Promise<Answer> {
    const response = await this.#pool.request({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`Expected ${path} to succeed, but: ${text}`);
    return { status: response.statusCode, text };
  }

  /** Does it so many times, at most `connections` of them at once. */
  async times(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
    let next = 0;
    const one = async (): Promise<void> => {
      while (next < count) {
        const index = next;
        next += 1;
        await work(index);
      }
    };
    await Promise.all(Array.from({ length: Math.min(connections, count) }, one));
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
