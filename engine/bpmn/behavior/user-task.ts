/** What the model says of a user task, evaluated when the task is created. */
import type { EventOf } from '../../kernel/event.ts';
import type { Expression } from '../../kernel/expression.ts';
import { parseInstant } from '../../kernel/instant.ts';
import type { Json } from '../../kernel/json.ts';
import type { Ordinal } from '../../kernel/key.ts';
import { limits } from '../../kernel/limits.ts';
import { isFailure, type FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAs, type Typed } from './typed-value.ts';

export interface UserTaskDefinition {
  readonly assignee: Expression | null;
  readonly candidateGroups: Expression | null;
  readonly candidateUsers: Expression | null;
  readonly dueDate: Expression | null;
  readonly followUpDate: Expression | null;
  readonly priority: Expression | null;
  readonly formId: string | null;
  readonly externalFormReference: Expression | null;
  readonly headers: { readonly [name: string]: string };
}

export type EvaluatedTask = Omit<EventOf<'UserTaskCreated'>, 'type' | 'ordinal' | 'instance' | 'element' | 'name'>;

const DEFAULT_PRIORITY = 50;

const fits = (text: string): boolean => text.length <= limits.indexedStringLength;

/** Nobody is assigned when the value is null or empty. */
const toName = (value: Json): string | null | undefined => {
  if (value === null || value === '') return null;
  return typeof value === 'string' && fits(value) ? value : undefined;
};

/** A list of names, or names separated by commas. */
const toNames = (value: Json): readonly string[] | undefined => {
  if (value === null) return [];
  const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
  if (!Array.isArray(names)) return undefined;
  const given = (names as readonly Json[]).filter((name) => name !== '');
  return given.every((name) => typeof name === 'string' && fits(name)) ? (given as readonly string[]) : undefined;
};

/** Kept as written, so that the reader sees the zone that the author meant; a date gets midnight UTC. */
const toDate = (value: Json): string | null | undefined => {
  if (value === null || value === '') return null;
  if (typeof value !== 'string' || parseInstant(value) === null) return undefined;
  if (!value.includes('T')) return `${value}T00:00:00Z`;
  return /(Z|[+-]\d\d(:?\d\d)?)(\[.*\])?$/.test(value) || value.includes('@') ? value : `${value}Z`;
};

const toPriority = (value: Json): number | undefined => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 100 ? number : undefined;
};

export const evaluateUserTask = (
  game: TokenGame,
  instance: Ordinal,
  definition: UserTaskDefinition,
): Typed<EvaluatedTask> => {
  const read = <T>(name: keyof UserTaskDefinition & string, what: string, fallback: T, expected: string, convert: (value: Json) => T | undefined): Typed<T> => {
    const expression = definition[name] as Expression | null;
    return expression === null
      ? { value: fallback }
      : evaluateAs(game, instance, { what: `the ${what} of the user task`, expression }, expected, convert);
  };
  const assignee = read<string | null>('assignee', 'assignee', null, 'a text', toName);
  if (isFailure(assignee)) return assignee;
  const groups = read('candidateGroups', 'candidate groups', [], 'a list of texts', toNames);
  if (isFailure(groups)) return groups;
  const users = read('candidateUsers', 'candidate users', [], 'a list of texts', toNames);
  if (isFailure(users)) return users;
  const due = read<string | null>('dueDate', 'due date', null, 'a date and time', toDate);
  if (isFailure(due)) return due;
  const followUp = read<string | null>('followUpDate', 'follow-up date', null, 'a date and time', toDate);
  if (isFailure(followUp)) return followUp;
  const priority = read('priority', 'priority', DEFAULT_PRIORITY, 'a whole number from 0 to 100', toPriority);
  if (isFailure(priority)) return priority;
  const form = read<string | null>('externalFormReference', 'external form reference', null, 'a text', toName);
  if (isFailure(form)) return form;
  return {
    value: {
      assignee: assignee.value,
      candidateGroups: groups.value,
      candidateUsers: users.value,
      dueDate: due.value,
      followUpDate: followUp.value,
      priority: priority.value,
      formId: definition.formId,
      externalFormReference: form.value,
      headers: definition.headers,
    },
  };
};

export const createUserTask = (game: TokenGame, instance: Ordinal, node: FlowNode, task: EvaluatedTask): void => {
  const ordinal = game.draft.nextOrdinal();
  game.draft.emit({ type: 'UserTaskCreated', ordinal, instance, element: node.id, name: node.name, ...task });
};
