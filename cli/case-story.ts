/** Tells the steps of a case in English lines: what was asked, and what came of it. */
import { codeText } from '../engine/dmn/index.ts';
import { CaseStory as Story, type Named, type Sentence, type StoryStep } from '../contract/case-story.ts';
import { shortened, when } from './output.ts';

export interface ToldStep extends StoryStep {
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
  readonly #story = new Story();

  /** What was asked, then a line for each thing that came of it, and what explains a value that is null. */
  tell({ warnings = [], ...step }: ToldStep): string[] {
    const { headline, values, path, outcomes: told } = this.#story.tell(step);
    const notes = new Set(warnings.map(({ code, element, attribute, name = '' }) => `note: ${placed(attribute, element)}: ${codeText(code, name)}`));
    return [line(headlines, headline), ...new Set(values.map(value)), ...notes, ...lines(path), ...told.map((outcome) => line(outcomes, outcome))];
  }
}

const line = (tellers: Tellers, { type, about, fields }: Sentence): string => tellers[type]?.(fields, about ?? '') ?? type;

/** Some attributes name their element already. */
const placed = (attribute: string, element: string): string => (attribute.includes(`'${element}'`) ? attribute : `${attribute} of '${element}'`);

const value = (event: Named): string =>
  event.type === 'DecisionEvaluated' ? `decided ${text(event['decisionId'])}: ${text(event['output'])}` : `${text(event['name'])} = ${text(event['value'])}`;

type Teller = (told: Named, about: string) => string;
interface Tellers {
  readonly [type: string]: Teller;
}

const headlines: Tellers = {
  CreateCase: ({ definition }) => {
    const { id, version } = (definition ?? {}) as { readonly id?: unknown; readonly version?: unknown };
    return `starts ${text(id)}, version ${text(version)}`;
  },
  CancelCase: () => 'cancels the case',
  CloseCase: ({ because }) => `closes the case, whose record is broken: ${whole(because)}`,
  Continue: () => 'goes on',
  CompleteUserTask: ({ action }, about) => `completes task ${about}${typeof action === 'string' && action !== '' ? ` (${text(action)})` : ''}`,
  AssignUserTask: ({ assignee }, about) => `assigns task ${about} to ${text(assignee)}`,
  UnassignUserTask: (_, about) => `takes the assignee from task ${about}`,
  UpdateUserTask: ({ changes }, about) => `changes task ${about}: ${text(changes)}`,
  AddComment: ({ task, text: said }, about) => `says${task === undefined ? '' : ` of task ${about}`}: ${said === undefined ? '(erased)' : whole(said)}`,
  CompleteJob: (_, about) => `does job ${about}`,
  FailJob: ({ errorMessage }, about) => `fails at job ${about}: ${whole(errorMessage)}`,
  ThrowJobError: ({ errorCode }, about) => `ends job ${about} with error ${text(errorCode)}`,
  UpdateJob: ({ retries }, about) => `gives job ${about} ${text(retries)} retries`,
  FireTimer: (_, about) => `timer ${about} fires`,
  CorrelateMessage: (_, about) => `message ${about} arrives`,
  SetVariables: () => 'sets variables',
  ResolveIncident: ({ retries }, about) => `resolves the incident at ${about}${retries === undefined ? '' : `, with at least ${text(retries)} retries`}`,
  SendEvent: ({ event }) => `event ${text(event)}`,
};

const outcomes: Tellers = {
  UserTaskCreated: ({ name, element, assignee, candidateUsers, candidateGroups, dueDate }) => {
    const who = assignee === null ? [...list(candidateUsers), ...list(candidateGroups)].join(', ') : text(assignee);
    const due = typeof dueDate === 'string' ? `, due ${when(dueDate)}` : '';
    return `task ${text(name ?? element)} for ${who === '' ? 'anyone' : who}${due}`;
  },
  UserTaskCanceled: (_, about) => `task ${about} taken away`,
  JobCreated: ({ jobType }) => `job ${text(jobType)} waits for a worker`,
  JobFailed: ({ retries, retryAt }) => (retries === 0 ? 'no retries left' : `${text(retries)} retries left, next from ${instant(retryAt)}`),
  JobErrorThrown: ({ errorCode, message, caught }) => `error ${text(errorCode)}${caught === true ? '' : ', which nothing catches'}: ${whole(message)}`,
  JobCanceled: (_, about) => `job ${about} taken away`,
  TimerScheduled: ({ target, due }) => `timer ${text(target)} set to ${instant(due)}`,
  MessageSubscriptionOpened: ({ messageName, correlationKey }) => `waits for message ${text(messageName)} with key ${text(correlationKey)}`,
  IncidentCreated: ({ element, message }) => `INCIDENT at ${text(element)}: ${whole(message)}`,
  CaseCompleted: () => 'case complete',
  CaseFoundBroken: ({ step }) => `step ${text(step)} is missing, or does not follow the one before it`,
  CaseTerminated: () => 'case ended early',
};

/** The elements entered, in lines. */
const lines = (path: readonly string[]): string[] => {
  const told: string[] = [];
  for (const element of path) {
    const last = told.at(-1);
    if (last === undefined || last.length + element.length > valueColumns) told.push(`→ ${element}`);
    else told[told.length - 1] = `${last} → ${element}`;
  }
  return told;
};
