/**
 * Tells the steps of a case to a person: what was asked, by which name, and what came of it. What
 * only moves tokens is left out. Events name things by ordinals, so the story remembers their names.
 */
import { codeText } from '../engine/dmn/index.ts';
import { shortened, when } from './output.ts';

interface Named {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface ToldStep {
  readonly command: Named;
  readonly events: readonly Named[];
  /** Without their texts, which the record does not hold. */
  readonly warnings?: readonly { readonly code: string; readonly element: string; readonly attribute: string; readonly name?: string | undefined }[] | undefined;
}

const valueColumns = 100;

/** The text of a field; a field that the journal no longer has was erased. */
const text = (value: unknown): string => {
  if (value === undefined) return '(erased)';
  return shortened(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), valueColumns);
};

/** What went wrong is not cut: the point stands at its end. */
const whole = (value: unknown): string => (typeof value === 'string' ? value : text(value));

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const instant = (value: unknown): string => (typeof value === 'number' ? when(new Date(value).toISOString()) : text(value));

export class CaseStory {
  readonly #names = new Map<unknown, string>();

  /** What was asked, then a line for each thing that came of it, and what explains a value that is null. */
  tell({ command, events, warnings = [] }: ToldStep): string[] {
    const headline = this.#headline(command);
    for (const event of events) this.#remember(event);
    const values = new Set(events.flatMap((event) => this.#value(event)));
    const notes = new Set(warnings.map(({ code, element, attribute, name = '' }) => `note: ${placed(attribute, element)}: ${codeText(code, name)}`));
    return [headline, ...values, ...notes, ...pathOf(events), ...events.flatMap((event) => this.#outcome(event))];
  }

  #remember(event: Named): void {
    const name = event['name'] ?? event['messageName'] ?? event['jobType'] ?? event['target'] ?? event['element'];
    if (event.type !== 'VariableSet' && typeof name === 'string') this.#names.set(event['ordinal'], name);
  }

  #name(ordinal: unknown): string {
    return this.#names.get(ordinal) ?? String(ordinal);
  }

  #headline(command: Named): string {
    const told = headlines[command.type];
    return told === undefined ? command.type : told(command, (ordinal) => this.#name(ordinal));
  }

  /** Local variables without a value are the slots of a form: no news. */
  #value(event: Named): string[] {
    if (event.type === 'DecisionEvaluated') return [`decided ${text(event['decisionId'])}: ${text(event['output'])}`];
    if (event.type !== 'VariableSet' || (event['value'] === null && event['scope'] !== 0)) return [];
    return [`${text(event['name'])} = ${text(event['value'])}`];
  }

  #outcome(event: Named): string[] {
    const told = outcomes[event.type];
    return told === undefined ? [] : [told(event, (ordinal) => this.#name(ordinal))];
  }
}

/** Some attributes name their element already. */
const placed = (attribute: string, element: string): string => (attribute.includes(`'${element}'`) ? attribute : `${attribute} of '${element}'`);

type Teller = (told: Named, name: (ordinal: unknown) => string) => string;

const headlines: { readonly [command: string]: Teller } = {
  CreateCase: ({ definition }) => {
    const { id, version } = (definition ?? {}) as { readonly id?: unknown; readonly version?: unknown };
    return `starts ${text(id)}, version ${text(version)}`;
  },
  CancelCase: () => 'cancels the case',
  CloseCase: ({ because }) => `closes the case, whose record is broken: ${whole(because)}`,
  Continue: () => 'goes on',
  CompleteUserTask: ({ task, action }, name) => `completes task ${name(task)}${typeof action === 'string' && action !== '' ? ` (${text(action)})` : ''}`,
  AssignUserTask: ({ task, assignee }, name) => `assigns task ${name(task)} to ${text(assignee)}`,
  UnassignUserTask: ({ task }, name) => `takes the assignee from task ${name(task)}`,
  UpdateUserTask: ({ task, changes }, name) => `changes task ${name(task)}: ${text(changes)}`,
  CompleteJob: ({ job }, name) => `does job ${name(job)}`,
  FailJob: ({ job, errorMessage }, name) => `fails at job ${name(job)}: ${whole(errorMessage)}`,
  ThrowJobError: ({ job, errorCode }, name) => `ends job ${name(job)} with error ${text(errorCode)}`,
  UpdateJob: ({ job, retries }, name) => `gives job ${name(job)} ${text(retries)} retries`,
  FireTimer: ({ timer }, name) => `timer ${name(timer)} fires`,
  CorrelateMessage: ({ subscription }, name) => `message ${name(subscription)} arrives`,
  SetVariables: () => 'sets variables',
  ResolveIncident: ({ incident }, name) => `resolves the incident at ${name(incident)}`,
  SendEvent: ({ event }) => `event ${text(event)}`,
};

const outcomes: { readonly [event: string]: Teller } = {
  UserTaskCreated: ({ name, element, assignee, candidateUsers, candidateGroups, dueDate }) => {
    const who = assignee === null ? [...list(candidateUsers), ...list(candidateGroups)].join(', ') : text(assignee);
    const due = typeof dueDate === 'string' ? `, due ${when(dueDate)}` : '';
    return `task ${text(name ?? element)} for ${who === '' ? 'anyone' : who}${due}`;
  },
  UserTaskCanceled: ({ ordinal }, name) => `task ${name(ordinal)} taken away`,
  JobCreated: ({ jobType }) => `job ${text(jobType)} waits for a worker`,
  JobFailed: ({ retries, retryAt }) => (retries === 0 ? 'no retries left' : `${text(retries)} retries left, next from ${instant(retryAt)}`),
  JobErrorThrown: ({ errorCode, message, caught }) => `error ${text(errorCode)}${caught === true ? '' : ', which nothing catches'}: ${whole(message)}`,
  JobCanceled: ({ ordinal }, name) => `job ${name(ordinal)} taken away`,
  TimerScheduled: ({ target, due }) => `timer ${text(target)} set to ${instant(due)}`,
  MessageSubscriptionOpened: ({ messageName, correlationKey }) => `waits for message ${text(messageName)} with key ${text(correlationKey)}`,
  IncidentCreated: ({ element, message }) => `INCIDENT at ${text(element)}: ${whole(message)}`,
  CaseCompleted: () => 'case complete',
  CaseFoundBroken: ({ step }) => `step ${text(step)} is missing, or does not follow the one before it`,
  CaseTerminated: () => 'case ended early',
};

/** The elements entered, in lines; of nested states the innermost. */
const pathOf = (events: readonly Named[]): string[] => {
  const entered = events.flatMap((event) => (event.type === 'ElementActivated' ? [text(event['element'])] : []));
  const told = entered.filter((element, index) => !(entered[index + 1] ?? '').startsWith(`${element}.`));
  const lines: string[] = [];
  for (const element of told) {
    const last = lines.at(-1);
    if (last === undefined || last.length + element.length > valueColumns) lines.push(`→ ${element}`);
    else lines[lines.length - 1] = `${last} → ${element}`;
  }
  return lines;
};
