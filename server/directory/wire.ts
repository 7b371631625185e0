/** What the directory looks like on the wire. */
import type { Grant } from '../../engine/identity/index.ts';
import type { DirectoryGroup, DirectoryUser, DirectoryView } from '../../runtime/identity/directory.ts';
import type { Session } from '../../runtime/identity/sessions.ts';
import { notFound } from '../problem/problem-error.ts';

/** No scope is everything: null. */
export const wireGrant = ({ role, scope }: Readonly<Grant>) => ({ role, scope: scope.length === 0 ? null : [...scope] });

/** By their names; a group that is gone keeps its id. */
export const wireGroups = (view: DirectoryView, groups: readonly string[]) => groups.map((id) => ({ id, name: view.groups.get(id)?.name ?? id }));

/** `current`: id of the session that asks. */
export const wireSessions = (sessions: readonly Session[], current: string | undefined) =>
  sessions.map(({ user: _user, claims: _claims, ...session }) => ({ ...session, isCurrent: session.id === current }));

/** @throws ProblemError */
export const userOf = (view: DirectoryView, id: string): DirectoryUser => {
  const user = view.users.get(id);
  if (user === undefined) throw notFound(`User with username '${id}' not found`);
  return user;
};

/** @throws ProblemError */
export const groupOf = (view: DirectoryView, id: string): DirectoryGroup => {
  const group = view.groups.get(id);
  if (group === undefined) throw notFound(`Group with id '${id}' not found`);
  return group;
};
