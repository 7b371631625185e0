/** From the directory's events to rows. */
import type { IdentityCommand, IdentityEvent } from '../../engine/identity/index.ts';
import { instantText } from '../../engine/journal/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import type { Projection } from './projection.ts';

type EventOf<T extends IdentityEvent['type']> = Extract<IdentityEvent, { type: T }>;
type Projectors = { readonly [T in IdentityEvent['type']]: (event: EventOf<T>, projection: Projection, rowId: bigint) => void };

const stateOf = (state: 'active' | 'disabled') => ({ ordinal }: { readonly ordinal: number }, { rows }: Projection, rowId: bigint): void =>
  rows.users.change(rowId, { ordinal }, { state });

const projectors: Projectors = {
  UserCreated: ({ ordinal, user, name, email, sample }, { rows, at }, rowId) =>
    rows.users.put(rowId, { ordinal, id: user, name: name ?? '', email: email ?? null, state: 'active', sample, createdAt: at }),
  UserChanged: ({ ordinal, name, email }, { rows }, rowId) => rows.users.change(rowId, { ordinal }, { name: name ?? '', email: email ?? null }),
  UserActivated: stateOf('active'),
  UserDeactivated: stateOf('disabled'),
  UserDeleted: ({ ordinal }, { rows }, rowId) => rows.users.delete(rowId, { ordinal }),
  PasswordSet: () => undefined,
  GroupCreated: ({ ordinal, group, name, description }, { rows }, rowId) => rows.groups.put(rowId, { ordinal, id: group, name, description }),
  GroupChanged: ({ ordinal, name, description }, { rows }, rowId) => rows.groups.change(rowId, { ordinal }, { name, description }),
  GroupDeleted: ({ ordinal }, { rows }, rowId) => rows.groups.delete(rowId, { ordinal }),
  MemberAdded: ({ ordinal, group, user }, { rows }, rowId) => rows.members.put(rowId, { ordinal, groupId: group, userId: user }),
  MemberRemoved: ({ ordinal }, { rows }, rowId) => rows.members.delete(rowId, { ordinal }),
  RoleGranted: ({ ordinal, to, id, role, scope }, { rows }, rowId) =>
    rows.grants.put(rowId, { ordinal, granteeKind: to, granteeId: id, role, scope }),
  RoleRevoked: ({ ordinal }, { rows }, rowId) => rows.grants.delete(rowId, { ordinal }),
  ApiKeyCreated: ({ ordinal, apiKey, name, expires }, { rows, at }, rowId) =>
    rows.apiKeys.put(rowId, { ordinal, id: apiKey, name, createdAt: at, expiresAt: expires === null ? null : instantText(expires) }),
  ApiKeyRevoked: ({ ordinal }, { rows }, rowId) => rows.apiKeys.delete(rowId, { ordinal }),
};

export const projectIdentity = (event: IdentityEvent, projection: Projection, _command: IdentityCommand): void =>
  (projectors[event.type] as (event: IdentityEvent, projection: Projection, rowId: bigint) => void)(event, projection, siblingKey(projection.stream, event.ordinal));
