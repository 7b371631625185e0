/** Plays a scenario on the kernel alone: no database, no queue, no clock. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Command, EventOf } from '../../engine/case/index.ts';
import type { Json, JsonObject } from '../../engine/json/json.ts';
import type { Ordinal } from '../../engine/stream/index.ts';
import { parseDuration, parseInstant } from '../../engine/time/instant.ts';
import { acceptedEvents, type Statechart } from '../../engine/statechart/index.ts';
import { CaseDriver } from '../case/case-driver.ts';
import type { DefinitionFolder } from './definition-folder.ts';
import type { Expectation, Scenario, ScenarioStep } from './scenario.ts';
import { incidentErrorTypeOf } from '../../runtime/query/camunda-words.ts';

type Task = EventOf<'UserTaskCreated'>;
type MessageStep = Extract<ScenarioStep, { key: string }>;

/** A message that nobody has waited for yet. */
interface BufferedMessage {
  readonly step: MessageStep;
  /** Epoch ms. */
  readonly expires: number;
}

const sorted = (names: Iterable<string>): string[] => [...names].toSorted();

class ScenarioRun {
  readonly #driver: CaseDriver;
  readonly #scenario: Scenario;
  #buffered: readonly BufferedMessage[] = [];

  constructor(scenario: Scenario, driver: CaseDriver) {
    this.#scenario = scenario;
    this.#driver = driver;
  }

