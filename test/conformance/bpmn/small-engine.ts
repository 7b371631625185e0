/**
 * The smallest engine around the kernel that runs conformance scripts: several cases, a virtual clock,
 * a worker for jobs of type `auto`, and message correlation. Every step of every case goes through
 * the case driver, with all that it checks.
 */
import { compileBpmn } from '../../../engine/bpmn/index.ts';
import { feelEngine } from '../../../engine/feel/index.ts';
import type { CompiledDefinition, Event, EventOf, Problem } from '../../../engine/case/index.ts';
import type { JsonObject } from '../../../engine/json/json.ts';
import type { Ordinal } from '../../../engine/stream/index.ts';
import { visibleVariables } from '../../../engine/case/variable.ts';
import { CaseDriver, epoch } from '../../case/case-driver.ts';
import { MessageBuffer, type Message } from './message-buffer.ts';

export interface RunningCase {
  readonly process: string;
  readonly driver: CaseDriver;
}

/** A job or user task as it was created; it may be gone from its case since. */
export interface Work {
  readonly of: RunningCase;
  readonly event: EventOf<'JobCreated'> | EventOf<'UserTaskCreated'>;
}

const MAX_ROUNDS = 2_000;

export class DeploymentRefused extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.problems = problems;
  }
}

export class SmallEngine {
  now = epoch;
  readonly cases: RunningCase[] = [];
  readonly trace: string[] = [];
  readonly work: Work[] = [];
  readonly #definitions = new Map<string, CompiledDefinition>();
  readonly #buffer = new MessageBuffer();

  async deploy(xml: string): Promise<void> {
    const compilation = await compileBpmn(xml, feelEngine);
    if (!compilation.ok) throw new DeploymentRefused(compilation.problems);
    for (const definition of compilation.definitions) this.#definitions.set(definition.id, definition);
  }

  start(process: string, variables: JsonObject): RunningCase {
    const definition = this.#definitions.get(process);
    if (definition === undefined) throw new Error(`Expected process '${process}' to be deployed, but it is not`);
    const running = { process, driver: new CaseDriver(definition.executable) };
    this.cases.push(running);
    this.act(running, (driver) => driver.start(variables));
    return running;
  }

  /** Lets a case take steps at the engine's time, and notes the work they create. */
  act(running: RunningCase, step: (driver: CaseDriver) => unknown): void {
    const { driver } = running;
    const known = driver.steps.length;
    driver.now = this.now;
    step(driver);
    for (const { events } of driver.steps.slice(known)) for (const event of events) this.#note(running, event);
  }

  #note(of: RunningCase, event: Event): void {
    if (event.type === 'JobCreated' || event.type === 'UserTaskCreated') this.work.push({ of, event });
  }

  isOpen({ of, event }: Work): boolean {
    const { jobs, userTasks } = of.driver.state;
    return (event.type === 'JobCreated' ? jobs : userTasks).has(event.ordinal);
  }

  /** Variables as the instance sees them. */
  seenBy({ driver }: RunningCase, instance: Ordinal): JsonObject {
    return visibleVariables(driver.state, instance);
  }

  complete(work: Work, variables: JsonObject): void {
    const { ordinal, type } = work.event;
    this.act(work.of, (driver) =>
      type === 'JobCreated'
        ? driver.accept({ type: 'CompleteJob', job: ordinal, variables })
        : driver.accept({ type: 'CompleteUserTask', task: ordinal, variables }),
    );
  }

  throwError(work: Work, errorCode: string, variables: JsonObject): void {
    const command = { type: 'ThrowJobError', job: work.event.ordinal, errorCode, errorMessage: '', variables } as const;
    this.act(work.of, (driver) => driver.accept(command));
  }

  /** Until nothing is left to do without people or time. */
  settle(): void {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      if (this.#correlateBuffered() || this.#fireDue(this.now)) continue;
      const job = this.work.find((work) => this.isOpen(work) && 'jobType' in work.event && work.event.jobType === 'auto' && this.#isFree(work));
      if (job === undefined) return;
      this.#workOn(job, (job.event as EventOf<'JobCreated'>).headers);
    }
    throw new Error(`Expected the cases to settle, but they still move after ${MAX_ROUNDS} rounds`);
  }

  /** A job with an incident waits for a person. */
  #isFree({ of, event }: Work): boolean {
    return !of.driver.state.incidents.entries().some(([, { job }]) => job === event.ordinal);
  }

  #workOn(job: Work, headers: { readonly [name: string]: string }): void {
    const seen = this.seenBy(job.of, job.event.instance);
    const wanted = headers['markIf'] === undefined ? {} : (JSON.parse(headers['markIf']) as JsonObject);
    const marks = Object.entries(wanted).every(([name, value]) => JSON.stringify(seen[name] ?? null) === JSON.stringify(value));
    if (headers['mark'] !== undefined && marks) this.trace.push(headers['mark']);
    if (headers['publishMessage'] !== undefined)
      this.publish({ name: headers['publishMessage'], correlationKey: headers['correlationKey'] ?? '', variables: {}, expires: 0 });
    if (headers['throwError'] !== undefined) return this.throwError(job, headers['throwError'], {});
    const counter = headers['increment'];
    const increment = counter === undefined ? {} : { [counter]: Number(seen[counter] ?? 0) + 1 };
    const set = headers['set'] === undefined ? {} : (JSON.parse(headers['set']) as JsonObject);
    this.complete(job, { ...increment, ...set });
  }

  /** Whether the message reached anyone now. */
  publish(published: Omit<Message, 'reached'>): boolean {
    const message = { ...published, reached: new Set<string>() };
    for (const running of this.cases) {
      const found = running.driver.state.subscriptions.entries().find(
        ([, open]) => open.messageName === message.name && open.correlationKey === message.correlationKey,
      );
      if (found !== undefined && !message.reached.has(running.process)) this.#correlate(running, found[0], message);
    }
    this.#buffer.keep(message);
    return message.reached.size > 0;
  }

  /** To every subscription that is open. Elements that open one are refused at deployment until the kernel has them: so nobody hears it. */
  broadcast(_name: string, _variables: JsonObject): void {}

  #correlate(running: RunningCase, subscription: Ordinal, { variables, reached }: Message): void {
    reached.add(running.process);
    this.act(running, (driver) => driver.accept({ type: 'CorrelateMessage', subscription, message: '1', variables }));
  }

  #correlateBuffered(): boolean {
    for (const running of this.cases)
      for (const [ordinal, { messageName, correlationKey }] of running.driver.state.subscriptions.entries()) {
        const message = this.#buffer.find(running.process, messageName, correlationKey, this.now);
        if (message === undefined) continue;
        this.#correlate(running, ordinal, message);
        return true;
      }
    return false;
  }

  /** Fires the earliest timer that is due until then, the clock standing at its time. */
  #fireDue(until: number): boolean {
    const next = this.cases
      .flatMap((running) => running.driver.state.timers.entries().map(([timer, { due }]) => ({ running, timer, due })))
      .filter(({ due }) => due <= until)
      .toSorted((a, b) => a.due - b.due)
      .at(0);
    if (next === undefined) return false;
    this.now = Math.max(this.now, next.due);
    this.act(next.running, (driver) => driver.accept({ type: 'FireTimer', timer: next.timer }));
    return true;
  }

  advanceTo(instant: number): void {
    while (this.#fireDue(instant)) this.settle();
    this.now = instant;
    this.settle();
  }

  hasOpenSubscription(name: string): boolean {
    return this.cases.some(({ driver }) => driver.state.subscriptions.entries().some(([, { messageName }]) => messageName === name));
  }
}
