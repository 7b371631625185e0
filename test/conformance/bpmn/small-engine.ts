/**
 * The smallest engine around the kernel that runs conformance scripts: several cases, a virtual clock,
 * a worker for jobs of type `auto`, and message correlation. Every step of every case goes through
 * the case driver, with all that it checks. What cases send each other arrives when it is sent.
 */
import { compileBpmn } from '../../../engine/bpmn/index.ts';
import { feelEngine } from '../../../engine/feel/index.ts';
import type { Command, CompiledDefinition, DefinitionRef, Event, EventOf, Problem } from '../../../engine/case/index.ts';
import type { JsonObject } from '../../../engine/json/json.ts';
import type { Json } from '../../../engine/json/json.ts';
import type { Ordinal, OutgoingCommand, Question } from '../../../engine/stream/index.ts';
import { programOf, type Expression } from '../../../engine/work/expression.ts';
import { parseSchedule } from '../../../engine/work/timer.ts';
import { visibleVariables } from '../../../engine/case/variable.ts';
import { CaseDriver, epoch } from '../../case/case-driver.ts';
import { MessageBuffer, type Message } from './message-buffer.ts';

export interface RunningCase {
  readonly process: string;
  readonly stream: bigint;
  readonly driver: CaseDriver;
  /** The message that started it, if it had a key: no other with that key starts one meanwhile. */
  readonly startedWith?: string;
}

interface Deployed {
  readonly ref: DefinitionRef;
  readonly definition: CompiledDefinition;
}

/** A start event that waits for its time. */
interface StartTimer {
  readonly process: string;
  readonly event: string;
  readonly due: number;
  /** Repetitions left after this one; -1: without end. */
  readonly left: number;
  readonly interval: number;
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
  readonly #definitions = new Map<string, Deployed>();
  readonly #buffer = new MessageBuffer();
  #startTimers: StartTimer[] = [];
  #lastNumber = 0;
  #versions = 0;

