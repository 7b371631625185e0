/**
 * The format of `*.statechart.json`: a JSON subset of XState v5's machine configuration, with FEEL
 * instead of functions and with user tasks, jobs, messages and decisions as invoked work. Unknown properties
 * are refused. `docs/statechart-format.md` describes it for people; its JSON Schema is generated
 * from here.
 */
import { z } from 'zod';

const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const EVENT = /^(?!xstate\.)[A-Za-z_][A-Za-z0-9_.-]*$/;
const VARIABLE = /^[\p{L}_][\p{L}\p{N}_]*$/u;

const named = z.string().regex(NAME, 'must start with a letter or _ and hold only letters, digits, _ and -');
const event = z.string().regex(EVENT, 'must be an event name: letters, digits, _, - and . (no wildcards, not xstate.…)');
const variable = z.string().regex(VARIABLE, 'must be a variable name: letters, digits and _');
const feel = z.string().regex(/^=/, 'must be a FEEL expression that starts with =');
const stringOrFeel = z.string().min(1).describe('A string; after = a FEEL expression');

/** Text for people: one string, or one per language (`zh-CN`, `en`). */
const text = z.union([z.string(), z.record(z.string(), z.string())]);

export type GuardFormat =
  | string
  | { in: string }
  | { and: GuardFormat[] }
  | { or: GuardFormat[] }
  | { not: GuardFormat };

const guard: z.ZodType<GuardFormat> = z.lazy(() =>
  z.union([
    feel,
    z.strictObject({ in: z.string() }),
    z.strictObject({ and: z.array(guard).min(1) }),
    z.strictObject({ or: z.array(guard).min(1) }),
    z.strictObject({ not: guard }),
  ]),
).describe('FEEL that gives true or false, or {in: state}, combined by and, or, not');

const action = z.union([
  z.strictObject({ assign: z.record(variable, z.json()) }),
  z.strictObject({ raise: event }),
]);
const actions = z.union([action, z.array(action)]);

const transitionFields = {
  target: z.string().min(1).optional(),
  guard: guard.optional(),
  actions: actions.optional(),
  reenter: z.boolean().optional(),
  title: text.optional(),
  description: text.optional(),
};
const transition = z.strictObject(transitionFields);
const transitions = z.union([z.string().min(1), transition, z.array(transition).min(1)]);

const errorTransition = z.strictObject({
  code: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  ...transitionFields,
});
const errorTransitions = z.union([z.string().min(1), errorTransition, z.array(errorTransition).min(1)]);

const people = z.union([feel, z.array(z.string().min(1))]);
const headers = z.record(z.string(), z.string());
const input = z.record(variable, z.json());

const userTask = z.strictObject({
  name: stringOrFeel.optional(),
  assignee: stringOrFeel.optional(),
  candidateGroups: people.optional(),
  candidateUsers: people.optional(),
  dueDate: stringOrFeel.optional(),
  followUpDate: stringOrFeel.optional(),
  priority: z.union([z.int().min(0).max(100), feel]).optional(),
  formId: stringOrFeel.optional(),
  externalFormReference: stringOrFeel.optional(),
  headers: headers.optional(),
  input: input.optional(),
});

const job = z.strictObject({
  type: stringOrFeel,
  retries: z.union([z.int().min(1), feel]).optional(),
  headers: headers.optional(),
  input: input.optional(),
});

const message = z.strictObject({ name: stringOrFeel, correlationKey: stringOrFeel });

const decision = z.strictObject({ decisionId: stringOrFeel, resultVariable: variable, input: input.optional() });

const invocation = z.strictObject({
  id: named.optional(),
  userTask: userTask.optional(),
  job: job.optional(),
  message: message.optional(),
  decision: decision.optional(),
  onDone: transitions.optional(),
  onError: errorTransitions.optional(),
});

const stateFields = {
  title: text.optional(),
  description: text.optional(),
  meta: z.json().optional(),
  tags: z.array(z.string()).optional(),
  type: z.enum(['atomic', 'compound', 'parallel', 'final', 'history']).optional(),
  initial: named.optional(),
  on: z.record(event, transitions).optional(),
  always: transitions.optional(),
  after: z.record(z.string(), transitions).optional(),
  entry: actions.optional(),
  exit: actions.optional(),
  onDone: transitions.optional(),
  invoke: z.union([invocation, z.array(invocation).min(1)]).optional(),
};

const plainState = z.strictObject({
  id: named.optional(),
  history: z.enum(['shallow', 'deep']).optional(),
  target: z.string().min(1).optional(),
  ...stateFields,
});

export type StateFormat = z.infer<typeof plainState> & { states?: { [name: string]: StateFormat } | undefined };

const state: z.ZodType<StateFormat> = plainState.extend({
  states: z.record(named, z.lazy(() => state)).optional(),
});

const parameter = z.strictObject({
  value: z.json(),
  title: text.optional(),
  description: text.optional(),
});

const eventDeclaration = z.strictObject({
  title: text.optional(),
  description: text.optional(),
  formId: z.string().min(1).optional(),
});

const { meta, tags, initial, on, always } = stateFields;

export const statechartFormat = z.strictObject({
  $schema: z.string().optional(),
  id: named,
  name: z.string().optional(),
  versionTag: z.string().optional(),
  startFormId: z.string().min(1).optional(),
  parameters: z.record(variable, parameter).optional(),
  context: z.record(variable, z.json()).optional(),
  delays: z.record(named, stringOrFeel).optional(),
  events: z.record(event, eventDeclaration).optional(),
  title: text.optional(),
  description: text.optional(),
  meta,
  tags,
  type: z.enum(['compound', 'parallel']).optional(),
  initial,
  on,
  always,
  states: z.record(named, state),
});

export type StatechartFormat = z.infer<typeof statechartFormat>;
export type TransitionFormat = z.infer<typeof transition>;
export type ErrorTransitionFormat = z.infer<typeof errorTransition>;
export type ActionFormat = z.infer<typeof action>;
export type InvocationFormat = z.infer<typeof invocation>;
export type Text = z.infer<typeof text>;
