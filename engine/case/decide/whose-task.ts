/**
 * Whose task it is. A person who is known may do what concerns him: a task that he is assigned to, or one that nobody has and
 * that names him or a group of his, or nobody at all. Those who oversee the procedure (its owners, operators,
 * administrators) give tasks to people; they do none that is not theirs. The engine may everything, and so may whoever is
 * anonymous: where that is not meant, he gets no further than the server.
 */
import type { Order } from '../../stream/actor.ts';
import type { Question } from '../../stream/question.ts';
import { reject, sentence, type Rejection } from '../../stream/rejection.ts';
import type { UserTaskChanges } from '../command.ts';
import type { Context } from '../draft.ts';
import type { UserTask } from '../state.ts';

/** The first kernel that looks: before it nobody was known. */
const since = 5;

type Candidates = Pick<UserTaskChanges, 'candidateUsers' | 'candidateGroups'>;
type Membership = Extract<Question, { readonly type: 'membership' }>;

/** Whoever has proven nothing is as anonymous. */
const personOf = ({ actor, onBehalfOf }: Order): string | undefined => {
  if (actor.method === 'none') return undefined;
  if (actor.kind === 'person') return actor.id;
  return actor.kind === 'client' && onBehalfOf?.kind === 'person' ? onBehalfOf.id : undefined;
};

const belongs = (ctx: Context, person: string, of: string): boolean => {
  const question: Membership = { type: 'membership', person, of };
  return ctx.ask(question) === true;
};

/** A task that nobody has is offered to whom it names, and to everybody when it names nobody. */
export const isOffered = ({ candidateUsers = [], candidateGroups = [] }: Candidates, person: string, belongsTo: (group: string) => boolean): boolean =>
  (candidateUsers.length === 0 && candidateGroups.length === 0) || candidateUsers.includes(person) || candidateGroups.some(belongsTo);

const isCandidate = (ctx: Context, person: string, { attributes }: UserTask): boolean => isOffered(attributes, person, (group) => belongs(ctx, person, `group:${group}`));

const oversees = (ctx: Context, person: string): boolean => {
  const definition = ctx.draft.state.definition?.id ?? '';
  return belongs(ctx, person, 'role:admin') || belongs(ctx, person, `role:operator:${definition}`) || belongs(ctx, person, `role:owner:${definition}`);
};

const refused = (what: string, person: string): Rejection =>
  reject('FORBIDDEN', sentence`Expected to ${what} a user task that concerns '${person}', but this one is not his: he is neither its assignee nor one of those who may take it`);

/** For completing, and for taking the task oneself. */
export const refusedToDo = (ctx: Context, what: 'complete' | 'claim', task: UserTask): Rejection | undefined => {
  const person = personOf(ctx.order);
  if (ctx.kernel < since || person === undefined || task.assignee === person) return undefined;
  if (task.assignee === null && isCandidate(ctx, person, task)) return undefined;
  // Somebody who oversees may take over what another one has, by name and on the record.
  if (what === 'claim' && oversees(ctx, person)) return undefined;
  return refused(what, person);
};

/** For giving it to somebody, taking it from him, and changing its dates and candidates. */
export const refusedToDirect = (ctx: Context, what: 'assign' | 'unassign' | 'update', task: UserTask): Rejection | undefined => {
  const person = personOf(ctx.order);
  if (ctx.kernel < since || person === undefined || task.assignee === person || oversees(ctx, person)) return undefined;
  return refused(what, person);
};

export const isSame = (ctx: Context, assignee: string): boolean => personOf(ctx.order) === assignee;
