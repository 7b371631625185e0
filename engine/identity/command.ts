/**
 * What administrators ask of the directory: who there is, who belongs where, who may do what. Credentials
 * (passwords, secrets of keys, sessions) are never part of it. Ids are opaque and stand in the record; names and
 * addresses of people stand in the erasable payload.
 */
import type { Ordinal } from '../stream/key.ts';

/** `owner`: of definitions; `worker`: of job types. What a role allows stands in the server's table of operations. */
export const roles = ['admin', 'owner', 'employee', 'auditor', 'operator', 'worker'] as const;
export type Role = (typeof roles)[number];

/** `claim`: whoever a sign-in provider says this of. */
export type GranteeKind = 'user' | 'group' | 'apiKey' | 'claim';

// Types and not interfaces: they stand in the journal as JSON.
export type Grantee = { readonly kind: GranteeKind; readonly id: string };

/** `scope`: ids of definitions, for `worker` job types; none: all. */
export type Grant = { readonly role: Role; readonly scope: readonly string[] };

export type IdentityCommand =
  | { readonly type: 'CreateUser'; readonly user: string; readonly name: string; readonly email: string | null; readonly sample: boolean; readonly grants: readonly Grant[]; readonly groups: readonly string[] }
  /** Absent: as it is. */
  | { readonly type: 'ChangeUser'; readonly user: string; readonly name?: string; readonly email?: string | null }
  | { readonly type: 'SetUserActive'; readonly user: string; readonly isActive: boolean }
  | { readonly type: 'DeleteUser'; readonly user: string }
  /** Says only that it was done, by whom: the password itself stands elsewhere. */
  | { readonly type: 'NotePassword'; readonly user: string }
  | { readonly type: 'CreateGroup'; readonly group: string; readonly name: string; readonly description: string | null }
  | { readonly type: 'ChangeGroup'; readonly group: string; readonly name: string; readonly description: string | null }
  | { readonly type: 'DeleteGroup'; readonly group: string }
  | { readonly type: 'AddMember'; readonly group: string; readonly user: string }
  | { readonly type: 'RemoveMember'; readonly group: string; readonly user: string }
  | { readonly type: 'GrantRole'; readonly to: Grantee; readonly grant: Grant }
  | { readonly type: 'RevokeRole'; readonly to: Grantee; readonly role: Role }
  /** `expires`: epoch ms; null: never. */
  | { readonly type: 'CreateApiKey'; readonly apiKey: string; readonly name: string; readonly expires: number | null; readonly grants: readonly Grant[] }
  | { readonly type: 'RevokeApiKey'; readonly apiKey: string };

/** `ordinal` names the row in the stream, and what hangs on it. */
export type IdentityEvent =
  | { readonly type: 'UserCreated'; readonly ordinal: Ordinal; readonly user: string; readonly name: string; readonly email: string | null; readonly sample: boolean }
  | { readonly type: 'UserChanged'; readonly ordinal: Ordinal; readonly user: string; readonly name: string; readonly email: string | null }
  | { readonly type: 'UserActivated'; readonly ordinal: Ordinal; readonly user: string }
  | { readonly type: 'UserDeactivated'; readonly ordinal: Ordinal; readonly user: string }
  | { readonly type: 'UserDeleted'; readonly ordinal: Ordinal; readonly user: string }
  | { readonly type: 'PasswordSet'; readonly ordinal: Ordinal; readonly user: string }
  | { readonly type: 'GroupCreated'; readonly ordinal: Ordinal; readonly group: string; readonly name: string; readonly description: string | null }
  | { readonly type: 'GroupChanged'; readonly ordinal: Ordinal; readonly group: string; readonly name: string; readonly description: string | null }
  | { readonly type: 'GroupDeleted'; readonly ordinal: Ordinal; readonly group: string }
  | { readonly type: 'MemberAdded'; readonly ordinal: Ordinal; readonly group: string; readonly user: string }
  | { readonly type: 'MemberRemoved'; readonly ordinal: Ordinal; readonly group: string; readonly user: string }
  | { readonly type: 'RoleGranted'; readonly ordinal: Ordinal; readonly to: GranteeKind; readonly id: string; readonly role: Role; readonly scope: readonly string[] }
  | { readonly type: 'RoleRevoked'; readonly ordinal: Ordinal; readonly to: GranteeKind; readonly id: string; readonly role: Role }
  | { readonly type: 'ApiKeyCreated'; readonly ordinal: Ordinal; readonly apiKey: string; readonly name: string; readonly expires: number | null }
  | { readonly type: 'ApiKeyRevoked'; readonly ordinal: Ordinal; readonly apiKey: string };
