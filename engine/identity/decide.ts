/** What may become of the directory. */
import type { Context as StreamContext } from '../stream/decider.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject, sentence, type Rejection } from '../stream/rejection.ts';
import type { Grant, Grantee, IdentityCommand, IdentityEvent, Role } from './command.ts';
import { idRefusal } from './id.ts';
import { grantName, memberName, type IdentityState } from './state.ts';

type Context = StreamContext<IdentityState, IdentityEvent, undefined>;
type CommandOf<T extends IdentityCommand['type']> = Extract<IdentityCommand, { type: T }>;
type Handlers = { readonly [T in IdentityCommand['type']]: (ctx: Context, command: CommandOf<T>) => Rejection | undefined };

const noSuchUser = (user: string): Rejection => reject('NOT_FOUND', sentence`Expected a user '${user}', but there is none`);
const noSuchGroup = (group: string): Rejection => reject('NOT_FOUND', sentence`Expected a group '${group}', but there is none`);

/** What becomes of somebody whom there is. */
const onUser = ({ draft }: Context, user: string, change: (ordinal: Ordinal) => Rejection | undefined | void): Rejection | undefined => {
  const ordinal = draft.state.byUser.get(user);
  return ordinal === undefined ? noSuchUser(user) : (change(ordinal) ?? undefined);
};

const onGroup = ({ draft }: Context, group: string, change: (ordinal: Ordinal) => Rejection | undefined | void): Rejection | undefined => {
  const ordinal = draft.state.byGroup.get(group);
  return ordinal === undefined ? noSuchGroup(group) : (change(ordinal) ?? undefined);
};

/** People who are active and have the role of administrators by themselves or through a group. */
const administrators = (state: IdentityState): number => {
  const admin = (to: 'user' | 'group', id: string): boolean => state.byGrant.get(grantName(to, id, 'admin')) !== undefined;
  const groups = state.groups.entries().map(([, { group }]) => group).filter((group) => admin('group', group));
  const isOne = (user: string): boolean => admin('user', user) || groups.some((group) => state.byMember.get(memberName(group, user)) !== undefined);
  return state.users.entries().filter(([, { user, isActive }]) => isActive && isOne(user)).length;
};

/** What leaves nobody who may administer is refused: nobody could take it back. */
const keepingAdministrators = (ctx: Context, change: () => void): Rejection | undefined => {
  const before = administrators(ctx.draft.state);
  change();
  return before > 0 && administrators(ctx.draft.state) === 0
    ? reject('INVALID_STATE', 'Expected somebody to be left who may administer, but this takes the role from the last one. Give it to somebody else first')
    : undefined;
};

const grantRole = ({ draft }: Context, { kind: to, id }: Grantee, { role, scope }: Grant): void => {
  const known = draft.state.byGrant.get(grantName(to, id, role));
  const sorted = [...new Set(scope)].sort();
  if (known !== undefined && draft.state.grants.get(known)?.scope.join('\u0000') === sorted.join('\u0000')) return;
  draft.emit({ type: 'RoleGranted', ordinal: known ?? draft.peekOrdinal(), to, id, role, scope: sorted });
};

const revokeAll = ({ draft }: Context, kind: Grantee['kind'], id: string): void => {
  for (const [ordinal, { to, id: of, role }] of draft.state.grants.entries())
    if (to === kind && of === id) draft.emit({ type: 'RoleRevoked', ordinal, to, id, role });
};

const removeMembers = ({ draft }: Context, isMeant: (member: { readonly group: string; readonly user: string }) => boolean): void => {
  for (const [ordinal, member] of draft.state.members.entries())
    if (isMeant(member)) draft.emit({ type: 'MemberRemoved', ordinal, ...member });
};

const addMember = ({ draft }: Context, group: string, user: string): void =>
  void (draft.state.byMember.get(memberName(group, user)) ?? draft.emit({ type: 'MemberAdded', ordinal: draft.peekOrdinal(), group, user }));

const missingGrantee = (state: IdentityState, { kind, id }: Grantee): Rejection | undefined => {
  if (kind === 'user' && state.byUser.get(id) === undefined) return noSuchUser(id);
  if (kind === 'group' && state.byGroup.get(id) === undefined) return noSuchGroup(id);
  if (kind === 'apiKey' && state.byApiKey.get(id) === undefined) return reject('NOT_FOUND', sentence`Expected an API key '${id}', but there is none`);
  return undefined;
};

const createUser: Handlers['CreateUser'] = (ctx, { user, name, email, sample, grants, groups }) => {
  const { draft } = ctx;
  const { state } = draft;
  const refusal = idRefusal('user', user);
  if (refusal !== undefined) return refusal;
  if (state.byUser.get(user) !== undefined) return reject('ALREADY_EXISTS', sentence`Expected to create user '${user}', but there is one already`);
  if (state.deleted.has(user)) return reject('ALREADY_EXISTS', sentence`Expected to create user '${user}', but somebody else had that id, and records name him by it. Take another one`);
  const missing = groups.find((group) => state.byGroup.get(group) === undefined);
  if (missing !== undefined) return noSuchGroup(missing);
  draft.emit({ type: 'UserCreated', ordinal: draft.peekOrdinal(), user, name, email, sample });
  for (const grant of grants) grantRole(ctx, { kind: 'user', id: user }, grant);
  for (const group of groups) addMember(ctx, group, user);
  return undefined;
};

