/**
 * Compiles deployments, and definitions that a process runs first, in threads, so that nobody else waits for them. A thread is started when it is first needed and
 * kept; one that uses up its time or memory is ended and what it compiled refused. A thread keeps nothing of what it
 * compiled, so a refused deployment costs nothing later.
 */
import type { Worker } from 'node:worker_threads';
import type { Compiled, DeployedBefore, Resource } from '../library/deployable.ts';
import type { DefinitionModel, DialectName } from '../library/models.ts';
import type { Compiler, NotCompiled } from '../port/compiler.ts';
import type { Answer, FromThread, Question, Task, ToThread } from './messages.ts';
import { startThread } from './start-thread.ts';

export interface ThreadCompilerOptions {
  /** How long a deployment, or the definitions of a file, may be compiled; loading the thread and looking up what is deployed do not count. */
  readonly timeMs: number;
  /** Of one thread. */
  readonly memoryMb: number;
  /** Default 2: one slow deployment does not keep the others waiting. */
  readonly threads?: number;
  /** Calls when the time is over, until it is told not to. Default: the timers of Node. */
  readonly after?: (ms: number, callBack: () => void) => () => void;
}

interface Order {
  readonly task: Task;
  /** What is compiled, and what to do about one that takes too much. */
  readonly words: { readonly what: string; readonly otherwise: string };
  readonly deployed: DeployedBefore;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

type Result = Compiled | readonly DefinitionModel[] | NotCompiled;

const deployments = { what: 'the deployment', otherwise: '. Deploy fewer files at once, or make them simpler' };
const definitions = { what: 'a deployed definition', otherwise: ' on this machine' };

/** Of what was deployed itself nothing is asked. */
const nothingBefore: DeployedBefore = { decisionFiles: () => Promise.resolve([]), ids: () => Promise.resolve(new Set()) };

/** Beyond it nobody waits: each holds its files. */
const waitingMax = 50;

const timers = (ms: number, callBack: () => void): (() => void) => {
  const timer = setTimeout(callBack, ms);
  return () => clearTimeout(timer);
};

const answerTo = ({ about, parameters }: Question, deployed: DeployedBefore): Promise<Answer> =>
  about === 'ids' ? deployed.ids(...parameters) : deployed.decisionFiles(...parameters);

/** One thread with the order that it works on. */
class Thread {
  readonly #worker: Worker;
  readonly #options: ThreadCompilerOptions;
  readonly #onFree: (thread: Thread) => void;
  readonly #onGone: (thread: Thread) => void;
  #isReady = false;
  #isGone = false;
  #order: Order | undefined;
  #restMs = 0;
  #startedAt = 0;
  #stop: (() => void) | undefined;

  constructor(options: ThreadCompilerOptions, onFree: (thread: Thread) => void, onGone: (thread: Thread) => void) {
    this.#options = options;
    this.#onFree = onFree;
    this.#onGone = onGone;
    this.#worker = startThread(options.memoryMb);
    this.#worker.on('message', (message: FromThread) => this.#hear(message));
    this.#worker.on('messageerror', (error) => this.#fail(error));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`Expected the compiling thread to go on, but it ended with ${code}`)));
  }

  take(order: Order): void {
    this.#order = order;
    this.#restMs = this.#options.timeMs;
    this.#worker.ref();
    if (this.#isReady) this.#begin();
  }

  async end(): Promise<void> {
    this.#fail(new Error('Expected the deployment to be compiled, but the process stops'));
    await this.#worker.terminate();
  }

  #begin(): void {
    if (this.#order !== undefined) this.#say(this.#order.task);
    this.#goOn();
  }

  #hear(message: FromThread): void {
    if (this.#isGone) return;
    if (message.type === 'ready') {
      this.#isReady = true;
      if (this.#order !== undefined) this.#begin();
    } else if (message.type === 'question') this.#answer(message.question);
    else {
      const order = this.#pass();
      if (message.type === 'compiled') order?.resolve(message.compiled);
      else order?.reject(message.error);
      this.#worker.unref(); // an idle thread keeps no process alive
      this.#onFree(this);
    }
  }

  #answer(question: Question): void {
    this.#pause();
    const order = this.#order;
    if (order === undefined) return;
    answerTo(question, order.deployed).then(
      (answer) => {
        if (this.#isGone) return;
        this.#say({ type: 'answer', answer });
        this.#goOn();
      },
      (error: unknown) => this.#fail(error), // it waits for an answer that never comes
    );
  }

  #goOn(): void {
    this.#startedAt = performance.now();
    const { timeMs, after = timers } = this.#options;
    this.#stop = after(this.#restMs, () =>
      this.#overrun(`within ${timeMs / 1000} s (ACTA_COMPILE_TIMEOUT)`, 'longer'));
  }

  #pause(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#restMs = Math.max(0, this.#restMs - (performance.now() - this.#startedAt));
  }

