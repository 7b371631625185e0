/** Who may use a server, as the settings say: the sample people of the embedded default, or real sign-in with a first administrator. */
import { Identities } from '../../runtime/identity/identities.ts';
import { hashOf, newSecret } from '../../runtime/identity/secret.ts';
import type { Log } from '../../runtime/port/log.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Access } from '../../server/access/access.ts';
import { removeSamplePeople, ensureSamplePeople } from '../../server/access/sample-people.ts';
import { isLoopback } from '../../server/http/loopback.ts';
import { OidcProvider } from '../../server/sign-in/oidc.ts';
import { SettingsError, type Settings } from '../settings.ts';

/** Before anything is opened. @throws SettingsError where everybody on the network could do everything */
export const requireSignIn = ({ host, signIn }: Settings): void => {
  if (isLoopback(host) || signIn.local || signIn.oidc !== undefined) return;
  throw new SettingsError(
    `Expected sign-in for a server that others reach (ACTA_HOST=${host}), but none is configured: whoever reaches it could do everything. Set ACTA_SIGN_IN=local for users with passwords, or ACTA_OIDC_ISSUER and ACTA_OIDC_CLIENT_ID for a sign-in provider; or leave ACTA_HOST out, to listen on this machine only`);
};

/** A link by which whoever reads the log becomes the first administrator, for a day. */
const printSetupLink = async (runtime: Runtime, url: string, log: Log): Promise<void> => {
  const secret = newSecret();
  await runtime.database.query('delete from setup_link');
  await runtime.database.query("insert into setup_link (hash, expires_at) values (decode($1, 'hex'), clock_timestamp() + interval '1 day')", [hashOf(secret)]);
  log.warn(`Nobody may administer yet. Open ${url}/setup#${secret} within a day to become the administrator, or run 'acta user NAME --role admin' with ACTA_PASSWORD set`);
};

export const openAccess = async (settings: Settings, runtime: Runtime, log: Log): Promise<Access> => {
  const { signIn: { local, oidc }, databaseUrl, publicUrls, trustedProxies } = settings;
  const identities = new Identities(runtime);
  const signIn = local || oidc !== undefined;
  const samples = !signIn && databaseUrl === undefined;
  if (samples) await ensureSamplePeople(identities);
  else {
    const removed = await removeSamplePeople(identities);
    if (removed > 0) log.info('The sample people were removed: with sign-in nobody is anybody without proof', { people: removed });
  }
  return {
    identities, signIn, passwords: local, samples, trustedProxies, secure: publicUrls[0]?.startsWith('https:') ?? false,
    ...(oidc === undefined ? {} : { oidc: new OidcProvider(oidc, { identities, database: runtime.database }) }),
  };
};

/** Once the server listens, and people could use the link. */
export const welcomeAdministrator = async ({ identities, signIn }: Access, runtime: Runtime, { url, log }: { readonly url: string; readonly log: Log }): Promise<void> => {
  if (!signIn || (await identities.directory.current()).hasAdministrator) return;
  await printSetupLink(runtime, url, log);
};
