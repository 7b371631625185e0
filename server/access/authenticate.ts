/**
 * Finds out who asks, before anything else is done for him: by the cookie of a session, an API key or a token (`Bearer`), or a
 * name and a password (`Basic`). What is given and wrong is refused, never taken for nobody.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DirectoryUser, DirectoryView } from '../../runtime/identity/directory.ts';
import type { AccessLog, AccessNote } from '../../runtime/access/access-log.ts';
import { keyPrefix } from '../../runtime/identity/api-keys.ts';
import type { ActorMethod } from '../../engine/stream/index.ts';
import { whoIs } from '../access-log/note-access.ts';
import { doneWhen } from '../http/done-when.ts';
import { ProblemError } from '../problem/problem-error.ts';
import type { Access } from './access.ts';
import { machineOwner, nobody, type Principal } from './principal.ts';
import { Throttle } from './throttle.ts';

export const cookieName = 'acta_session';

/** Read where they are needed: few requests have some, and fewer routes set some. */
export const cookiesOf = ({ headers: { cookie }, server }: FastifyRequest): { readonly [name: string]: string | undefined } =>
  cookie === undefined ? {} : server.parseCookie(cookie);

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
}

export const unauthorized = (detail: string): ProblemError => new ProblemError(401, detail, { title: 'UNAUTHENTICATED' });

export const tooMany = (seconds: number): ProblemError =>
  new ProblemError(429, `Expected fewer failed attempts to sign in. Try again in ${seconds} s`, { title: 'TOO_MANY_ATTEMPTS', extension: { retryAfter: seconds } });

export const personOf = (view: DirectoryView, user: DirectoryUser, method: ActorMethod, more: { readonly claims?: readonly string[]; readonly session?: Principal['session'] } = {}): Principal => ({
  id: user.id, kind: 'person', name: user.name, email: user.email, method,
  grants: view.grantsOfUser(user, more.claims),
  groups: user.groups,
  ...(more.session === undefined ? {} : { session: more.session }),
});

interface Attempt {
  readonly name: string;
  readonly password: string;
  /** It comes with every request. */
  readonly again: boolean;
}

const hourMs = 3_600_000;

/** What proves itself with every request signs in once an hour, as far as the log of access goes. */
class Uses {
  #hour = Number.NaN;
  readonly #known = new Set<string>();

