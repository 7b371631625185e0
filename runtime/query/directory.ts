/** Searches of the directory, in the shapes of Camunda 8.9. */
import { sql, type SQL } from 'drizzle-orm';
import { directoryGroup, directoryUser, groupMember, roleGrant } from '../projection/identity-tables.ts';
import { longText, nullable, text } from './field.ts';
import { written } from './search.ts';

export const users = written({
  fields: { username: text(directoryUser.id), name: nullable(longText(directoryUser.name)), email: nullable(longText(directoryUser.email)) },
  from: sql`${directoryUser}`,
  key: 'username',
});

export const groups = written({
  fields: { groupId: text(directoryGroup.id), name: longText(directoryGroup.name), description: nullable(longText(directoryGroup.description)) },
  from: sql`${directoryGroup}`,
  key: 'groupId',
});

const memberFields = { username: text(groupMember.userId) };
export const members = { fields: memberFields, from: sql`${groupMember}`, key: 'username' as const };
export const ofGroup = (group: string): SQL => sql`${groupMember.groupId} = ${group}::text`;

export const granteesOf = (role: string, kind: 'user' | 'group'): SQL => sql`${roleGrant.role} = ${role}::text and ${roleGrant.granteeKind} = ${kind}::text`;
export const usersOfRole = { fields: { username: text(roleGrant.granteeId) }, from: sql`${roleGrant}`, key: 'username' as const };
export const groupsOfRole = { fields: { groupId: text(roleGrant.granteeId) }, from: sql`${roleGrant}`, key: 'groupId' as const };
