/** What the model says of a user task, evaluated when the task is created. */
import { instantText } from '../../journal/instant.ts';
import { parseInstant } from '../../kernel/instant.ts';
import type { Json } from '../../kernel/json.ts';
import { limits } from '../../kernel/limits.ts';
import { isFailure, type ElementBehavior } from '../model.ts';
import { armBoundaryEvents } from './boundary-events.ts';
import { evaluateAspects, type OptionalAspect, type ValueType } from './typed-value.ts';

export interface UserTaskDefinition {
  readonly aspects: {
    readonly assignee: OptionalAspect<string | null>;
    readonly candidateGroups: OptionalAspect<readonly string[]>;
    readonly candidateUsers: OptionalAspect<readonly string[]>;
    readonly dueDate: OptionalAspect<string | null>;
    readonly followUpDate: OptionalAspect<string | null>;
    readonly priority: OptionalAspect<number>;
    readonly externalFormReference: OptionalAspect<string | null>;
  };
  readonly formId: string | null;
  readonly headers: { readonly [name: string]: string };
}

export const DEFAULT_PRIORITY = 50;

const fits = (name: string): boolean => name.length <= limits.indexedStringLength;

/** Null and the empty text say that there is none. */
export const optionalName: ValueType<string | null> = {
  name: 'a text',
  read: (value) => {
    if (value === null || value === '') return null;
    return typeof value === 'string' && fits(value) ? value : undefined;
  },
};

const isNames = (values: readonly Json[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string' && fits(value));

/** A list of names, or names separated by commas. */
export const names: ValueType<readonly string[]> = {
  name: 'a list of texts',
  read: (value) => {
    if (value === null) return [];
    const list: Json = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
    if (!Array.isArray(list)) return undefined;
    const given = (list as readonly Json[]).filter((name) => name !== '');
    return isNames(given) ? given : undefined;
  },
};

const WITH_OFFSET = /T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** Kept as written when it has an offset, so that readers see the one that the author meant; else it is told in UTC. */
export const optionalDate: ValueType<string | null> = {
  name: 'a date and time',
  read: (value) => {
    if (value === null || value === '') return null;
    const instant = typeof value === 'string' ? parseInstant(value) : null;
    if (instant === null || typeof value !== 'string') return undefined;
    return WITH_OFFSET.test(value) ? value : instantText(instant);
  },
};

export const taskPriority: ValueType<number> = {
  name: 'a whole number from 0 to 100',
  read: (value) => {
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 100 ? number : undefined;
  },
};

export const workedByPerson = ({ aspects, formId, headers }: UserTaskDefinition): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    const evaluated = evaluateAspects(game, instance, aspects);
    if (isFailure(evaluated)) return evaluated;
    const failure = armBoundaryEvents(game, instance, node);
    if (failure !== undefined) return failure;
    const { draft } = game;
    const task = { ordinal: draft.nextOrdinal(), instance, element: node.id, name: node.name, formId, headers };
    draft.emit({ type: 'UserTaskCreated', ...task, ...evaluated.value });
    return undefined;
  },
});