  #overrun(limit: string, takes: 'longer' | 'more'): void {
    const order = this.#pass();
    if (order !== undefined) {
      const { what, otherwise } = order.words;
      order.resolve({ kind: 'notCompiled', code: 'INVALID_ARGUMENT', message: `Expected ${what} to be compiled ${limit}, but it takes ${takes}${otherwise}` });
    }
    this.#leave();
  }

  #fail(error: unknown): void {
    if (this.#isGone) return;
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return this.#overrun(`within ${this.#options.memoryMb} MB of memory (ACTA_COMPILE_MEMORY)`, 'more');
    this.#pass()?.reject(error);
    this.#leave();
  }

  /** The order is out of its hands. */
  #pass(): Order | undefined {
    this.#stop?.();
    this.#stop = undefined;
    const order = this.#order;
    this.#order = undefined;
    return order;
  }

  #leave(): void {
    this.#isGone = true;
    void this.#worker.terminate();
    this.#onGone(this);
  }

  #say(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}

export class ThreadCompiler implements Compiler {
  readonly #options: ThreadCompilerOptions;
  readonly #threads = new Set<Thread>();
  readonly #idle: Thread[] = [];
  readonly #waiting: Order[] = [];
  #isClosed = false;

  constructor(options: ThreadCompilerOptions) {
    this.#options = options;
  }

  compile(resources: readonly Resource[], deployed: DeployedBefore): Promise<Compiled | NotCompiled> {
    return this.#take({ type: 'compile', resources }, deployments, deployed) as Promise<Compiled | NotCompiled>;
  }

  models(source: string, dialect: DialectName): Promise<readonly DefinitionModel[] | NotCompiled> {
    return this.#take({ type: 'models', source, dialect }, definitions, nothingBefore) as Promise<readonly DefinitionModel[] | NotCompiled>;
  }

  #take(task: Task, words: Order['words'], deployed: DeployedBefore): Promise<Result> {
    if (this.#waiting.length >= waitingMax)
      return Promise.resolve({ kind: 'notCompiled', code: 'RESOURCE_EXHAUSTED', message: `Expected to compile ${words.what}, but too many are waiting. Try again later` });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, words, deployed, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#next();
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #next(): void {
    if (this.#isClosed) {
      for (const order of this.#waiting.splice(0)) order.reject(new Error('Expected the deployment to be compiled, but the process stops'));
      return;
    }
    while (this.#waiting.length > 0) {
      const thread = this.#idle.pop() ?? this.#start();
      if (thread === undefined) return;
      const order = this.#waiting.shift();
      if (order !== undefined) thread.take(order);
    }
  }

  /** Undefined when there are as many as there may be. */
  #start(): Thread | undefined {
    if (this.#threads.size >= (this.#options.threads ?? 2)) return undefined;
    const free = (thread: Thread): void => {
      this.#idle.push(thread);
      this.#next();
    };
    const gone = (thread: Thread): void => {
      this.#threads.delete(thread);
      const place = this.#idle.indexOf(thread);
      if (place >= 0) this.#idle.splice(place, 1);
      this.#next();
    };
    const thread = new Thread(this.#options, free, gone);
    this.#threads.add(thread);
    return thread;
  }
}