  isFirst({ id, method }: Principal): boolean {
    const hour = Math.floor(Date.now() / hourMs);
    if (hour !== this.#hour) this.#known.clear();
    this.#hour = hour;
    const name = `${method} ${id}`;
    if (this.#known.has(name)) return false;
    this.#known.add(name);
    return true;
  }
}

export class Authenticator {
  readonly throttle = new Throttle();
  readonly #access: Access;
  readonly #log: AccessLog;
  readonly #uses = new Uses();

  constructor(access: Access, log: AccessLog) {
    this.#access = access;
    this.#log = log;
  }

  /** At once for who gives nothing that would have to be looked up. */
  principalOf(request: FastifyRequest): Principal | Promise<Principal> {
    const { authorization, cookie } = request.headers;
    if (authorization === undefined && cookie === undefined) return this.#withoutProof;
    return this.#provenBy(request);
  }

  get #withoutProof(): Principal {
    return this.#access.signIn ? nobody : machineOwner;
  }

  async #provenBy(request: FastifyRequest): Promise<Principal> {
    const { authorization } = request.headers;
    const [, scheme = '', credentials = ''] = /^(\S+)\s+(\S+)$/.exec(authorization ?? '') ?? [];
    if (scheme.toLowerCase() === 'bearer') return this.#used(await (credentials.startsWith(keyPrefix) ? this.#byApiKey(credentials) : this.#byToken(credentials)));
    if (scheme.toLowerCase() === 'basic' && this.#access.signIn) return this.#used(await this.#byPassword(request, credentials));
    const cookie = cookiesOf(request)[cookieName];
    if (cookie !== undefined && cookie !== '') {
      const principal = await this.#bySession(cookie);
      if (principal !== undefined) return principal;
    }
    return this.#withoutProof;
  }

  #used(principal: Principal): Principal {
    if (principal.kind !== 'anonymous' && this.#uses.isFirst(principal)) this.#log.note({ act: 'signIn', ...whoIs(principal) });
    return principal;
  }

  /** @param who an account that there is */
  noteFailure(method: ActorMethod, what: string, who?: string): void {
    const note: AccessNote = { act: 'signInFailed', kind: 'anonymous', method, what, ...(who === undefined ? {} : { who }) };
    this.#log.note(note);
  }

  /** A session that is over is as if there were none: the page asks to sign in again. */
  async #bySession(cookie: string): Promise<Principal | undefined> {
    const { identities: { directory, sessions } } = this.#access;
    // The directory first: it tells the sessions what was ended meanwhile.
    const view = await directory.current();
    const session = await sessions.find(cookie);
    const user = session === undefined ? undefined : view.users.get(session.user);
    if (session === undefined || user?.isActive !== true || Date.parse(session.expiresAt) < Date.now()) return undefined;
    if (session.method === 'sample' && !(this.#access.samples && user.isSample)) return undefined;
    return personOf(view, user, session.method, { claims: session.claims, session: { id: session.id, expiresAt: session.expiresAt } });
  }

  async #byApiKey(secret: string): Promise<Principal> {
    const { identities: { directory, apiKeys } } = this.#access;
    const view = await directory.current();
    const id = await apiKeys.find(secret);
    const key = id === undefined ? undefined : view.keys.get(id);
    if (key === undefined) {
      this.noteFailure('apiKey', 'credentials');
      throw unauthorized('Expected an API key of this installation, but there is no such key, or it was revoked');
    }
    if (key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now()) {
      this.noteFailure('apiKey', 'expired', key.id);
      throw unauthorized(`Expected an API key that is valid, but '${key.name}' has expired at ${key.expiresAt}`);
    }
    return { id: key.id, kind: 'client', name: key.name, email: null, method: 'apiKey', grants: view.grantsOf('apiKey', key.id), groups: [] };
  }

  async #byToken(token: string): Promise<Principal> {
    const { oidc, identities } = this.#access;
    // Clients that are configured for a cluster with sign-in work with one that has none.
    if (oidc === undefined && !this.#access.signIn) return machineOwner;
    if (oidc === undefined) throw unauthorized(`Expected an API key, which begins with ${keyPrefix}, but another token was given, and no sign-in provider is configured (ACTA_OIDC_ISSUER)`);
    const view = await identities.directory.current();
    return oidc.principalOf(token, view).catch((error: unknown) => {
      if (error instanceof ProblemError && error.statusCode === 401) this.noteFailure('oidc', 'credentials');
      throw error;
    });
  }

  async #byPassword(request: FastifyRequest, credentials: string): Promise<Principal> {
    const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString('utf8')) ?? [];
    const view = await this.#access.identities.directory.current();
    const user = await this.checked(view, { name, password, again: true }, request.ip);
    return personOf(view, user, 'basic');
  }

  /** The user whose password it is; slowed down when it is guessed. @throws ProblemError */
  async checked(view: DirectoryView, { name, password, again }: Attempt, address: string): Promise<DirectoryUser> {
    const { identities: { passwords } } = this.#access;
    const seconds = this.throttle.wait(name, address);
    const method = again ? 'basic' : 'password';
    // What was typed for a name may be anything, a password too: only that of an account there is stands anywhere.
    const known = view.users.get(name)?.id;
    if (seconds > 0) {
      this.noteFailure(method, 'throttled', known);
      throw tooMany(seconds);
    }
    const isRight = this.#access.passwords && (await (again ? passwords.isRightAgain(name, password) : passwords.isRight(name, password)));
    const user = view.users.get(name);
    if (!isRight || user?.isActive !== true) {
      this.throttle.failed(name, address);
      this.noteFailure(method, 'credentials', known);
      throw unauthorized('Expected a user name and its password, but they do not belong together, or the account is disabled');
    }
    this.throttle.succeeded(name);
    return user;
  }
}

export const authenticateRequests = (app: FastifyInstance, authenticator: Authenticator): void => {
  app.decorateRequest('principal', null as unknown as Principal);
  const take = async (request: FastifyRequest, principal: Promise<Principal>): Promise<void> => void (request.principal = await principal);
  app.addHook('onRequest', (request, _reply, done) => {
    const principal = authenticator.principalOf(request);
    if (principal instanceof Promise) return void doneWhen(take(request, principal), done);
    request.principal = principal;
    done();
  });
};
