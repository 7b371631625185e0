/** The story of a case for people, from its steps: who did what, what came of it; and from the same steps the values' history. */
import { CaseStory, type Named, type Sentence } from '../../../../contract/case-story.ts';

interface Actor {
  readonly id: string;
  readonly kind: 'person' | 'client' | 'anonymous' | 'engine';
  readonly method: string;
}

export interface RecordedStep {
  readonly seq: number;
  readonly at: string;
  readonly actor: Actor;
  readonly onBehalfOf: Actor | null;
  readonly command: Named;
  readonly events: readonly Named[];
  readonly erased: boolean;
}

export type StoryKind = 'person' | 'machine' | 'decision' | 'data' | 'trouble';

export interface StoryItem {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly kind: StoryKind;
  /** Whose act it is; null: nobody's, the engine went on by itself. */
  readonly who: Who | null;
  readonly sentence: Sentence;
  readonly values: readonly { readonly name: string; readonly value: unknown; readonly isErased: boolean }[];
}

export interface Who {
  readonly id: string;
  readonly isAnonymous: boolean;
  readonly isProven: boolean;
}

/** What is told of the engine's own doing; the rest of it only moves tokens. */
const ownDoing: ReadonlySet<string> = new Set(['FireTimer', 'CorrelateMessage']);
const troubles: ReadonlySet<string> = new Set(['IncidentCreated', 'JobErrorThrown', 'CaseFoundBroken']);
const machineWork: ReadonlySet<string> = new Set(['CompleteJob', 'FailJob', 'ThrowJobError', 'FireTimer', 'CorrelateMessage']);
/** Worth a sentence of their own; what waits now is shown by the diagram. */
const toldOutcomes: ReadonlySet<string> = new Set(['UserTaskCreated', 'UserTaskCanceled', 'IncidentCreated', 'JobErrorThrown', 'CaseCompleted', 'CaseTerminated', 'CaseFoundBroken', 'TimerScheduled']);

export const whoOf = ({ actor, onBehalfOf }: Pick<RecordedStep, 'actor' | 'onBehalfOf'>): Who | null => {
  const one = onBehalfOf ?? actor;
  if (one.kind === 'engine') return null;
  return { id: one.id, isAnonymous: one.kind === 'anonymous', isProven: one.method !== 'none' && one.method !== 'sample' };
};

export const storyOf = (steps: readonly RecordedStep[]): StoryItem[] => {
  const story = new CaseStory();
  return steps.flatMap((step) => {
    const { headline, values, outcomes } = story.tell(step);
    const who = whoOf(step);
    const item = (id: string, kind: StoryKind, sentence: Sentence, more: Partial<StoryItem> = {}): StoryItem => ({ id: `${step.seq} ${id}`, seq: step.seq, at: step.at, kind, who: null, sentence, values: [], ...more });
    const told: StoryItem[] = [];
    if (who !== null || ownDoing.has(headline.type)) told.push(item('', kindOf(headline.type), headline, { who: machineWork.has(headline.type) ? null : who, values: valuesOf(values) }));
    const decisions = values.filter(({ type }) => type === 'DecisionEvaluated');
    for (const [index, decision] of decisions.entries()) told.push(item(`d${index}`, 'decision', { type: 'DecisionEvaluated', about: null, element: null, fields: decision }));
    for (const [index, outcome] of outcomes.entries())
      if (toldOutcomes.has(outcome.type)) told.push(item(`o${index}`, troubles.has(outcome.type) ? 'trouble' : 'machine', outcome));
    return told;
  });
};

const kindOf = (type: string): StoryKind => (type === 'FailJob' || type === 'ThrowJobError' ? 'trouble' : type === 'SetVariables' ? 'data' : machineWork.has(type) ? 'machine' : 'person');

/** Each variable of the case once, with its last value in the step; what is local to a step of the work is not told. */
const valuesOf = (events: readonly Named[]): StoryItem['values'] => {
  const last = new Map<string, { name: string; value: unknown; isErased: boolean }>();
  for (const event of events)
    if (event.type === 'VariableSet' && event['scope'] === 0 && typeof event['name'] === 'string') last.set(event['name'], { name: event['name'], value: event['value'], isErased: !('value' in event) });
  return [...last.values()];
};

export interface VariableChange {
  readonly seq: number;
  readonly at: string;
  readonly who: Who | null;
  readonly value: unknown;
  readonly isErased: boolean;
}

export interface VariableHistory {
  readonly name: string;
  /** The element in which it is local; null: of the case. */
  readonly element: string | null;
  /** The latest first. */
  readonly changes: readonly VariableChange[];
}

export const variableHistories = (steps: readonly RecordedStep[]): VariableHistory[] => {
  const found = new Map<unknown, { name: string; element: string | null; changes: VariableChange[] }>();
  const elements = new Map<unknown, string>();
  for (const step of steps)
    for (const event of step.events) {
      if (event.type === 'ElementActivated' && typeof event['element'] === 'string') elements.set(event['ordinal'], event['element']);
      if (event.type !== 'VariableSet') continue;
      const variable = found.get(event['ordinal']) ?? { name: String(event['name']), element: event['scope'] === 0 ? null : (elements.get(event['scope']) ?? null), changes: [] };
      found.set(event['ordinal'], variable);
      variable.changes.unshift({ seq: step.seq, at: step.at, who: whoOf(step), value: event['value'], isErased: !('value' in event) });
    }
  return [...found.values()].toSorted((a, b) => Number(a.element !== null) - Number(b.element !== null) || a.name.localeCompare(b.name));
};

/** The ways that were taken: sequence flows; of statecharts, the states left and entered in one step as `from to`. */
export const takenWays = (steps: readonly RecordedStep[]): Set<string> => {
  const taken = new Set<string>();
  const elements = new Map<unknown, string>();
  for (const { events } of steps) {
    const entered: string[] = [];
    const left: string[] = [];
    for (const event of events) {
      if (event.type === 'SequenceFlowTaken') taken.add(String(event['flow']));
      if (event.type === 'ElementActivated') {
        elements.set(event['ordinal'], String(event['element']));
        entered.push(String(event['element']));
        for (const flow of Array.isArray(event['consumes']) ? event['consumes'] : []) taken.add(String(flow));
      }
      if (event.type === 'ElementCompleted' || event.type === 'ElementTerminated') left.push(elements.get(event['ordinal']) ?? '');
    }
    for (const from of left) for (const to of entered) taken.add(`${from} ${to}`);
  }
  return taken;
};

/** Ids of the people who took part, in the order in which they appeared. */
export const participants = (steps: readonly RecordedStep[]): string[] => {
  const found = new Set<string>();
  for (const step of steps) {
    const who = whoOf(step);
    if (who !== null && !who.isAnonymous) found.add(who.id);
  }
  return [...found];
};

/** Texts as ids are: what of them is a person is known by asking. */
const likeId = /^[a-z][\w.@-]{0,63}$/;

const idsWithin = (value: unknown): string[] => {
  if (typeof value === 'string') return likeId.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsWithin) : [];
};

/** What in the values of a case may be people. */
export const idsInValues = (steps: readonly RecordedStep[]): string[] =>
  [...new Set(steps.flatMap(({ events }) => events.flatMap((event) => (event.type === 'VariableSet' ? idsWithin(event['value']) : event.type === 'DecisionEvaluated' ? idsWithin(event['output']) : []))))];
