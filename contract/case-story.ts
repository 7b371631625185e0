/**
 * What the steps of a case tell a person: what was asked, what came of it, and by which names. What only moves tokens
 * is left out. Events name things by ordinals, so the story remembers their names. Which words are used is up to
 * whoever shows it.
 */
export interface Named {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface StoryStep {
  readonly command: Named;
  readonly events: readonly Named[];
}

/** Something to say: `type` is the sentence, `fields` what stands in it. */
export interface Sentence {
  readonly type: string;
  /** What it is about: the name that the case gave it; null: it has none. */
  readonly about: string | null;
  /** The model's id of the element that it is about. */
  readonly element: string | null;
  readonly fields: Named;
}

export interface ToldStep {
  readonly headline: Sentence;
  /** Variables that were set and decisions that were made, in their order. Slots of forms without a value are no news. */
  readonly values: readonly Named[];
  /** The elements entered; of nested states the innermost. */
  readonly path: readonly string[];
  readonly outcomes: readonly Sentence[];
}

interface Remembered {
  readonly name: string;
  readonly element: string | null;
}

const outcomeTypes: ReadonlySet<string> = new Set([
  'UserTaskCreated', 'UserTaskCanceled', 'JobCreated', 'JobFailed', 'JobErrorThrown', 'JobCanceled', 'TimerScheduled',
  'MessageSubscriptionOpened', 'IncidentCreated', 'CaseCompleted', 'CaseFoundBroken', 'CaseTerminated',
]);

const subjects = ['task', 'job', 'timer', 'subscription', 'incident', 'ordinal'] as const;
const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export class CaseStory {
  readonly #remembered = new Map<unknown, Remembered>();

  tell({ command, events }: StoryStep): ToldStep {
    const headline = this.#sentence(command);
    for (const event of events) this.#remember(event);
    return {
      headline,
      values: events.filter(isValue),
      path: pathOf(events),
      outcomes: events.filter(({ type }) => outcomeTypes.has(type)).map((event) => this.#sentence(event)),
    };
  }

  #remember(event: Named): void {
    const name = textOr(event['name'] ?? event['messageName'] ?? event['jobType'] ?? event['target'] ?? event['element']);
    if (event.type !== 'VariableSet' && name !== null) this.#remembered.set(event['ordinal'], { name, element: textOr(event['element'] ?? event['target']) });
  }

  #sentence(fields: Named): Sentence {
    const subject = subjects.find((field) => fields[field] !== undefined);
    const known = subject === undefined ? undefined : this.#remembered.get(fields[subject]);
    return { type: fields.type, about: known?.name ?? (subject === undefined ? null : String(fields[subject])), element: known?.element ?? null, fields };
  }
}

const isValue = (event: Named): boolean =>
  event.type === 'DecisionEvaluated' || (event.type === 'VariableSet' && !(event['value'] === null && event['scope'] !== 0));

const pathOf = (events: readonly Named[]): string[] => {
  const entered = events.flatMap((event) => (event.type === 'ElementActivated' && typeof event['element'] === 'string' ? [event['element']] : []));
  return entered.filter((element, index) => !(entered[index + 1] ?? '').startsWith(`${element}.`));
};
