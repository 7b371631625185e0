/** What searches read of the directory. It is one stream, whose ordinals name the rows. */
import { projected } from '../table/projected.ts';
import { boolean, instant, instantOrNull, int4, table, text, textOrNull, texts } from '../table/table.ts';

export const directoryUser = table('directory_user', { ordinal: int4, id: text, name: text, email: textOrNull, state: text, sample: boolean, createdAt: instant });

export const directoryGroup = table('directory_group', { ordinal: int4, id: text, name: text, description: textOrNull });

export const groupMember = table('group_member', { ordinal: int4, groupId: text, userId: text });

export const roleGrant = table('role_grant', { ordinal: int4, granteeKind: text, granteeId: text, role: text, scope: texts });

export const apiKey = table('api_key', { ordinal: int4, id: text, name: text, createdAt: instant, expiresAt: instantOrNull });

const id = ['ordinal'] as const;

export const identityTables = {
  users: projected(directoryUser, { id, changes: { name: 'kept by null', email: 'kept if absent', state: 'kept by null' } }),
  groups: projected(directoryGroup, { id, changes: { name: 'kept by null', description: 'kept if absent' } }),
  members: projected(groupMember, { id }),
  grants: projected(roleGrant, { id, again: ['scope'] }),
  apiKeys: projected(apiKey, { id }),
};
