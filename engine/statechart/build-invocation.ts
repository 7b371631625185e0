/** Work that a state invokes: user tasks, jobs, messages. */
import type { Compiling } from './compiling.ts';
import type { InvocationFormat } from './format.ts';
import type { Invocation, StateKind, StatePath, Transition, Value, Work } from './model.ts';
import { propertyPath } from './source.ts';
import type { TransitionBuilder } from './build-transition.ts';

const DEFAULT_RETRIES = 3;
const DEFAULT_PRIORITY = 50;

const workKinds = ['userTask', 'job', 'message'] as const;

const buildWork = (compiling: Compiling, format: InvocationFormat, at: string): Work | null => {
  const { userTask, job, message } = format;
  if (userTask !== undefined) {
    const path = (name: string): string => propertyPath(propertyPath(at, 'userTask'), name);
    const people = (name: 'candidateGroups' | 'candidateUsers'): Value => compiling.value(userTask[name] ?? [], path(name));
    return {
      kind: 'userTask',
      name: compiling.optional(userTask.name, path('name')),
      assignee: compiling.optional(userTask.assignee, path('assignee')),
      candidateGroups: people('candidateGroups'),
      candidateUsers: people('candidateUsers'),
      dueDate: compiling.optional(userTask.dueDate, path('dueDate')),
      followUpDate: compiling.optional(userTask.followUpDate, path('followUpDate')),
      priority: compiling.value(userTask.priority ?? DEFAULT_PRIORITY, path('priority')),
      formId: userTask.formId ?? null,
      externalFormReference: userTask.externalFormReference ?? null,
      headers: userTask.headers ?? {},
      input: compiling.assignments(userTask.input, path('input')),
    };
  }
  if (job !== undefined) {
    const path = (name: string): string => propertyPath(propertyPath(at, 'job'), name);
    return {
      kind: 'job',
      type: compiling.expression(job.type, path('type')),
      retries: compiling.value(job.retries ?? DEFAULT_RETRIES, path('retries')),
      headers: job.headers ?? {},
      input: compiling.assignments(job.input, path('input')),
    };
  }
  if (message === undefined) return null;
  const path = (name: string): string => propertyPath(propertyPath(at, 'message'), name);
  return {
    kind: 'message',
    name: compiling.expression(message.name, path('name')),
    correlationKey: compiling.expression(message.correlationKey, path('correlationKey')),
  };
};

export interface BuiltInvocations {
  readonly invocations: readonly Invocation[];
  readonly transitions: readonly Transition[];
}

/** An atomic state with one invocation *is* that activity; otherwise each has an element of its own. */
export const buildInvocations = (
  compiling: Compiling,
  transitions: TransitionBuilder,
  format: InvocationFormat | readonly InvocationFormat[] | undefined,
  state: { readonly path: StatePath; readonly property: string; readonly kind: StateKind },
): BuiltInvocations => {
  const list = format === undefined ? [] : [format].flat();
  const invocations: Invocation[] = [];
  const follow: Transition[] = [];
  const seen = new Set<string>();
  for (const [index, invocation] of list.entries()) {
    const at = propertyPath(state.property, 'invoke');
    const property = Array.isArray(format) ? propertyPath(at, index) : at;
    const given = workKinds.filter((kind) => invocation[kind] !== undefined);
    const [kind] = given;
    const work = buildWork(compiling, invocation, property);
    if (given.length !== 1 || kind === undefined || work === null) {
      compiling.error(property, `Expected exactly one of userTask, job and message, but there ${given.length === 0 ? 'is none' : `are ${given.join(' and ')}`}`);
      continue;
    }
    if (kind !== 'job' && invocation.onError !== undefined)
      compiling.error(propertyPath(property, 'onError'), `Expected onError beside a job, but a ${kind} throws no errors`);
    const id = invocation.id ?? kind;
    if (seen.has(id)) compiling.error(property, `Expected each invocation of a state to have its own id, but '${id}' stands there twice`);
    seen.add(id);
    const element = state.kind === 'atomic' && list.length === 1 ? state.path : `${state.path}/${id}`;
    const place = (name: string) => ({ source: state.path, property: propertyPath(property, name) });
    const errors = transitions.buildErrors(invocation.onError, element, place('onError'));
    follow.push(...transitions.build(invocation.onDone, { kind: 'workDone', element }, place('onDone')), ...errors);
    const catches = errors.map(({ trigger }) => (trigger.kind === 'workError' && trigger.codes.length > 0 ? trigger.codes : null));
    invocations.push({ element, state: state.path, work, hasDone: invocation.onDone !== undefined, catches });
  }
  return { invocations, transitions: follow };
};
