/** What begins when a state is entered: its deadlines, and the work it invokes. */
import type { DecideContext } from '../case/dialect.ts';
import type { Draft } from '../case/draft.ts';
import { addDuration, parseDuration, parseInstant } from '../time/instant.ts';
import type { Json } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import {
  correlationKey, describeValue, jobRetries, names, optionalDate, optionalName, taskPriority, text, type ValueType,
} from '../work/value-type.ts';
import { feelScope, setAllLocal } from '../case/variable.ts';
import { evaluateValue, type Failure } from './evaluation.ts';
import type { Assignment, Invocation, JobWork, MessageWork, StatechartModel, UserTaskWork, Value } from './model.ts';

type Context = DecideContext<StatechartModel>;

/** Thrown and caught in this file: the first attribute that does not fit ends the attempt. */
class Unfit extends Error {}

/** Evaluates the attributes of one element instance, as it sees the variables. */
class Beginning {
  readonly instance: Ordinal;
  readonly draft: Draft;
  readonly #ctx: Context;

  constructor(ctx: Context, instance: Ordinal) {
    this.#ctx = ctx;
    this.draft = ctx.draft;
    this.instance = instance;
  }

  #json(value: Value): { readonly value: Json; readonly because: string } {
    const { model, now } = this.#ctx;
    const scope = feelScope(this.draft.state, this.instance, { parameters: model.parameterValues });
    const result = evaluateValue(value, scope, now);
    if (!result.ok) throw new Unfit(result.message);
    return { value: result.value, because: result.warnings.length === 0 ? '' : ` (${result.warnings.join('; ')})` };
  }

  read<T>(value: Value, what: string, type: ValueType<T>): T {
    const { value: json, because } = this.#json(value);
    const read = type.read(json);
    if (read !== undefined) return read;
    const source = value.kind === 'feel' ? `=${value.program.text}` : JSON.stringify(value.value);
    throw new Unfit(`Expected ${what} to be ${type.name}, but '${source}' gave ${describeValue(json)}${because}`);
  }

  optional<T>(value: Value | null, what: string, type: ValueType<T | null>): T | null {
    return value === null ? null : this.read(value, what, type);
  }

  /** Variables of the element instance; none is set when one fails. */
  setInputs(assignments: readonly Assignment[]): void {
    setAllLocal(this.draft, this.instance, Object.fromEntries(assignments.map(({ name, value }) => [name, this.#json(value).value])));
  }
}

const attempt = (errorType: Failure['errorType'], work: () => void): Failure | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    return { errorType, message: error.message };
  }
};

const createUserTask = (at: Beginning, element: string, task: UserTaskWork): void => {
  const created = {
    name: at.optional(task.name, 'the name of the user task', optionalName),
    assignee: at.optional(task.assignee, 'the assignee of the user task', optionalName),
    candidateGroups: at.read(task.candidateGroups, 'the candidate groups of the user task', names),
    candidateUsers: at.read(task.candidateUsers, 'the candidate users of the user task', names),
    dueDate: at.optional(task.dueDate, 'the due date of the user task', optionalDate),
    followUpDate: at.optional(task.followUpDate, 'the follow-up date of the user task', optionalDate),
    priority: at.read(task.priority, 'the priority of the user task', taskPriority),
    formId: task.formId,
    externalFormReference: task.externalFormReference,
    headers: task.headers,
  };
  at.setInputs(task.input);
  const { draft, instance } = at;
  draft.emit({ type: 'UserTaskCreated', ordinal: draft.nextOrdinal(), instance, element, ...created });
};

const createJob = (at: Beginning, element: string, job: JobWork): void => {
  const jobType = at.read(job.type, 'the job type', text);
  const retries = at.read(job.retries, 'the job retries', jobRetries);
  at.setInputs(job.input);
  const { draft, instance } = at;
  const { headers } = job;
  draft.emit({ type: 'JobCreated', ordinal: draft.nextOrdinal(), instance, element, jobType, retries, headers });
};

const subscribe = (at: Beginning, element: string, message: MessageWork): void => {
  const messageName = at.read(message.name, 'the message name', text);
  const key = at.read(message.correlationKey, 'the correlation key', correlationKey);
  const { draft, instance } = at;
  const opened = { type: 'MessageSubscriptionOpened', ordinal: draft.nextOrdinal(), instance, target: element } as const;
  draft.emit({ ...opened, messageName, correlationKey: key, once: true });
};

/** Nothing is emitted when it fails. */
export const startInvocation = (ctx: Context, { work, element }: Invocation, instance: Ordinal): Failure | null =>
  attempt('EXTRACT_VALUE_ERROR', () => {
    const at = new Beginning(ctx, instance);
    if (work.kind === 'userTask') createUserTask(at, element, work);
    else if (work.kind === 'job') createJob(at, element, work);
    else subscribe(at, element, work);
  });

/** A duration from now, or a point in time. */
const dueFrom = (now: number): ValueType<number> => ({
  name: 'an ISO 8601 duration or a date and time',
  read: (value) => {
    if (typeof value !== 'string') return undefined;
    const duration = parseDuration(value);
    return duration === null ? (parseInstant(value) ?? undefined) : addDuration(now, duration);
  },
});

/** Schedules the delay of a state; `instance` is the state's. */
export const startDelay = (ctx: Context, { name, due }: { readonly name: string; readonly due: Value }, instance: Ordinal): Failure | null =>
  attempt('EXTRACT_VALUE_ERROR', () => {
    const { draft, now } = ctx;
    const instant = new Beginning(ctx, instance).read(due, `the delay '${name}'`, dueFrom(now));
    draft.emit({ type: 'TimerScheduled', ordinal: draft.nextOrdinal(), instance, target: name, due: instant });
  });
