/** The directory as it stands in the journal. An order or a default here is never changed. */
import { asCommanded, nullable, optionalValue, otherwise, required, value, valueAsCommanded, type StreamShape } from '../stream/shape.ts';
import type { IdentityCommand, IdentityEvent } from './command.ts';

const ofUser = { ordinal: required, user: asCommanded } as const;

export const identityShape: StreamShape<IdentityCommand, IdentityEvent> = {
  commands: {
    CreateUser: ['HC', { user: required, sample: otherwise(false), grants: otherwise([]), groups: otherwise([]), name: value, email: value }],
    ChangeUser: ['HU', { user: required, name: optionalValue, email: optionalValue }],
    SetUserActive: ['HA', { user: required, isActive: required }],
    DeleteUser: ['HD', { user: required }],
    NotePassword: ['HP', { user: required }],
    CreateGroup: ['GC', { group: required, name: required, description: nullable }],
    ChangeGroup: ['GU', { group: required, name: required, description: nullable }],
    DeleteGroup: ['GD', { group: required }],
    AddMember: ['GA', { group: required, user: required }],
    RemoveMember: ['GR', { group: required, user: required }],
    GrantRole: ['RG', { to: required, grant: required }],
    RevokeRole: ['RR', { to: required, role: required }],
    CreateApiKey: ['YC', { apiKey: required, name: required, expires: nullable, grants: otherwise([]) }],
    RevokeApiKey: ['YR', { apiKey: required }],
  },
  events: {
    UserCreated: ['hc', { ...ofUser, sample: asCommanded, name: valueAsCommanded, email: valueAsCommanded }],
    UserChanged: ['hu', { ...ofUser, name: value, email: value }],
    UserActivated: ['ha', ofUser],
    UserDeactivated: ['hx', ofUser],
    UserDeleted: ['hd', ofUser],
    PasswordSet: ['hp', ofUser],
    GroupCreated: ['gc', { ordinal: required, group: asCommanded, name: asCommanded, description: asCommanded }],
    GroupChanged: ['gu', { ordinal: required, group: asCommanded, name: asCommanded, description: asCommanded }],
    GroupDeleted: ['gd', { ordinal: required, group: asCommanded }],
    MemberAdded: ['ga', { ordinal: required, group: required, user: required }],
    MemberRemoved: ['gr', { ordinal: required, group: required, user: required }],
    RoleGranted: ['rg', { ordinal: required, to: required, id: required, role: required, scope: otherwise([]) }],
    RoleRevoked: ['rr', { ordinal: required, to: required, id: required, role: required }],
    ApiKeyCreated: ['yc', { ordinal: required, apiKey: asCommanded, name: asCommanded, expires: asCommanded }],
    ApiKeyRevoked: ['yr', { ordinal: required, apiKey: asCommanded }],
  },
  endings: [],
};
