/** Decides the commands of cases, one after the other, each on what those before it have left. */
import {
  decide, Draft, reject,
  type Answers, type Command, type Decision, type DefinitionRef, type Executable,
} from '../../engine/case/index.ts';
import type { Queryable } from '../port/database.ts';
import type { BatchCases } from './batch-cases.ts';
import type { BatchWrites, Order } from './batch-writes.ts';
import { broughtBy, type HotCase } from './case-cache.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { renderKeys } from './render-keys.ts';
import type { Result } from './submission.ts';

/** Rounds of questions that one command may ask. */
const needsMax = 16;

export class CaseDecider {
  readonly #options: Pick<PipelineOptions, 'catalog' | 'onFault'>;
  readonly #cases: BatchCases;
  readonly #writes: BatchWrites;
  /** Epoch ms. */
  readonly #now: number;

  constructor(options: Pick<PipelineOptions, 'catalog' | 'onFault'>, cases: BatchCases, writes: BatchWrites, now: number) {
    this.#options = options;
    this.#cases = cases;
    this.#writes = writes;
    this.#now = now;
  }

  /** @throws Error when the stored definition cannot be compiled. */
  async executable(transaction: Queryable, definition: DefinitionRef): Promise<Executable> {
    const { catalog } = this.#options;
    return catalog.executable(definition) ?? (await catalog.prepare(transaction, definition));
  }

  /** Decides and journals one command of a case; the case's state is the one after it. */
  async decide(transaction: Queryable, stream: bigint, order: Order<Command>): Promise<Result> {
    const hot = this.#cases.get(stream);
    if (hot === undefined) return reject('NOT_FOUND', missingCase(order.command, stream));
    const { catalog } = this.#options;
    const definition = order.command.type === 'CreateCase' ? order.command.definition : hot.state.definition;
    if (definition === null) return reject('NOT_FOUND', missingCase(order.command, stream));
    const executable = await this.executable(transaction, definition);
    const at = Math.max(this.#now, hot.state.now);
    let answers: Answers = executable.questions === undefined ? {} : await catalog.answer(transaction, executable.questions);
    for (let asked = 0; asked < needsMax; asked += 1) {
      const current = this.#cases.get(stream) ?? hot;
      const decision = await this.#tryDecide(transaction, { stream, hot: current, executable, command: order.command, at, answers });
      if (decision.kind === 'rejected') return { ...decision, message: renderKeys(decision.message, stream) };
      if (decision.kind === 'accepted') {
        const { events } = decision;
        const { seq } = current.state;
        const { hash, payload } = this.#writes.addStep(stream, current, { order, at, definition: definition.hash, answers, events });
        this.#cases.addStep(stream, current, { seq, at, events, hash, brought: broughtBy(payload, events) });
        return { kind: 'accepted', stream, seq, events, repeated: false };
      }
      answers = { ...answers, ...(await catalog.answer(transaction, decision.questions)) };
    }
    return reject('PROCESSING_ERROR', `Expected to decide with at most ${needsMax} rounds of questions, but more were asked`);
  }

  async #tryDecide(transaction: Queryable, attempt: Attempt): Promise<Decision> {
    const { stream, hot, executable, command, at, answers } = attempt;
    const draft = new Draft(hot.state);
    try {
      const decision = decide(executable, draft, command, { now: at, answers, library: this.#options.catalog.library });
      if (decision.kind !== 'accepted' && draft.events.length > 0) await this.#cases.reload(transaction, stream);
      return decision;
    } catch (error) {
      await this.#cases.reload(transaction, stream);
      return this.#fault(stream, command, error);
    }
  }

  /** Our own bug in one command must not harm the others: it alone is refused, visibly. */
  #fault(stream: bigint, command: Command, error: unknown): Decision {
    const message = error instanceof Error ? error.message : String(error);
    this.#options.onFault?.(`Deciding ${command.type} of case ${stream} failed`, error);
    return reject('PROCESSING_ERROR', `Expected to decide ${command.type}, but the engine failed: ${message}`);
  }
}

interface Attempt {
  readonly stream: bigint;
  readonly hot: HotCase;
  readonly executable: Executable;
  readonly command: Command;
  readonly at: number;
  readonly answers: Answers;
}

const missingCase = (command: Command, stream: bigint): string =>
  command.type === 'CancelCase'
    ? `Expected to cancel a process instance with key '${stream}', but no such process was found`
    : renderKeys(`Expected to find the case of ${command.type} with key '{key:0}', but no such case was found`, stream);
