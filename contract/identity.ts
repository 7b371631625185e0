/** Who asks, who there is, and who may do what. */
import { z } from 'zod';
import { instant } from './key.ts';

export const role = z.enum(['admin', 'owner', 'employee', 'auditor', 'operator', 'worker']).meta({ id: 'Role' });

/** `scope`: ids of definitions, for workers job types; null: all. */
export const grant = z.strictObject({ role, scope: z.array(z.string().min(1).max(256)).max(1_000).nullable() }).meta({ id: 'Grant' });

const group = z.strictObject({ id: z.string(), name: z.string() });

export const method = z.enum(['password', 'oidc', 'apiKey', 'basic', 'sample', 'simulated', 'none']);

export const me = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['person', 'client', 'anonymous']),
    name: z.string(),
    email: z.string().nullable(),
    method,
    roles: z.array(grant),
    groups: z.array(group),
    session: z.strictObject({ expiresAt: instant }).nullable(),
  })
  .meta({ id: 'Me' });

export const samplePerson = z
  .strictObject({
    username: z.string(), name: z.string(), nameEn: z.string(), position: z.string(), positionEn: z.string(), about: z.string(), aboutEn: z.string(),
    groups: z.array(z.string()), roles: z.array(z.string()),
  })
  .meta({ id: 'SamplePerson' });

export const signInWays = z
  .strictObject({
    methods: z.strictObject({ password: z.boolean(), oidc: z.strictObject({ name: z.string() }).nullable(), sample: z.array(samplePerson) }),
    /** What a client without credentials may: everything, for he owns the machine, or nothing. */
    anonymous: z.enum(['owner', 'nobody']),
  })
  .meta({ id: 'SignInWays' });

const password = z.string().min(1).max(256);
export const username = z.string().min(1).max(64);

export const signIn = z.strictObject({ username, password });
export const signInAsSample = z.strictObject({ username });
/** Whoever has the link that the server printed becomes the first administrator. */
export const setUp = z.strictObject({ secret: z.string().min(1).max(256), username, name: z.string().min(1).max(256), password });
export const oidcQuery = z.strictObject({ returnTo: z.string().max(2_048).optional() });

export const changePassword = z.strictObject({ current: password, password });
export const setPassword = z.strictObject({ password });

export const sessions = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(), method, createdAt: instant, lastUsedAt: instant, expiresAt: instant, address: z.string().nullable(), userAgent: z.string().nullable(), isCurrent: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Sessions' });

export const peopleQuery = z.strictObject({ q: z.string().max(256).optional(), ids: z.string().max(8_192).optional() });
export const people = z.strictObject({ items: z.array(z.strictObject({ id: z.string(), name: z.string(), isActive: z.boolean() })) }).meta({ id: 'People' });

export const groupsQuery = z.strictObject({ ids: z.string().max(8_192) });
export const groupNames = z.strictObject({ items: z.array(group) }).meta({ id: 'GroupNames' });

const grantee = z.strictObject({ type: z.enum(['user', 'group', 'apiKey', 'claim']), id: z.string().min(1).max(256) });
export const grantTo = z.strictObject({ role, scope: grant.shape.scope.optional(), to: grantee });
export const grants = z.strictObject({ items: z.array(z.strictObject({ ...grant.shape, to: grantee })) }).meta({ id: 'Grants' });

export const userDetail = z
  .strictObject({
    username: z.string(), name: z.string(), email: z.string().nullable(), isActive: z.boolean(), isSample: z.boolean(), createdAt: instant,
    groups: z.array(group),
    /** `from`: the user himself, or the group that has the role. */
    roles: z.array(z.strictObject({ ...grant.shape, from: grantee })),
    lastSeenAt: instant.nullable(),
  })
  .meta({ id: 'UserDetail' });
export const changeUser = z.strictObject({ isActive: z.boolean() });

export const createApiKey = z.strictObject({ name: z.string().min(1).max(256), roles: z.array(grant).min(1).max(16), expiresAt: z.iso.datetime({ offset: true }).nullable().optional() });
/** The secret is shown once. */
export const apiKeyCreated = z.strictObject({ id: z.string(), secret: z.string() }).meta({ id: 'ApiKeyCreated' });
export const apiKeys = z
  .strictObject({ items: z.array(z.strictObject({ id: z.string(), name: z.string(), createdAt: instant, expiresAt: instant.nullable(), lastUsedAt: instant.nullable(), roles: z.array(grant) })) })
  .meta({ id: 'ApiKeys' });

/** The shapes of Camunda 8.9. */
export const user = z.strictObject({ username: z.string(), name: z.string().nullable(), email: z.string().nullable() }).meta({ id: 'User' });
export const createUser = z.strictObject({ username, password, name: z.string().max(256).nullable().optional(), email: z.string().max(256).nullable().optional() });
export const updateUser = z.strictObject({ password: z.string().max(256).nullable().optional(), name: z.string().max(256).nullable().optional(), email: z.string().max(256).nullable().optional() });
export const groupShape = z.strictObject({ groupId: z.string(), name: z.string(), description: z.string().nullable() }).meta({ id: 'Group' });
export const createGroup = z.strictObject({ groupId: z.string().min(1).max(64), name: z.string().min(1).max(256), description: z.string().max(2_048).nullable().optional() });
export const updateGroup = z.strictObject({ name: z.string().min(1).max(256), description: z.string().max(2_048).nullable().optional() });
export const roleShape = z.strictObject({ roleId: z.string(), name: z.string(), description: z.string().nullable() }).meta({ id: 'RoleDescription' });
export const member = z.strictObject({ username: z.string() }).meta({ id: 'Member' });
export const memberGroup = z.strictObject({ groupId: z.string() }).meta({ id: 'MemberGroup' });
