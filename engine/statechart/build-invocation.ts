/** Work that a state invokes: user tasks, jobs, messages, decisions. */
import type { Json } from '../json/json.ts';
import type { Compiling, Property } from './compiling.ts';
import type { InvocationFormat } from './format.ts';
import type { Assignment, Invocation, InvokedWork, StateKind, StatePath, Transition } from './model.ts';
import { propertyPath } from './source.ts';
import type { TransitionBuilder } from './build-transition.ts';

type WorkKind = InvokedWork['type'];
type Given<K extends WorkKind> = NonNullable<InvocationFormat[K]>;
type Built = Pick<Invocation, 'work' | 'name' | 'input'>;

const workKinds = ['userTask', 'job', 'message', 'decision'] as const satisfies readonly WorkKind[];

/** Reads the properties of one piece of work. */
class Reader<T extends object> {
  readonly given: T;
  readonly #compiling: Compiling;
  readonly #at: string;

  constructor(compiling: Compiling, given: T, at: string) {
    this.given = given;
    this.#compiling = compiling;
    this.#at = at;
  }

  property(name: keyof T & string): Property {
    return { json: this.given[name] as Json | undefined, at: propertyPath(this.#at, name) };
  }

  assignments(name: keyof T & string): Assignment[] {
    return this.#compiling.assignments(this.given[name] as { readonly [variable: string]: Json } | undefined, propertyPath(this.#at, name));
  }
}

const builders: { readonly [K in WorkKind]: (compiling: Compiling, given: Given<K>, at: string) => Built } = {
  userTask: (compiling, given, at) => {
    const task = new Reader(compiling, given, at);
    const { name, ...attributes } = compiling.attributes({
      name: task.property('name'),
      assignee: task.property('assignee'),
      candidateGroups: task.property('candidateGroups'),
      candidateUsers: task.property('candidateUsers'),
      dueDate: task.property('dueDate'),
      followUpDate: task.property('followUpDate'),
      priority: task.property('priority'),
      formId: task.property('formId'),
      externalFormReference: task.property('externalFormReference'),
    });
    return { name, work: { type: 'userTask', attributes, headers: given.headers ?? {} }, input: task.assignments('input') };
  },

  job: (compiling, given, at) => {
    const job = new Reader(compiling, given, at);
    const attributes = compiling.attributes({ jobType: job.property('type'), retries: job.property('retries') });
    return { name: null, work: { type: 'job', attributes, headers: given.headers ?? {} }, input: job.assignments('input') };
  },

  message: (compiling, given, at) => {
    const message = new Reader(compiling, given, at);
    const attributes = compiling.attributes({ messageName: message.property('name'), correlationKey: message.property('correlationKey') });
    return { name: null, work: { type: 'message', attributes }, input: [] };
  },

  decision: (compiling, given, at) => {
    const decision = new Reader(compiling, given, at);
    const attributes = compiling.attributes({ decisionId: decision.property('decisionId') });
    return { name: null, work: { type: 'decision', attributes, resultVariable: given.resultVariable }, input: decision.assignments('input') };
  },
};

const build = <K extends WorkKind>(compiling: Compiling, kind: K, format: InvocationFormat, at: string): Built | undefined => {
  const given = format[kind] as Given<K> | undefined;
  return given && builders[kind](compiling, given, propertyPath(at, kind));
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
    const [kind, ...others] = workKinds.filter((name) => invocation[name] !== undefined);
    const built = kind && build(compiling, kind, invocation, property);
    if (kind === undefined || built === undefined || others.length > 0) {
      compiling.error(property, `Expected exactly one of ${listed(workKinds)}, but there ${kind === undefined ? 'is none' : `are ${listed([kind, ...others])}`}`);
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
    invocations.push({ element, state: state.path, ...built, hasDone: invocation.onDone !== undefined, catches });
  }
  return { invocations, transitions: follow };
};

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
