/** The directory in the shapes of Camunda 8.9: users, groups, roles. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { textFilter } from '../../contract/filter.ts';
import { createGroup, createUser, groupShape, member, memberGroup, role as roleName, roleShape, updateGroup, updateUser, user, username } from '../../contract/identity.ts';
import { searchRequest, searchResult, withAlternatives } from '../../contract/search.ts';
import { roles, type Grantee, type Role } from '../../engine/identity/index.ts';
import type { Identities } from '../../runtime/identity/identities.ts';
import { passwordRefusal } from '../../runtime/identity/passwords.ts';
import type { Database } from '../../runtime/port/database.ts';
import { granteesOf, groups, groupsOfRole, members, ofGroup, users, usersOfRole } from '../../runtime/query/directory.ts';
import { search } from '../../runtime/query/search.ts';
import type { RouteApp } from '../http/route-app.ts';
import { invalidArgument } from '../problem/problem-error.ts';
import { commanding } from './commanding.ts';
import { fitsText } from './fits-text.ts';
import { groupOf, userOf } from './wire.ts';

const tags = ['Directory'];
const done = { 204: z.undefined() };
const ofUser = z.strictObject({ username });
const ofGroupParams = z.strictObject({ groupId: z.string().min(1).max(64) });
const ofRole = z.strictObject({ roleId: roleName });

export interface DirectoryContext {
  readonly identities: Identities;
  readonly database: Database;
}

const about: { readonly [R in (typeof roles)[number]]: string } = {
  admin: 'May everything', owner: 'Deploys definitions and oversees their cases', employee: 'Starts cases and does tasks', auditor: 'Reads everything, changes nothing',
  operator: 'Resolves incidents, changes and ends cases', worker: 'Does jobs',
};
const described = (id: (typeof roles)[number]) => ({ roleId: id, name: id, description: about[id] });

export const camundaDirectoryRoutes = (app: RouteApp, context: DirectoryContext): void => {
  userRoutes(app, context);
  groupRoutes(app, context);
  roleRoutes(app, context);
};

const userRoutes = (app: RouteApp, { identities, database }: DirectoryContext): void => {
  const command = commanding(identities);
  const wire = async (id: string) => {
    const found = userOf(await identities.directory.current(), id);
    return { username: found.id, name: found.name, email: found.email };
  };
  const requirePassword = (password: string, name: string): void => {
    const refusal = passwordRefusal(password, name);
    if (refusal !== undefined) throw invalidArgument(refusal);
  };

  app.post('/users', { schema: { tags, summary: 'Create a user, an employee', body: createUser, response: { 201: user } } }, async (request, reply) => {
    const { username: id, password, name, email } = request.body;
    requirePassword(password, id);
    await command(request, { type: 'CreateUser', user: id, name: name ?? id, email: email ?? null, sample: false, grants: [{ role: 'employee', scope: [] }], groups: [] });
    await identities.passwords.set(id, password);
    return reply.code(201).send(await wire(id));
  });

  const filter = z.strictObject({ username: textFilter.optional(), name: textFilter.optional(), email: textFilter.optional() });
  app.post('/users/search', { schema: { tags, summary: 'Search users', body: searchRequest(filter, ['username', 'name', 'email']), response: { 200: searchResult(user) } } }, ({ body }) => search(database, users, body));

  app.get('/users/:username', { schema: { tags, summary: 'Get a user', params: ofUser, response: { 200: user } } }, ({ params }) => wire(params.username));

  app.put('/users/:username', { schema: { tags, summary: 'Change a user', params: ofUser, body: updateUser, response: { 200: user } } }, async (request) => {
    const { params: { username: id }, body: { password, name, email } } = request;
    const isNew = typeof password === 'string' && password !== '';
    if (isNew) requirePassword(password, id);
    await command(request, { type: 'ChangeUser', user: id, ...(typeof name === 'string' ? { name } : {}), ...(email === undefined ? {} : { email }) });
    if (isNew) {
      await command(request, { type: 'NotePassword', user: id });
      await identities.passwords.set(id, password);
      await identities.sessions.endAll(id);
    }
    return wire(id);
  });

  app.delete('/users/:username', { schema: { tags, summary: 'Delete a user; records keep his id', params: ofUser, response: done } }, async (request, reply) => {
    const { username: id } = request.params;
    await command(request, { type: 'DeleteUser', user: id });
    await identities.passwords.remove(id);
    await identities.sessions.endAll(id);
    return reply.code(204).send();
  });
};

const groupRoutes = (app: RouteApp, { identities, database }: DirectoryContext): void => {
  const command = commanding(identities);
  const wire = async (id: string) => {
    const found = groupOf(await identities.directory.current(), id);
    return { groupId: found.id, name: found.name, description: found.description };
  };

  app.post('/groups', { schema: { tags, summary: 'Create a group', body: createGroup, response: { 201: groupShape } } }, async (request, reply) => {
    const { groupId: group, name, description } = request.body;
    await command(request, { type: 'CreateGroup', group, name, description: description ?? null });
    return reply.code(201).send(await wire(group));
  });

  const filter = withAlternatives({ groupId: textFilter.optional(), name: textFilter.optional() });
  app.post('/groups/search', { schema: { tags, summary: 'Search groups', body: searchRequest(filter, ['groupId', 'name']), response: { 200: searchResult(groupShape) } } }, ({ body }) => search(database, groups, body));

  app.get('/groups/:groupId', { schema: { tags, summary: 'Get a group', params: ofGroupParams, response: { 200: groupShape } } }, ({ params }) => wire(params.groupId));

  app.put('/groups/:groupId', { schema: { tags, summary: 'Change a group', params: ofGroupParams, body: updateGroup, response: { 200: groupShape } } }, async (request) => {
    const { params: { groupId: group }, body: { name, description } } = request;
    await command(request, { type: 'ChangeGroup', group, name, description: description ?? null });
    return wire(group);
  });

  app.delete('/groups/:groupId', { schema: { tags, summary: 'Delete a group', params: ofGroupParams, response: done } }, async (request, reply) => {
    await command(request, { type: 'DeleteGroup', group: request.params.groupId });
    return reply.code(204).send();
  });

  app.post('/groups/:groupId/users/search', { schema: { tags, summary: 'Search the members of a group', params: ofGroupParams, body: searchRequest(z.strictObject({}), ['username']), response: { 200: searchResult(member) } } }, async ({ params, body }) => {
    await wire(params.groupId);
    return search(database, members, body, ofGroup(params.groupId));
  });

  const ofMember = z.strictObject({ groupId: ofGroupParams.shape.groupId, username });
  app.put('/groups/:groupId/users/:username', { schema: { tags, summary: 'Add a user to a group', params: ofMember, response: done } }, async (request, reply) => {
    await command(request, { type: 'AddMember', group: request.params.groupId, user: request.params.username });
    return reply.code(204).send();
  });

  app.delete('/groups/:groupId/users/:username', { schema: { tags, summary: 'Take a user out of a group', params: ofMember, response: done } }, async (request, reply) => {
    await command(request, { type: 'RemoveMember', group: request.params.groupId, user: request.params.username });
    return reply.code(204).send();
  });
};

const roleRoutes = (app: RouteApp, { identities, database }: DirectoryContext): void => {
  const command = commanding(identities);

  const filter = withAlternatives({ roleId: textFilter.optional(), name: textFilter.optional() });
  app.post('/roles/search', { schema: { tags, summary: 'The roles that there are', body: searchRequest(filter, ['roleId', 'name']), response: { 200: searchResult(roleShape) } } }, ({ body }) => {
    const { $or = [], ...wanted } = body.filter ?? {};
    const fits = (id: string, conditions: typeof wanted): boolean => fitsText(conditions.roleId, id) && fitsText(conditions.name, id);
    const found = roles.filter((id) => fits(id, wanted) && ($or.length === 0 || $or.some((one) => fits(id, one)))).sort();
    if (body.sort?.[0]?.order === 'DESC') found.reverse();
    const { limit, from = 0 } = body.page ?? { limit: 100 };
    return { items: found.slice(from, from + limit).map(described), page: { totalItems: found.length, hasMoreTotalItems: false, startCursor: null, endCursor: null } };
  });

  app.get('/roles/:roleId', { schema: { tags, summary: 'Get a role', params: ofRole, response: { 200: roleShape } } }, ({ params }) => described(params.roleId));

  app.post('/roles/:roleId/users/search', { schema: { tags, summary: 'Search the users that have a role', params: ofRole, body: searchRequest(z.strictObject({}), ['username']), response: { 200: searchResult(member) } } }, ({ params, body }) =>
    search(database, usersOfRole, body, granteesOf(params.roleId, 'user')));

  app.post('/roles/:roleId/groups/search', { schema: { tags, summary: 'Search the groups that have a role', params: ofRole, body: searchRequest(z.strictObject({}), ['groupId']), response: { 200: searchResult(memberGroup) } } }, ({ params, body }) =>
    search(database, groupsOfRole, body, granteesOf(params.roleId, 'group')));

  const grant = (request: FastifyRequest, role: Role, to: Grantee) => command(request, { type: 'GrantRole', to, grant: { role, scope: [] } });
  const revoke = (request: FastifyRequest, role: Role, to: Grantee) => command(request, { type: 'RevokeRole', to, role });
  const ofUserWithRole = z.strictObject({ roleId: roleName, username });
  const ofGroupWithRole = z.strictObject({ roleId: roleName, groupId: ofGroupParams.shape.groupId });

  for (const [method, change, summary] of [['PUT', grant, 'Give a role to a'], ['DELETE', revoke, 'Take a role from a']] as const) {
    app.route({ method, url: '/roles/:roleId/users/:username', schema: { tags, summary: `${summary} user`, params: ofUserWithRole, response: done }, handler: async (request, reply) => {
      await change(request, request.params.roleId, { kind: 'user', id: request.params.username });
      return reply.code(204).send();
    } });
    app.route({ method, url: '/roles/:roleId/groups/:groupId', schema: { tags, summary: `${summary} group`, params: ofGroupWithRole, response: done }, handler: async (request, reply) => {
      await change(request, request.params.roleId, { kind: 'group', id: request.params.groupId });
      return reply.code(204).send();
    } });
  }
};
