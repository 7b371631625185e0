/** Signing in and out, and what somebody may do with his own account. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changePassword, me, oidcQuery, sessions as sessionsShape, setUp, signIn, signInAsSample, signInWays } from '../../contract/identity.ts';
import { engineActor, type ActorMethod } from '../../engine/stream/index.ts';
import type { AccessLog } from '../../runtime/access/access-log.ts';
import type { DirectoryView } from '../../runtime/identity/directory.ts';
import { passwordRefusal } from '../../runtime/identity/passwords.ts';
import { hashOf } from '../../runtime/identity/secret.ts';
import type { Database } from '../../runtime/port/database.ts';
import type { Access } from '../access/access.ts';
import { cookieName, cookiesOf, personOf, unauthorized, type Authenticator } from '../access/authenticate.ts';
import { forbidden } from '../access/guard.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { samplePeople } from '../access/sample-people.ts';
import { wireGrant, wireGroups, wireSessions } from '../directory/wire.ts';
import type { RouteApp } from '../http/route-app.ts';
import { invalidArgument, notFound, rejectionProblem } from '../problem/problem-error.ts';
import type { PendingSignIn } from './oidc.ts';

const tags = ['Sign-in'];
const pendingCookie = 'acta_pending';
const pendingSeconds = 600;

export interface SignInContext {
  readonly access: Access;
  readonly accessLog: AccessLog;
  readonly authenticator: Authenticator;
  readonly database: Database;
}

export const meOf = (view: DirectoryView, principal: Principal): z.input<typeof me> => ({
  id: principal.id, kind: principal.kind, name: principal.name, email: principal.email, method: principal.method,
  roles: principal.grants.map(wireGrant),
  groups: wireGroups(view, principal.groups),
  session: principal.session === undefined ? null : { expiresAt: principal.session.expiresAt },
});

/** Where somebody goes after signing in: a place of this server, whatever the link says. */
const ownPath = (path: string | undefined): string => (path !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : '/');

interface Proven {
  readonly user: string;
  readonly method: ActorMethod;
  readonly claims?: readonly string[];
}

class SignIn {
  readonly #context: SignInContext;

  constructor(context: SignInContext) {
    this.#context = context;
  }

  get #cookie() {
    return { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: this.#context.access.secure };
  }

