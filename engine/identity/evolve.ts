/** The only code that changes the directory's state. */
import { UnknownEventError } from '../stream/decider.ts';
import { assign } from '../stream/undo-log.ts';
import type { IdentityEvent } from './command.ts';
import type { IdentityState, User } from './state.ts';

type EventOf<T extends IdentityEvent['type']> = Extract<IdentityEvent, { type: T }>;
type Evolvers = { readonly [T in IdentityEvent['type']]: (state: IdentityState, event: EventOf<T>) => void };

const changeUser = (state: IdentityState, ordinal: number, change: Partial<User>): void => {
  const user = state.users.get(ordinal);
  if (user !== undefined) state.users.set(ordinal, { ...user, ...change });
};

const evolvers: Evolvers = {
  UserCreated: (state, { ordinal, user, name, email }) => state.users.set(ordinal, { user, name, email, isActive: true }),
  UserChanged: (state, { ordinal, name, email }) => changeUser(state, ordinal, { name, email }),
  UserActivated: (state, { ordinal }) => changeUser(state, ordinal, { isActive: true }),
  UserDeactivated: (state, { ordinal }) => changeUser(state, ordinal, { isActive: false }),
  UserDeleted: (state, { ordinal, user }) => {
    state.users.delete(ordinal);
    state.deleted.add(user);
    if (state.undo.isOpen) state.undo.add(() => void state.deleted.delete(user));
  },
  PasswordSet: () => undefined,
  GroupCreated: (state, { ordinal, group, name, description }) => state.groups.set(ordinal, { group, name, description }),
  GroupChanged: (state, { ordinal, group, name, description }) => state.groups.set(ordinal, { group, name, description }),
  GroupDeleted: (state, { ordinal }) => state.groups.delete(ordinal),
  MemberAdded: (state, { ordinal, group, user }) => state.members.set(ordinal, { group, user }),
  MemberRemoved: (state, { ordinal }) => state.members.delete(ordinal),
  RoleGranted: (state, { ordinal, to, id, role, scope }) => state.grants.set(ordinal, { to, id, role, scope }),
  RoleRevoked: (state, { ordinal }) => state.grants.delete(ordinal),
  ApiKeyCreated: (state, { ordinal, apiKey }) => state.apiKeys.set(ordinal, { apiKey }),
  ApiKeyRevoked: (state, { ordinal }) => state.apiKeys.delete(ordinal),
};

/** @throws UnknownEventError */
export const evolveIdentity = (state: IdentityState, event: IdentityEvent): void => {
  const fold = Object.hasOwn(evolvers, event.type) ? (evolvers[event.type] as (state: IdentityState, event: IdentityEvent) => void) : undefined;
  if (fold === undefined) throw new UnknownEventError(event.type);
  if (event.ordinal > state.lastOrdinal) assign(state.undo, state, 'lastOrdinal', event.ordinal);
  fold(state, event);
};