const handlers: Handlers = {
  CreateUser: createUser,
  ChangeUser: (ctx, { user, name, email }) => onUser(ctx, user, (ordinal) => {
    const known = ctx.draft.state.users.get(ordinal);
    ctx.draft.emit({ type: 'UserChanged', ordinal, user, name: name ?? known?.name ?? '', email: email === undefined ? (known?.email ?? null) : email });
  }),
  SetUserActive: (ctx, { user, isActive }) => onUser(ctx, user, (ordinal) => {
    if (ctx.draft.state.users.get(ordinal)?.isActive === isActive) return undefined;
    return keepingAdministrators(ctx, () => ctx.draft.emit({ type: isActive ? 'UserActivated' : 'UserDeactivated', ordinal, user }));
  }),
  DeleteUser: (ctx, { user }) => onUser(ctx, user, (ordinal) => keepingAdministrators(ctx, () => {
    removeMembers(ctx, (member) => member.user === user);
    revokeAll(ctx, 'user', user);
    ctx.draft.emit({ type: 'UserDeleted', ordinal, user });
  })),
  NotePassword: (ctx, { user }) => onUser(ctx, user, (ordinal) => ctx.draft.emit({ type: 'PasswordSet', ordinal, user })),
  CreateGroup: ({ draft }, { group, name, description }) => {
    const refusal = idRefusal('group', group);
    if (refusal !== undefined) return refusal;
    if (draft.state.byGroup.get(group) !== undefined) return reject('ALREADY_EXISTS', sentence`Expected to create group '${group}', but there is one already`);
    draft.emit({ type: 'GroupCreated', ordinal: draft.peekOrdinal(), group, name, description });
    return undefined;
  },
  ChangeGroup: (ctx, { group, name, description }) => onGroup(ctx, group, (ordinal) => ctx.draft.emit({ type: 'GroupChanged', ordinal, group, name, description })),
  DeleteGroup: (ctx, { group }) => onGroup(ctx, group, (ordinal) => keepingAdministrators(ctx, () => {
    removeMembers(ctx, (member) => member.group === group);
    revokeAll(ctx, 'group', group);
    ctx.draft.emit({ type: 'GroupDeleted', ordinal, group });
  })),
  AddMember: (ctx, { group, user }) => {
    const { state } = ctx.draft;
    if (state.byGroup.get(group) === undefined) return noSuchGroup(group);
    if (state.byUser.get(user) === undefined) return noSuchUser(user);
    if (state.byMember.get(memberName(group, user)) !== undefined) return reject('ALREADY_EXISTS', sentence`Expected to add user '${user}' to group '${group}', but he belongs to it already`);
    addMember(ctx, group, user);
    return undefined;
  },
  RemoveMember: (ctx, { group, user }) => {
    const ordinal = ctx.draft.state.byMember.get(memberName(group, user));
    if (ordinal === undefined) return reject('NOT_FOUND', sentence`Expected user '${user}' in group '${group}', but he does not belong to it`);
    return keepingAdministrators(ctx, () => ctx.draft.emit({ type: 'MemberRemoved', ordinal, group, user }));
  },
  GrantRole: (ctx, { to, grant }) => {
    const missing = missingGrantee(ctx.draft.state, to);
    if (missing !== undefined) return missing;
    grantRole(ctx, to, grant);
    return undefined;
  },
  RevokeRole: (ctx, { to: { kind: to, id }, role }) => {
    const ordinal = ctx.draft.state.byGrant.get(grantName(to, id, role));
    if (ordinal === undefined) return reject('NOT_FOUND', sentence`Expected ${to} '${id}' to have the role '${role satisfies Role}', but it has not`);
    return keepingAdministrators(ctx, () => ctx.draft.emit({ type: 'RoleRevoked', ordinal, to, id, role }));
  },
  CreateApiKey: (ctx, { apiKey, name, expires, grants }) => {
    ctx.draft.emit({ type: 'ApiKeyCreated', ordinal: ctx.draft.peekOrdinal(), apiKey, name, expires });
    for (const grant of grants) grantRole(ctx, { kind: 'apiKey', id: apiKey }, grant);
    return undefined;
  },
  RevokeApiKey: (ctx, { apiKey }) => {
    const ordinal = ctx.draft.state.byApiKey.get(apiKey);
    if (ordinal === undefined) return reject('NOT_FOUND', sentence`Expected an API key '${apiKey}', but there is none`);
    revokeAll(ctx, 'apiKey', apiKey);
    ctx.draft.emit({ type: 'ApiKeyRevoked', ordinal, apiKey });
    return undefined;
  },
};

export const decideIdentity = (ctx: Context, command: IdentityCommand): Rejection | undefined =>
  (handlers[command.type] as (ctx: Context, command: IdentityCommand) => Rejection | undefined)(ctx, command);
