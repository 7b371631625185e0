/** Signing in from the command line, and out; the session is kept for the next commands. */
import type { z } from 'zod';
import type { me, signInWays } from '../../contract/identity.ts';
import { RequestError, type Client } from '../client.ts';
import { printable, type Output } from '../output.ts';
import type { StoredSessions } from '../stored-sessions.ts';

type Me = z.output<typeof me>;
type Ways = z.output<typeof signInWays>;

export interface SigningIn {
  readonly url: string;
  readonly sessions: StoredSessions;
  ask(question: string, options?: { readonly isSecret?: boolean }): Promise<string>;
  /** The password is not asked for when it is in the environment. */
  readonly password?: string | undefined;
}

const requirePasswords = ({ methods: { password, oidc }, anonymous }: Ways, url: string): void => {
  if (password) return;
  if (oidc !== null)
    throw new RequestError(`Expected users with passwords at ${url}, but people sign in there with ${printable(oidc.name)}, in a browser. For the command line have an administrator make an API key, and set ACTA_API_KEY to it`);
  throw new RequestError(anonymous === 'owner'
    ? `Expected a server that asks who it is, but ${url} does not: whoever uses its machine may do everything. Go on without signing in`
    : `Expected a way to sign in at ${url}, but it has none`);
};

export const login = async (client: Client, output: Output, user: string | undefined, { url, sessions, ask, password }: SigningIn): Promise<void> => {
  requirePasswords(await client.get<Ways>('/api/sign-in'), url);
  // What would keep it from being stored is told before a session begins.
  sessions.find(url);
  const username = user ?? (await ask('User: ')).trim();
  if (username === '') throw new RequestError('Expected the name of a user, but it is empty');
  const given = password ?? (await ask(`Password of ${printable(username)}: `, { isSecret: true }));
  const { answer, cookie } = await client.signIn<Me>('/api/sign-in', { username, password: given });
  sessions.put(url, { cookie, user: answer.id });
  output.print(answer, () => `Signed in at ${url} as ${printable(answer.name)}${answer.session === null ? '' : `, until ${answer.session.expiresAt}`}. 'acta logout' ends it.`);
};

/** It is forgotten here whatever the server says; a server that cannot be reached may go on knowing it. */
export const logout = async (client: Client, output: Output, { url, sessions }: Pick<SigningIn, 'url' | 'sessions'>): Promise<void> => {
  const session = sessions.find(url);
  if (session === undefined) throw new RequestError(`Expected a session at ${url}, but there is none. 'acta login' begins one`);
  sessions.delete(url);
  await client.post('/api/sign-out', {}).catch((error: unknown) => {
    // One that is over already is what was wanted.
    if (!(error instanceof RequestError) || error.problem?.title !== 'UNAUTHENTICATED') throw error;
  });
  output.print({ url, user: session.user }, () => `Signed out at ${url}.`);
};

const grantText = ({ role, scope }: Me['roles'][number]): string => (scope === null ? role : `${role} of ${scope.join(', ')}`);

/** Who the server takes whoever asks for. */
export const whoami = async (client: Client, output: Output): Promise<void> => {
  const answer = await client.get<Me>('/api/me');
  const { kind, id, name, method, roles, groups } = answer;
  output.print(answer, () => {
    if (kind === 'anonymous') return `Nobody who is known; may: ${roles.map(grantText).join('; ') || 'nothing'}.`;
    const parts = [`${printable(name)} (${printable(id)}), ${kind} by ${method}`, `may: ${printable(roles.map(grantText).join('; ')) || 'nothing'}`];
    return [...parts, ...(groups.length === 0 ? [] : [`groups: ${printable(groups.map((group) => group.name).join(', '))}`])].join('\n');
  });
};
