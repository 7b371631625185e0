/** The directory as Acta's own pages administer it. Every change is a command on the record. */
import { z } from 'zod';
import {
  apiKeyCreated, apiKeys, changeUser, createApiKey, grants, grantTo, groupNames, groupsQuery, people, peopleQuery, sessions as sessionsShape, setPassword, userDetail, username,
} from '../../contract/identity.ts';
import type { Grant } from '../../engine/identity/index.ts';
import type { DirectoryGrant } from '../../runtime/identity/directory.ts';
import type { Identities } from '../../runtime/identity/identities.ts';
import { passwordRefusal } from '../../runtime/identity/passwords.ts';
import { newId } from '../../runtime/identity/secret.ts';
import type { RouteApp } from '../http/route-app.ts';
import { invalidArgument } from '../problem/problem-error.ts';
import { commanding } from './commanding.ts';
import { userOf, wireGrant, wireGroups, wireSessions } from './wire.ts';

const tags = ['Directory'];
const ofUser = z.strictObject({ username });
const done = { 204: z.undefined() };
const peopleMax = 20;
const idsMax = 500;

const grantOf = ({ role, scope }: { readonly role: Grant['role']; readonly scope?: readonly string[] | null | undefined }): Grant => ({ role, scope: scope ?? [] });
const granted = (grant: DirectoryGrant) => ({ ...wireGrant(grant), to: { type: grant.to.kind, id: grant.to.id } });

export const directoryRoutes = (app: RouteApp, identities: Identities): void => {
  const command = commanding(identities);
  peopleRoutes(app, identities);

  app.get('/users/:username', { schema: { tags, summary: 'All that is known of a user, and what he may', params: ofUser, response: { 200: userDetail } } }, async ({ params }) => {
    const view = await identities.directory.current();
    const user = userOf(view, params.username);
    const { id, name, email, isActive, isSample, createdAt, groups } = user;
    const [latest] = await identities.sessions.of(id);
    return {
      username: id, name, email, isActive, isSample, createdAt, lastSeenAt: latest?.lastUsedAt ?? null,
      groups: wireGroups(view, groups),
      roles: view.grantsOfUser(user).map((grant) => ({ ...wireGrant(grant), from: { type: grant.to.kind, id: grant.to.id } })),
    };
  });

  app.patch('/users/:username', { schema: { tags, summary: 'Disable an account, or enable it again', params: ofUser, body: changeUser, response: done } }, async (request, reply) => {
    const { username: user } = request.params;
    await command(request, { type: 'SetUserActive', user, isActive: request.body.isActive });
    if (!request.body.isActive) await identities.sessions.endAll(user);
    return reply.code(204).send();
  });

  app.post('/users/:username/password', { schema: { tags, summary: 'Give a user a new password; his sessions end', params: ofUser, body: setPassword, response: done } }, async (request, reply) => {
    const { params: { username: user }, body: { password } } = request;
    userOf(await identities.directory.current(), user);
    const refusal = passwordRefusal(password, user);
    if (refusal !== undefined) throw invalidArgument(refusal);
    await command(request, { type: 'NotePassword', user });
    await identities.passwords.set(user, password);
    await identities.sessions.endAll(user);
    return reply.code(204).send();
  });

  app.get('/users/:username/sessions', { schema: { tags, summary: 'The sessions of a user', params: ofUser, response: { 200: sessionsShape } } }, async ({ params, principal }) => ({
    items: wireSessions(await identities.sessions.of(params.username), principal.session?.id),
  }));

  app.delete('/users/:username/sessions', { schema: { tags, summary: 'End all sessions of a user', params: ofUser, response: done } }, async ({ params }, reply) => {
    await identities.sessions.endAll(params.username);
    return reply.code(204).send();
  });

  app.get('/grants', { schema: { tags, summary: 'Who may what', response: { 200: grants } } }, async () => ({ items: (await identities.directory.current()).grants.map(granted) }));

  app.put('/grants', { schema: { tags, summary: 'Give somebody a role', body: grantTo, response: done } }, async (request, reply) => {
    const { to: { type: kind, id } } = request.body;
    await command(request, { type: 'GrantRole', to: { kind, id }, grant: grantOf(request.body) });
    return reply.code(204).send();
  });

  app.post('/grants/revocation', { schema: { tags, summary: 'Take a role from somebody', body: grantTo, response: done } }, async (request, reply) => {
    const { role, to: { type: kind, id } } = request.body;
    await command(request, { type: 'RevokeRole', to: { kind, id }, role });
    return reply.code(204).send();
  });

  keyRoutes(app, identities);
};

const peopleRoutes = (app: RouteApp, identities: Identities): void => {
  app.get('/people', { schema: { tags, summary: 'Names of people, by their ids or by a part of a name', querystring: peopleQuery, response: { 200: people } } }, async ({ query: { q, ids } }) => {
    const view = await identities.directory.current();
    if (ids !== undefined)
      return { items: ids.split(',').slice(0, idsMax).flatMap((id) => {
        const user = view.users.get(id);
        return user === undefined ? [] : [{ id, name: user.name, isActive: user.isActive }];
      }) };
    const wanted = (q ?? '').toLowerCase();
    return { items: [...view.users.values()].filter(({ id, name, isActive }) => isActive && (id.includes(wanted) || name.toLowerCase().includes(wanted))).slice(0, peopleMax)
      .map(({ id, name, isActive }) => ({ id, name, isActive })) };
  });

  app.get('/groups', { schema: { tags, summary: 'Names of groups, by their ids', querystring: groupsQuery, response: { 200: groupNames } } }, async ({ query: { ids } }) => {
    const { groups } = await identities.directory.current();
    return { items: ids.split(',').slice(0, idsMax).flatMap((id) => {
      const group = groups.get(id);
      return group === undefined ? [] : [{ id, name: group.name }];
    }) };
  });
};

const keyRoutes = (app: RouteApp, identities: Identities): void => {
  const command = commanding(identities);

  app.get('/api-keys', { schema: { tags, summary: 'API keys', response: { 200: apiKeys } } }, async () => {
    const view = await identities.directory.current();
    const uses = await identities.apiKeys.lastUses();
    return { items: [...view.keys.values()].map((key) => ({
      ...key, lastUsedAt: uses.get(key.id) ?? null, roles: view.grantsOf('apiKey', key.id).map(wireGrant),
    })) };
  });

  app.post('/api-keys', { schema: { tags, summary: 'Make an API key; its secret is told this once', body: createApiKey, response: { 200: apiKeyCreated } } }, async (request) => {
    const { name, roles, expiresAt } = request.body;
    const apiKey = newId(12);
    await command(request, { type: 'CreateApiKey', apiKey, name, expires: expiresAt === null || expiresAt === undefined ? null : Date.parse(expiresAt), grants: roles.map(grantOf) });
    return { id: apiKey, secret: await identities.apiKeys.issue(apiKey) };
  });

  app.delete('/api-keys/:keyId', { schema: { tags, summary: 'Revoke an API key', params: z.strictObject({ keyId: z.string().max(64) }), response: done } }, async (request, reply) => {
    await command(request, { type: 'RevokeApiKey', apiKey: request.params.keyId });
    await identities.apiKeys.remove(request.params.keyId);
    return reply.code(204).send();
  });
};