  async deploy(xml: string): Promise<void> {
    const compilation = await compileBpmn(xml, feelEngine);
    if (!compilation.ok) throw new DeploymentRefused(compilation.problems);
    for (const definition of compilation.definitions) {
      this.#versions += 1;
      const ref: DefinitionRef = { key: String(this.#versions), id: definition.id, version: this.#versions, hash: '0'.repeat(64), dialect: 'bpmn' };
      this.#definitions.set(definition.id, { ref, definition });
      this.#startTimers = [...this.#startTimers.filter(({ process }) => process !== definition.id), ...this.#timersOf(definition)];
    }
  }

  #timersOf({ id, starts }: CompiledDefinition): StartTimer[] {
    return starts.flatMap(({ event, trigger }) => {
      if (trigger.type !== 'timer') return [];
      const schedule = parseSchedule(trigger.timer, constant(trigger.expression, this.now) as string, this.now);
      if (schedule === undefined) throw new Error(`Expected a timer at start event '${event}', but it cannot be read`);
      const interval = schedule.interval === undefined ? 0 : (parseSchedule('duration', schedule.interval, 0)?.due ?? 0);
      return [{ process: id, event, due: schedule.due, left: schedule.repetitions ?? 0, interval }];
    });
  }

  start(process: string, variables: JsonObject): RunningCase {
    const deployed = this.#definitions.get(process);
    if (deployed === undefined) throw new Error(`Expected process '${process}' to be deployed, but it is not`);
    return this.#create(this.#nextStream(), { type: 'CreateCase', definition: deployed.ref, variables });
  }

  #nextStream(): bigint {
    this.#lastNumber += 1;
    return BigInt(this.#lastNumber) << 24n;
  }

  /** `undefined` when nobody knows. */
  #answer(question: Question): Json | undefined {
    if (question.type === 'caseNumber') return String(this.#lastNumber + 1 + question.n);
    if (question.type === 'definition') return (this.#definitions.get(question.id)?.ref ?? null) as unknown as Json;
    return undefined;
  }

  #create(stream: bigint, command: Command & { readonly type: 'CreateCase' }, startedWith?: string): RunningCase {
    const { definition } = this.#definitions.get(command.definition.id) ?? {};
    if (definition === undefined) throw new Error(`Expected process '${command.definition.id}' to be deployed, but it is not`);
    const driver = new CaseDriver(definition.executable, { stream, answer: (question) => this.#answer(question) });
    const running = { process: definition.id, stream, driver, ...(startedWith === undefined ? {} : { startedWith }) };
    this.cases.push(running);
    this.act(running, () => driver.accept(command));
    return running;
  }

  /** A case begins at one of its start events that is triggered. */
  #startAt({ ref }: Deployed, startEvent: string, variables: JsonObject, startedWith?: string): void {
    this.#create(this.#nextStream(), { type: 'CreateCase', definition: ref, variables, startEvent }, startedWith);
  }

  /** Lets a case take steps at the engine's time, and notes the work they create. */
  act(running: RunningCase, step: (driver: CaseDriver) => unknown): void {
    const { driver } = running;
    const known = driver.steps.length;
    driver.now = this.now;
    step(driver);
    const steps = driver.steps.slice(known);
    for (const { events } of steps) for (const event of events) this.#note(running, event);
    for (const { outgoing } of steps) for (const sent of outgoing) this.#deliver(sent);
    for (const { events } of steps)
      for (const event of events) if (event.type === 'SignalThrown') this.broadcast(event.signalName, event.variables, running);
  }

  /** To cases; subscriptions to messages and signals are looked up where they are needed. */
  #deliver({ target, command }: OutgoingCommand): void {
    const sent = command as Command;
    if (sent.type === 'CreateCase') {
      this.#lastNumber = Math.max(this.#lastNumber, Number(target >> 24n));
      this.#create(target, sent);
      return;
    }
    if (!/^(CompleteCall|FailCall|EscalateCall|BreakCall|CancelCalledCase)$/.test(sent.type)) return;
    const receiver = this.cases.find(({ stream }) => stream === target);
    // Who does not wait any more refuses it.
    if (receiver !== undefined) this.act(receiver, (driver) => driver.send(sent));
  }

  /** To every case that waits, but the one that has told its own subscriptions, and to start events. */
  broadcast(name: string, variables: JsonObject, except?: RunningCase): void {
    for (const running of this.cases) {
      if (running === except) continue;
      for (const [subscription, { signalName }] of running.driver.state.signals.entries())
        if (signalName === name && running.driver.state.signals.has(subscription))
          this.act(running, (driver) => driver.accept({ type: 'CatchSignal', subscription, variables }));
    }
    for (const deployed of this.#definitions.values())
      for (const { event, trigger } of deployed.definition.starts)
        if (trigger.type === 'signal' && constant(trigger.name, this.now) === name) this.#startAt(deployed, event, variables);
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
    this.#startWith(message);
    for (const running of this.cases) {
      const found = running.driver.state.subscriptions.entries().find(
        ([, open]) => open.messageName === message.name && open.correlationKey === message.correlationKey,
      );
      if (found !== undefined && !message.reached.has(running.process)) this.#correlate(running, found[0], message);
    }
    this.#buffer.keep(message);
    return message.reached.size > 0;
  }

  /** At each process that has a message start event of the name, and had not the message yet. */
  #startWith(message: Message): boolean {
    let started = false;
    for (const deployed of this.#definitions.values())
      for (const { event, trigger } of deployed.definition.starts) {
        const process = deployed.definition.id;
        if (trigger.type !== 'message' || message.reached.has(process) || constant(trigger.attributes.messageName, this.now) !== message.name) continue;
        const key = message.correlationKey;
        if (key !== '' && this.cases.some((running) => running.process === process && running.startedWith === key && running.driver.state.status === 'active')) continue;
        message.reached.add(process);
        started = true;
        this.#startAt(deployed, event, message.variables, key);
      }
    return started;
  }

  #correlate(running: RunningCase, subscription: Ordinal, { variables, reached }: Message): void {
    reached.add(running.process);
    this.act(running, (driver) => driver.accept({ type: 'CorrelateMessage', subscription, message: '1', variables }));
  }

  #correlateBuffered(): boolean {
    if (this.#buffer.open(this.now).some((message) => this.#startWith(message))) return true;
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
    const starting = this.#startTimers.filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due).at(0);
    const next = this.cases
      .flatMap((running) => running.driver.state.timers.entries().map(([timer, { due }]) => ({ running, timer, due })))
      .filter(({ due }) => due <= until)
      .toSorted((a, b) => a.due - b.due)
      .at(0);
    if (starting !== undefined && starting.due <= (next?.due ?? until)) {
      this.now = Math.max(this.now, starting.due);
      this.#fireStart(starting);
      return true;
    }
    if (next === undefined) return false;
    this.now = Math.max(this.now, next.due);
    this.act(next.running, (driver) => driver.accept({ type: 'FireTimer', timer: next.timer }));
    return true;
  }

  #fireStart(timer: StartTimer): void {
    const { process, event, left, due, interval } = timer;
    const again = left === 0 ? [] : [{ ...timer, due: due + interval, left: left < 0 ? -1 : left - 1 }];
    this.#startTimers = [...this.#startTimers.filter((other) => other !== timer), ...again];
    const deployed = this.#definitions.get(process);
    if (deployed !== undefined) this.#startAt(deployed, event, {});
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

/** The value of an expression that has no variables. */
const constant = (expression: Expression | null, now: number): Json => {
  if (expression === null) return null;
  return expression.kind === 'literal' ? expression.value : programOf(expression).run({ get: () => undefined }, { now, timeZone: 'UTC' }).value;
};
