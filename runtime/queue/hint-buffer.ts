/**
 * Collects hints and hands them to BullMQ: what comes while one hand-over is under way travels with
 * the next, and one queue job carries many keys. Nothing here waits for the queue or fails with it.
 */
import { within } from '../within.ts';
import type { Hint, HintJob, QueueBackend } from './queue-backend.ts';

/** Keys of one queue job: few enough that several workers share a burst. */
const keysPerHint = 50;
/** Keys that are held back while the queue is away; beyond it they are left to the reconciler. */
const heldMax = 20_000;
/** Hints for later are kept together in steps of this length. */
const stepMs = 50;
/** A hand-over that takes longer is not waited for. */
const handOverTimeoutMs = 5_000;

interface Collected {
  readonly now: Set<bigint>;
  /** By epoch ms. */
  readonly later: Map<number, Set<bigint>>;
  /** Look at everything. */
  everything: boolean;
  /** The same, under a name and at epoch ms. */
  readonly named: Map<string, number>;
  underWay: boolean;
}

const chunksOf = (keys: ReadonlySet<bigint>): Hint[] => {
  const texts = Array.from(keys, String);
  const chunks: Hint[] = [];
  for (let at = 0; at < texts.length; at += keysPerHint) chunks.push({ keys: texts.slice(at, at + keysPerHint) });
  return chunks;
};

export class HintBuffer {
  readonly #backend: QueueBackend;
  readonly #now: () => number;
  readonly #add: (queue: string, jobs: HintJob[]) => Promise<unknown>;
  readonly #queues = new Map<string, Collected>();
  #held = 0;
  #scheduled = false;

  constructor(backend: QueueBackend, now: () => number, add: (queue: string, jobs: HintJob[]) => Promise<unknown>) {
    this.#backend = backend;
    this.#now = now;
    this.#add = add;
    backend.onReady(() => this.#schedule());
  }

  add(queue: string, keys: Iterable<bigint>): void {
    const { now } = this.#collected(queue);
    for (const key of keys) if (this.#mayHold()) now.add(key);
    this.#schedule();
  }

  /** `at`: epoch ms, rounded up: a hint comes late rather than early. */
  addLater(queue: string, keys: Iterable<bigint>, at: number): void {
    const { later } = this.#collected(queue);
    const step = Math.ceil(at / stepMs) * stepMs;
    const due = later.get(step) ?? new Set<bigint>();
    for (const key of keys) if (this.#mayHold()) due.add(key);
    if (due.size > 0) later.set(step, due); // while the queue is away, nothing more is held
    this.#schedule();
  }

  /** Look at everything at `at`, epoch ms; one that waits under this name is enough, whoever has added it. */
  addNamed(queue: string, name: string, at: number): void {
    this.#collected(queue).named.set(name, at);
    this.#schedule();
  }

  addEverything(queue: string): void {
    this.#collected(queue).everything = true;
    this.#schedule();
  }

  /** Hands over what is held, as far as the queue takes it soon. */
  async flush(timeoutMs: number): Promise<void> {
    const patience = performance.now() + timeoutMs;
    while (this.#backend.isReady && !this.#isEmpty() && performance.now() < patience) {
      this.#schedule();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #isEmpty(): boolean {
    for (const { now, later, everything, named, underWay } of this.#queues.values())
      if (underWay || everything || now.size > 0 || later.size > 0 || named.size > 0) return false;
    return true;
  }

  #mayHold(): boolean {
    this.#held += 1;
    return this.#held <= heldMax;
  }

  #collected(queue: string): Collected {
    const found = this.#queues.get(queue);
    if (found !== undefined) return found;
    const made = { now: new Set<bigint>(), later: new Map<number, Set<bigint>>(), everything: false, named: new Map<string, number>(), underWay: false };
    this.#queues.set(queue, made);
    return made;
  }

  /** What is added in the same turn of the event loop travels together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#backend.isReady) return;
      this.#held = 0;
      for (const [queue, collected] of this.#queues) if (!collected.underWay) void this.#handOver(queue, collected);
    });
  }

  async #handOver(queue: string, collected: Collected): Promise<void> {
    const jobs = this.#take(collected);
    if (jobs.length === 0) return;
    collected.underWay = true;
    // A hint that is lost here is found by the reconciler.
    await within(this.#add(queue, jobs), handOverTimeoutMs);
    collected.underWay = false;
    this.#schedule();
  }

  #take(collected: Collected): HintJob[] {
    const now = this.#now();
    const jobs: HintJob[] = chunksOf(collected.now).map((data) => ({ name: 'hint', data }));
    if (collected.everything) jobs.push({ name: 'hint', data: {} });
    for (const [jobId, at] of collected.named) jobs.push({ name: 'hint', data: {}, opts: { delay: Math.max(0, at - now), jobId } });
    for (const [at, keys] of collected.later)
      for (const data of chunksOf(keys)) jobs.push({ name: 'hint', data, opts: { delay: Math.max(0, at - now) } });
    collected.now.clear();
    collected.later.clear();
    collected.named.clear();
    collected.everything = false;
    return jobs;
  }
}
