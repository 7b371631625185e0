/**
 * OpenID Connect: people by the code flow with PKCE, clients by access tokens that are checked against the keys, the
 * audience and the times of the issuer. What the issuer says in the roles claim, grants of the directory give a meaning.
 */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import * as oidc from 'openid-client';
import { isId } from '../../engine/identity/index.ts';
import { engineActor } from '../../engine/stream/index.ts';
import type { DirectoryView } from '../../runtime/identity/directory.ts';
import type { Identities } from '../../runtime/identity/identities.ts';
import { newId } from '../../runtime/identity/secret.ts';
import type { Database } from '../../runtime/port/database.ts';
import { personOf, unauthorized } from '../access/authenticate.ts';
import type { Principal } from '../access/principal.ts';
import { isLoopback } from '../http/loopback.ts';
import { ProblemError } from '../problem/problem-error.ts';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Of access tokens; default: the client's id. */
  readonly audience: string | undefined;
  /** As people call it. */
  readonly name: string;
  /** The claim that lists roles or groups. */
  readonly rolesClaim: string;
}

/** What is kept in the browser between leaving for the provider and coming back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

const claimsOf = (payload: JWTPayload | oidc.IDToken, name: string): string[] => {
  const value: unknown = payload[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : typeof value === 'string' ? value.split(' ') : [];
};

export class OidcProvider {
  readonly settings: OidcSettings;
  readonly #identities: Identities;
  readonly #database: Database;
  #configuration: Promise<oidc.Configuration> | undefined;
  #keys: ReturnType<typeof createRemoteJWKSet> | undefined;

  constructor(settings: OidcSettings, { identities, database }: { readonly identities: Identities; readonly database: Database }) {
    this.settings = settings;
    this.#identities = identities;
    this.#database = database;
  }

  /** Found at the first use, and again when that failed. */
  async #found(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const options = new URL(issuer).protocol === 'http:' && isLoopback(new URL(issuer).hostname) ? { execute: [oidc.allowInsecureRequests] } : {};
    this.#configuration ??= oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, options).catch((error: unknown) => {
      this.#configuration = undefined;
      throw new ProblemError(503, `Expected to reach the sign-in provider, but it does not answer (${error instanceof Error ? error.message : String(error)})`);
    });
    return this.#configuration;
  }

  async begin(callback: string, returnTo: string): Promise<{ readonly url: string; readonly pending: PendingSignIn }> {
    const configuration = await this.#found();
    const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier(), returnTo };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: callback, scope: 'openid profile email', state: pending.state, nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256',
    });
    return { url: url.href, pending };
  }

  /** Who has come back from the provider. @throws ProblemError */
  async finish(current: URL, { state, nonce, verifier }: PendingSignIn): Promise<{ readonly user: string; readonly claims: readonly string[] }> {
    const configuration = await this.#found();
    const tokens = await oidc.authorizationCodeGrant(configuration, current, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }).catch((error: unknown) => {
      throw unauthorized(`Expected the sign-in provider to say who you are, but it did not (${error instanceof Error ? error.message : String(error)})`);
    });
    const claims = tokens.claims();
    if (claims === undefined) throw unauthorized('Expected the sign-in provider to say who you are, but it did not');
    return { user: await this.#userOf(claims), claims: claimsOf(claims, this.settings.rolesClaim) };
  }

  /** A client, by its access token; a person's token is that person's. @throws ProblemError */
  async principalOf(token: string, view: DirectoryView): Promise<Principal> {
    const configuration = await this.#found();
    const { issuer, jwks_uri: keys } = configuration.serverMetadata();
    if (keys === undefined) throw unauthorized('Expected a sign-in provider that publishes its keys, but it does not');
    this.#keys ??= createRemoteJWKSet(new URL(keys));
    const { audience = this.settings.clientId, rolesClaim } = this.settings;
    const { payload } = await jwtVerify(token, this.#keys, { issuer, audience, requiredClaims: ['exp', 'sub'], algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'] }).catch((error: unknown) => {
      if (error instanceof errors.JOSEError) throw unauthorized(`Expected a token of ${issuer} for '${audience}' that is valid, but it is not (${error.message})`);
      throw new ProblemError(503, 'Expected to reach the sign-in provider, but it does not answer');
    });
    const claims = claimsOf(payload, rolesClaim);
    const subject = payload.sub ?? '';
    const known = await this.#linked(issuer, subject);
    const user = known === undefined ? undefined : view.users.get(known);
    if (user !== undefined) {
      if (!user.isActive) throw unauthorized('Expected an account that is active, but it is disabled');
      return personOf(view, user, 'oidc', { claims });
    }
    const client = typeof payload['client_id'] === 'string' ? payload['client_id'] : typeof payload['azp'] === 'string' ? payload['azp'] : subject;
    return { id: client, kind: 'client', name: client, email: null, method: 'oidc', grants: claims.flatMap((claim) => view.grantsOf('claim', claim)), groups: [] };
  }

  async #linked(issuer: string, subject: string): Promise<string | undefined> {
    const [row] = await this.#database.query<{ user_id: string }>('select user_id from external_identity where issuer = $1 and subject = $2', [issuer, subject]);
    return row?.user_id;
  }

  /** The user whom the provider knows by the subject; a new one where there is none. Nobody gets an account that was there before by having its name. */
  async #userOf(claims: oidc.IDToken): Promise<string> {
    const known = await this.#linked(claims.iss, claims.sub);
    if (known !== undefined) return known;
    const preferred = typeof claims['preferred_username'] === 'string' ? claims['preferred_username'] : '';
    const text = (name: string): string | undefined => (typeof claims[name] === 'string' ? claims[name] : undefined);
    const create = (user: string) => this.#identities.command(
      { type: 'CreateUser', user, name: text('name') ?? (preferred === '' ? user : preferred), email: text('email') ?? null, sample: false, grants: [{ role: 'employee', scope: [] }], groups: [] }, { actor: engineActor });
    let user = isId(preferred) ? preferred : `u-${newId(10)}`;
    let result = await create(user);
    if (result.kind === 'rejected') result = await create((user = `u-${newId(10)}`));
    if (result.kind === 'rejected') throw new ProblemError(503, `Expected to take the new user in, but: ${result.message}`);
    await this.#database.query('insert into external_identity (issuer, subject, user_id) values ($1, $2, $3) on conflict do nothing', [claims.iss, claims.sub, user]);
    return (await this.#linked(claims.iss, claims.sub)) ?? user;
  }
}