  /** A new session with a new cookie: what the browser had before is worth nothing any more. */
  async begin(request: FastifyRequest, reply: FastifyReply, { user, method, claims = [] }: Proven) {
    const { identities: { directory, sessions } } = this.#context.access;
    const before = request.principal.session;
    if (before !== undefined) await sessions.end(request.principal.id, before.id);
    const cookie = await sessions.begin(user, { method, address: request.ip, userAgent: request.headers['user-agent'] ?? '', claims });
    reply.setCookie(cookieName, cookie, this.#cookie);
    const [view, session] = [await directory.current(), await sessions.find(cookie)];
    const known = view.users.get(user);
    if (known === undefined || session === undefined) throw unauthorized('Expected to sign in, but the account is gone');
    this.#context.accessLog.note({ act: 'signIn', who: user, kind: 'person', method });
    return meOf(view, personOf(view, known, method, { claims, session }));
  }

  end(reply: FastifyReply): void {
    reply.clearCookie(cookieName, this.#cookie);
  }

  keep(reply: FastifyReply, pending: PendingSignIn): void {
    reply.setCookie(pendingCookie, Buffer.from(JSON.stringify(pending)).toString('base64url'), { ...this.#cookie, path: '/api/sign-in', maxAge: pendingSeconds });
  }

  take(request: FastifyRequest, reply: FastifyReply): PendingSignIn {
    const cookie = cookiesOf(request)[pendingCookie];
    reply.clearCookie(pendingCookie, { ...this.#cookie, path: '/api/sign-in' });
    if (cookie === undefined) throw unauthorized('Expected a sign-in that was begun in this browser within ten minutes, but there is none. Begin again');
    try {
      return JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8')) as PendingSignIn;
    } catch {
      throw unauthorized('Expected a sign-in that was begun in this browser, but what it kept cannot be read. Begin again');
    }
  }
}

export const signInRoutes = (app: RouteApp, context: SignInContext): void => {
  const signing = new SignIn(context);
  localRoutes(app, context, signing);
  setupRoute(app, context, signing);
  oidcRoutes(app, context, signing);
  ownRoutes(app, context, signing);
};

const localRoutes = (app: RouteApp, { access, authenticator }: SignInContext, signing: SignIn): void => {
  const { identities } = access;

  app.get('/sign-in', { schema: { tags, summary: 'The ways to sign in here', response: { 200: signInWays } } }, async () => {
    const view = await identities.directory.current();
    const sample = access.samples ? samplePeople.filter(({ username }) => view.users.get(username)?.isActive === true) : [];
    return {
      methods: { password: access.passwords, oidc: access.oidc === undefined ? null : { name: access.oidc.settings.name }, sample: sample.map((one) => ({ ...one, groups: [...one.groups], roles: [...one.roles] })) },
      anonymous: access.signIn ? ('nobody' as const) : ('owner' as const),
    };
  });

  app.post('/sign-in', { schema: { tags, summary: 'Sign in by user name and password', body: signIn, response: { 200: me } } }, async (request, reply) => {
    if (!access.passwords) throw forbidden('Expected local users, but this server has none (ACTA_SIGN_IN=local)');
    const { username, password } = request.body;
    const user = await authenticator.checked(await identities.directory.current(), { name: username, password, again: false }, request.ip);
    return signing.begin(request, reply, { user: user.id, method: 'password' });
  });

  app.post('/sign-in/sample', { schema: { tags, summary: 'Continue as one of the sample people; only in the embedded default', body: signInAsSample, response: { 200: me } } }, async (request, reply) => {
    const user = (await identities.directory.current()).users.get(request.body.username);
    if (!access.samples || user?.isSample !== true || !user.isActive) throw forbidden('Expected one of the sample people of a server that has some, but there is none of that name');
    return signing.begin(request, reply, { user: user.id, method: 'sample' });
  });
};

const setupRoute = (app: RouteApp, { access: { identities }, authenticator, database }: SignInContext, signing: SignIn): void => {
  app.post('/sign-in/setup', { schema: { tags, summary: 'Become the first administrator, by the link that the server printed', body: setUp, response: { 200: me } } }, async (request, reply) => {
    const { secret, username, name, password } = request.body;
    const refusal = passwordRefusal(password, username);
    if (refusal !== undefined) throw invalidArgument(refusal);
    const seconds = authenticator.throttle.wait('setup', request.ip);
    const used = seconds > 0 ? [] : await database.query("delete from setup_link where hash = decode($1, 'hex') and expires_at > clock_timestamp() returning expires_at", [hashOf(secret)]);
    if (used.length === 0) {
      authenticator.throttle.failed('setup', request.ip);
      authenticator.noteFailure('none', 'setupLink');
      throw forbidden('Expected the link that the server printed at its last start, but it is another one, or it was used, or it is older than a day. Start the server again for a new one');
    }
    const result = await identities.command({ type: 'CreateUser', user: username, name, email: null, sample: false, grants: [{ role: 'admin', scope: [] }, { role: 'employee', scope: [] }], groups: [] }, { actor: engineActor });
    if (result.kind === 'rejected') throw rejectionProblem(result);
    await identities.passwords.set(username, password);
    return signing.begin(request, reply, { user: username, method: 'password' });
  });
};

const oidcRoutes = (app: RouteApp, { access, authenticator }: SignInContext, signing: SignIn): void => {
  const { identities } = access;
  const callbackOf = (request: FastifyRequest): string => `${access.secure ? 'https' : request.protocol}://${request.host}/api/sign-in/oidc/callback`;
  const provider = () => {
    if (access.oidc === undefined) throw notFound('Expected a sign-in provider, but none is configured (ACTA_OIDC_ISSUER)');
    return access.oidc;
  };

  app.get('/sign-in/oidc', { schema: { tags, summary: 'Leave for the sign-in provider', querystring: oidcQuery, response: { 302: z.undefined() } } }, async (request, reply) => {
    const { url, pending } = await provider().begin(callbackOf(request), ownPath(request.query.returnTo));
    signing.keep(reply, pending);
    return reply.redirect(url, 302);
  });

  app.get('/sign-in/oidc/callback', { schema: { tags, summary: 'Come back from the sign-in provider', response: { 302: z.undefined() } } }, async (request, reply) => {
    const pending = signing.take(request, reply);
    const current = new URL(`${callbackOf(request)}${request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''}`);
    const { user, claims } = await provider().finish(current, pending).catch((error: unknown) => {
      authenticator.noteFailure('oidc', 'credentials');
      throw error;
    });
    identities.directory.changed();
    if ((await identities.directory.current()).users.get(user)?.isActive !== true) throw unauthorized('Expected an account that is active, but it is disabled');
    await signing.begin(request, reply, { user, method: 'oidc', claims });
    return reply.redirect(ownPath(pending.returnTo), 302);
  });
};

const ownRoutes = (app: RouteApp, { access, authenticator }: SignInContext, signing: SignIn): void => {
  const { identities } = access;

  app.post('/sign-out', { schema: { tags, summary: 'End the session', response: { 204: z.undefined() } } }, async (request, reply) => {
    const { principal } = request;
    if (principal.session !== undefined) await identities.sessions.end(principal.id, principal.session.id);
    signing.end(reply);
    return reply.code(204).send();
  });

  app.get('/me', { schema: { tags, summary: 'Who asks, and what he may', response: { 200: me } } }, async ({ principal }) => meOf(await identities.directory.current(), principal));

  app.post('/me/password', { schema: { tags, summary: 'Change the own password; all other sessions end', body: changePassword, response: { 204: z.undefined() } } }, async (request, reply) => {
    const { principal, body } = request;
    if (principal.kind !== 'person' || !access.passwords) throw forbidden('Expected a local user, who has a password here, but it is another one');
    await authenticator.checked(await identities.directory.current(), { name: principal.id, password: body.current, again: false }, request.ip);
    const refusal = passwordRefusal(body.password, principal.id);
    if (refusal !== undefined) throw invalidArgument(refusal);
    await identities.passwords.set(principal.id, body.password);
    await identities.command({ type: 'NotePassword', user: principal.id }, { actor: actorOf(principal) });
    await identities.sessions.endAll(principal.id, principal.session?.id);
    return reply.code(204).send();
  });

  app.get('/me/sessions', { schema: { tags, summary: 'The own sessions', response: { 200: sessionsShape } } }, async ({ principal }) => ({
    items: principal.kind === 'person' ? wireSessions(await identities.sessions.of(principal.id), principal.session?.id) : [],
  }));

  app.delete('/me/sessions/:sessionId', { schema: { tags, summary: 'End an own session', params: z.strictObject({ sessionId: z.string().max(64) }), response: { 204: z.undefined() } } }, async ({ principal, params: { sessionId } }, reply) => {
    if (!(await identities.sessions.end(principal.id, sessionId))) throw notFound(`Expected a session '${sessionId}' of yours, but there is none`);
    return reply.code(204).send();
  });
};