  /** The open user tasks by element id. */
  #tasks(): Map<string, Task & { ordinal: Ordinal }> {
    const open = this.#driver.eventsOf('UserTaskCreated').filter(({ ordinal }) => this.#driver.state.userTasks.has(ordinal));
    return new Map(open.map((task) => [task.element, task]));
  }

  #task(element: string): Task {
    const task = this.#tasks().get(element);
    if (task !== undefined) return task;
    throw new Error(`Expected an open user task '${element}', but open are: ${sorted(this.#tasks().keys()).join(', ') || 'none'}`);
  }

  #job(type: string): Ordinal {
    const found = this.#driver.state.jobs.entries().find(([, { jobType }]) => jobType === type);
    if (found !== undefined) return found[0];
    throw new Error(`Expected an open job '${type}', but open are: ${this.#jobTypes().join(', ') || 'none'}`);
  }

  #jobTypes(): string[] {
    return sorted(this.#driver.state.jobs.entries().map(([, { jobType }]) => jobType));
  }

  /** Whoever completes a task must be its assignee, or one of its candidates when nobody is assigned. */
  #mayComplete(by: string, task: Task): void {
    const { assignee } = this.#driver.state.userTasks.get(task.ordinal) ?? { assignee: null };
    const groups = this.#scenario.people[by];
    ok(groups !== undefined, `Expected 'people' to name '${by}', but it does not`);
    const candidate = task.candidateUsers.includes(by) || task.candidateGroups.some((group) => groups.includes(group));
    const open = task.candidateUsers.length + task.candidateGroups.length === 0;
    const may = assignee === null ? candidate || open : assignee === by;
    ok(may, `Expected '${by}' to be allowed to complete '${task.element}', but it is for ${assignee ?? [...task.candidateUsers, ...task.candidateGroups].join(', ')}`);
  }

  #command(step: ScenarioStep): Command | null {
    if ('complete' in step) {
      const task = this.#task(step.complete);
      if (step.by !== undefined) this.#mayComplete(step.by, task);
      return { type: 'CompleteUserTask', task: task.ordinal, variables: step.variables };
    }
    if ('assign' in step)
      return { type: 'AssignUserTask', task: this.#task(step.assign).ordinal, assignee: step.to, allowOverride: true };
    if ('event' in step) return { type: 'SendEvent', event: step.event, data: step.data };
    if ('error' in step)
      return { type: 'ThrowJobError', job: this.#job(step.job), errorCode: step.error, errorMessage: step.message, variables: step.variables };
    if ('fail' in step)
      return { type: 'FailJob', job: this.#job(step.job), retries: step.retries, retryBackOffMs: 0, errorMessage: step.fail };
    if ('job' in step) return { type: 'CompleteJob', job: this.#job(step.job), variables: step.variables };
    if ('set' in step) return { type: 'SetVariables', scope: 0, variables: step.set, local: true };
    if ('cancel' in step) return { type: 'CancelCase' };
    if ('resolve' in step)
      return { type: 'ResolveIncident', incident: this.#driver.incident(step.resolve), ...(step.retries === undefined ? {} : { retries: step.retries }) };
    return null;
  }

  play(step: ScenarioStep): void {
    const command = this.#command(step);
    if (command !== null) this.#decide(command, 'rejected' in step ? step.rejected : undefined);
    else if ('wait' in step) this.#driver.advance(durationMs(step.wait));
    else if ('key' in step) this.#publish(step);
    this.#deliverBuffered();
    if (step.expect !== undefined) this.expect(step.expect);
  }

  #awaited({ message, key }: MessageStep): boolean {
    const open = this.#driver.state.subscriptions.entries();
    return open.some(([, { messageName, correlationKey }]) => messageName === message && correlationKey === key);
  }

  /** A message with a time to live waits for its subscription; any other one must find it open. */
  #publish(step: MessageStep): void {
    if (step.timeToLive === undefined || this.#awaited(step)) this.#driver.message(step.message, step.key, step.variables);
    else this.#buffered = [...this.#buffered, { step, expires: this.#driver.now + durationMs(step.timeToLive) }];
  }

  #deliverBuffered(): void {
    this.#buffered = this.#buffered.filter(({ step, expires }) => {
      if (this.#driver.now >= expires) return false;
      if (!this.#awaited(step)) return true;
      this.#driver.message(step.message, step.key, step.variables);
      return false;
    });
  }

  #decide(command: Command, rejected: string | undefined): void {
    if (rejected === undefined) this.#driver.accept(command);
    else {
      const { message } = this.#driver.reject(command);
      ok(message.includes(rejected), `Expected a rejection with '${rejected}', but it says: ${message}`);
    }
  }

  start(): void {
    const { start } = this.#scenario;
    const definition = { key: '1', id: 'scenario', version: 1, hash: '0', dialect: this.#driver.executable.dialect.name };
    this.#decide({ type: 'CreateCase', definition, variables: start.variables }, start.rejected);
    if (start.expect !== undefined) this.expect(start.expect);
  }

  expect(expected: Expectation): void {
    const { state } = this.#driver;
    const check = (what: keyof Expectation, actual: () => Json): void => {
      if (expected[what] !== undefined) deepStrictEqual({ [what]: actual() }, { [what]: this.#comparable(what, expected) });
    };
    check('status', () => state.status);
    check('active', () => this.#innermost());
    check('tasks', () => this.#openTasks(expected.tasks ?? {}));
    check('jobs', () => this.#jobTypes());
    check('timers', () => sorted(state.timers.entries().map(([, { target }]) => target)));
    check('messages', () => sorted(state.subscriptions.entries().map(([, { messageName }]) => messageName)));
    check('accepts', () => this.#accepted());
    check('incidents', () => sorted(state.incidents.entries().map(([, { errorType }]) => incidentErrorTypeOf(errorType))));
    check('variables', () => this.#variables(Object.keys(expected.variables ?? {})));
  }

  /** Lists are compared without their order. */
  #comparable(what: keyof Expectation, expected: Expectation): Json {
    const value = expected[what] as Json;
    return Array.isArray(value) ? sorted(value as string[]) : value;
  }

  #innermost(): string[] {
    const { elements } = this.#driver.state;
    return sorted(elements.entries().flatMap(([ordinal, { element }]) => (ordinal === 0 || elements.count(ordinal) > 0 ? [] : [element])));
  }

  /** Of each open task, what the scenario speaks of. */
  #openTasks(expected: NonNullable<Expectation['tasks']>): JsonObject {
    const tasks = [...this.#tasks()].map(([element, task]): [string, Json] => {
      const { assignee, attributes } = this.#driver.state.userTasks.get(task.ordinal) ?? { assignee: null, attributes: {} };
      const now: JsonObject = { ...(task as unknown as JsonObject), ...(attributes as JsonObject), assignee };
      const names = Object.keys(expected[element] ?? {});
      return [element, Object.fromEntries(names.map((name) => [name, now[name] ?? null]))];
    });
    return Object.fromEntries(tasks);
  }

  #accepted(): string[] {
    const { executable, state } = this.#driver;
    if (executable.dialect.name !== 'statechart') throw new Error("Expected 'accepts' in a statechart's scenario, but this is BPMN");
    return sorted(acceptedEvents(executable.model as Statechart, state).map(({ event }) => event));
  }

  #variables(names: readonly string[]): JsonObject {
    const all = this.#driver.variables();
    return Object.fromEntries(names.map((name) => [name, Object.hasOwn(all, name) ? (all[name] ?? null) : 'there is no such variable']));
  }
}

const durationMs = (text: string): number => {
  const duration = parseDuration(text);
  if (duration === null || duration.months !== 0) throw new Error(`Expected a duration of days and time, but found '${text}'`);
  return duration.ms;
};

/** Throws an assertion that names the step, counted from 1. */
export const playScenario = (folder: DefinitionFolder, scenario: Scenario): CaseDriver => {
  const [only] = folder.definitions;
  const wanted = scenario.definition ?? (folder.definitions.length === 1 ? only?.id : undefined);
  const definition = folder.definitions.find(({ id }) => id === wanted);
  if (definition === undefined) throw new Error(`Expected a definition '${wanted ?? ''}' in '${folder.name}', but there is none`);
  const driver = new CaseDriver(definition.executable, { answers: folder.answers, library: folder.library });
  const now = parseInstant(scenario.now);
  if (now === null) throw new Error(`Expected 'now' to be a date and time, but it is '${scenario.now}'`);
  driver.now = now;
  const run = new ScenarioRun(scenario, driver);
  run.start();
  for (const [index, step] of scenario.steps.entries()) {
    try {
      run.play(step);
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      throw new Error(`Step ${index + 1} ${JSON.stringify(step)}: ${because}`, { cause: error });
    }
  }
  return driver;
};
