/** The environment variables that Acta honours. */
import { join } from 'node:path';
import { isKeyName } from '../engine/proof/index.ts';
import type { OidcSettings } from '../server/sign-in/oidc.ts';
import type { LogLevel } from '../runtime/port/log.ts';

export interface Settings {
  /** Absent: the embedded database. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Login of the owner of the database, which migrates. */
  readonly migrateUrl: string | undefined;
  /** A search that takes longer is ended. */
  readonly searchTimeoutMs: number;
  /** Ways for people to sign in; none: whoever reaches the server may do everything, so it listens on loopback only. */
  readonly signIn: { readonly local: boolean; readonly oidc: OidcSettings | undefined };
  /** Proxies whose word on a client's address is taken. */
  readonly trustedProxies: readonly string[];
  /** A deployment may be compiled for so long, */
  readonly compileTimeoutMs: number;
  /** and take so much memory meanwhile. */
  readonly compileMemoryMb: number;
  /** Nobody who is anonymous may do tasks. */
  readonly refusesAnonymousTasks: boolean;
  /** Login that may take values away. */
  readonly eraseUrl: string | undefined;
  /** The login of `databaseUrl` may be one that could change the journal. */
  readonly allowOwner: boolean;
  /** Folder of the embedded database. */
  readonly dataFolder: string;
  /** What proves the journal: the keys that sign it, and what they have signed. */
  readonly proof: { readonly folder: string; readonly keyFile: string | undefined; readonly origin: string | undefined; readonly witnesses: readonly string[]; readonly timeStampUrl: string | undefined };
  /** Name of the time zone (IANA) in which times without one are meant. */
  readonly zone: string;
  /** Absent: text at a terminal, else JSON. */
  readonly logFormat: 'json' | 'text' | undefined;
  readonly logLevel: LogLevel;
  /** Where health and metrics are; absent: nowhere. */
  readonly monitoring: { readonly host: string; readonly port: number } | undefined;
  /** Health and metrics are where clients are, too. */
  readonly monitoringPublic: boolean;
  readonly port: number;
  /** Interface to listen on. */
  readonly host: string;
  /** Names by which clients reach the server, beside `localhost` and addresses in digits. */
  readonly allowedHosts: readonly string[];
  /** Addresses at which browsers find its pages. */
  readonly publicUrls: readonly string[];
}

export class SettingsError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SettingsError(`Expected PORT to be a number from 0 to 65535, but it is '${text}'`);
  return port;
};

const isZone = (name: string): boolean => {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as +08:00 are no zones: they know no summer time.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
};

const zoneOf = (name = Intl.DateTimeFormat().resolvedOptions().timeZone): string => {
  if (!isZone(name)) throw new SettingsError(`Expected ACTA_TIME_ZONE to be a time zone such as Asia/Shanghai or UTC, but it is '${name}'`);
  return name;
};

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '');

const hostsOf = (text: string | undefined): string[] => {
  const hosts = listOf(text);
  const wrong = hosts.find((host) => !/^(?:\*|[\w.-]+|\[[\da-fA-F:.]+\])(?::\d+)?$/.test(host));
  if (wrong !== undefined) throw new SettingsError(`Expected ACTA_ALLOWED_HOSTS to be names such as acta.example, with commas between them, but one is '${wrong}'`);
  return hosts;
};

const publicUrlsOf = (text: string | undefined): string[] => {
  const urls = listOf(text);
  const wrong = urls.find((url) => !/^https?:\/\/[^/?#@]+\/?$/.test(url) || !URL.canParse(url));
  if (wrong !== undefined) throw new SettingsError(`Expected ACTA_PUBLIC_URL to be an address such as https://acta.example, without a path, but it is '${wrong}'`);
  return urls.map((url) => new URL(url).origin);
};

/** Its value may hold a password: it is not told. */
const requireScheme = (name: string, url: string | undefined, schemes: readonly string[], example: string): void => {
  if (url !== undefined && !schemes.some((scheme) => url.startsWith(`${scheme}://`)))
    throw new SettingsError(`Expected ${name} to be an address like ${example}, but it is another text`);
};

const oneOf = <const T extends string>(name: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new SettingsError(`Expected ${name} to be ${allowed.join(' or ')}, but it is '${text}'`);
  return found;
};

const monitoringOf = (text: string | undefined): Settings['monitoring'] => {
  if (text === undefined) return undefined;
  const [, host = 'localhost', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === '' || Number(port) > 65_535)
    throw new SettingsError(`Expected ACTA_MONITORING to be a port, or a host and a port such as 0.0.0.0:9464, but it is '${text}'`);
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
};

const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const logFormatOf = (text: string | undefined): Settings['logFormat'] => (text === undefined ? undefined : oneOf('ACTA_LOG_FORMAT', text, ['json', 'text']));

const secondsOf = (name: string, text = '10'): number => {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3_600) throw new SettingsError(`Expected ${name} to be a number of seconds from 1 to 3600, but it is '${text}'`);
  return seconds;
};

const megabytesOf = (name: string, text = '512'): number => {
  const megabytes = Number(text);
  if (!Number.isInteger(megabytes) || megabytes < 64 || megabytes > 16_384) throw new SettingsError(`Expected ${name} to be a number of megabytes from 64 to 16384, but it is '${text}'`);
  return megabytes;
};

const switchOf = (name: string, text = 'false'): boolean => oneOf(name, text, ['true', 'false']) === 'true';

const waysOf = (read: (name: string) => string | undefined): Settings['signIn'] => {
  const ways = listOf(read('ACTA_SIGN_IN'));
  const wrong = ways.find((way) => way !== 'local' && way !== 'oidc');
  if (wrong !== undefined) throw new SettingsError(`Expected ACTA_SIGN_IN to be local or oidc, or both with a comma between them, but it is '${wrong}'`);
  const [issuer, clientId] = [read('ACTA_OIDC_ISSUER'), read('ACTA_OIDC_CLIENT_ID')];
  if (issuer === undefined) {
    if (ways.includes('oidc')) throw new SettingsError('Expected ACTA_OIDC_ISSUER for ACTA_SIGN_IN=oidc, but it is not set');
    return { local: ways.includes('local'), oidc: undefined };
  }
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol)) throw new SettingsError(`Expected ACTA_OIDC_ISSUER to be an address such as https://login.example/realms/acta, but it is '${issuer}'`);
  if (clientId === undefined) throw new SettingsError('Expected ACTA_OIDC_CLIENT_ID beside ACTA_OIDC_ISSUER, but it is not set');
  const oidc = { issuer, clientId, clientSecret: read('ACTA_OIDC_CLIENT_SECRET'), audience: read('ACTA_OIDC_AUDIENCE'), name: read('ACTA_OIDC_NAME') ?? new URL(issuer).host, rolesClaim: read('ACTA_OIDC_ROLES_CLAIM') ?? 'roles' };
  return { local: ways.includes('local'), oidc };
};

const proofOf = (read: (name: string) => string | undefined): Settings['proof'] => {
  const origin = read('ACTA_LOG_ORIGIN');
  if (origin !== undefined && !isKeyName(origin)) throw new SettingsError(`Expected ACTA_LOG_ORIGIN to be a name without spaces and plus signs, such as acta.example/log, but it is '${origin}'`);
  const timeStampUrl = read('ACTA_TIME_STAMP_URL');
  if (timeStampUrl !== undefined && !/^https?:\/\//.test(timeStampUrl)) throw new SettingsError(`Expected ACTA_TIME_STAMP_URL to be an address such as https://tsa.example, but it is '${timeStampUrl}'`);
  return { folder: read('ACTA_LOG_FOLDER') ?? join(read('ACTA_DATA') ?? './data', 'log'), keyFile: read('ACTA_LOG_KEY'), origin, witnesses: listOf(read('ACTA_WITNESSES')), timeStampUrl };
};

const postgresExample = 'postgres://user:password@host:5432/database';

/** An empty variable counts as not set. @throws SettingsError */
export const readSettings = (environment: Environment): Settings => {
  const read = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  const [databaseUrl, redisUrl, migrateUrl, eraseUrl] = [read('DATABASE_URL'), read('REDIS_URL'), read('ACTA_MIGRATE_URL'), read('ACTA_ERASE_URL')];
  requireScheme('DATABASE_URL', databaseUrl, ['postgres', 'postgresql'], postgresExample);
  requireScheme('ACTA_MIGRATE_URL', migrateUrl, ['postgres', 'postgresql'], postgresExample);
  requireScheme('ACTA_ERASE_URL', eraseUrl, ['postgres', 'postgresql'], postgresExample);
  requireScheme('REDIS_URL', redisUrl, ['redis', 'rediss'], 'redis://host:6379');
  if (databaseUrl !== undefined && redisUrl === undefined)
    throw new SettingsError('Expected REDIS_URL beside DATABASE_URL, but it is not set');
  if (databaseUrl === undefined && redisUrl !== undefined)
    throw new SettingsError('Expected DATABASE_URL beside REDIS_URL, but it is not set. Without both, Acta uses its embedded database');
  return {
    databaseUrl,
    redisUrl,
    migrateUrl,
    eraseUrl,
    signIn: waysOf(read),
    trustedProxies: listOf(read('ACTA_TRUSTED_PROXIES')),
    refusesAnonymousTasks: oneOf('ACTA_ANONYMOUS_TASKS', read('ACTA_ANONYMOUS_TASKS') ?? 'allow', ['allow', 'refuse']) === 'refuse',
    searchTimeoutMs: secondsOf('ACTA_SEARCH_TIMEOUT', read('ACTA_SEARCH_TIMEOUT')) * 1000,
    compileTimeoutMs: secondsOf('ACTA_COMPILE_TIMEOUT', read('ACTA_COMPILE_TIMEOUT')) * 1000,
    compileMemoryMb: megabytesOf('ACTA_COMPILE_MEMORY', read('ACTA_COMPILE_MEMORY')),
    allowOwner: switchOf('ACTA_ALLOW_OWNER', read('ACTA_ALLOW_OWNER')),
    dataFolder: read('ACTA_DATA') ?? './data',
    proof: proofOf(read),
    zone: zoneOf(read('ACTA_TIME_ZONE')),
    logFormat: logFormatOf(read('ACTA_LOG_FORMAT')),
    logLevel: oneOf('ACTA_LOG_LEVEL', read('ACTA_LOG_LEVEL') ?? 'info', logLevels),
    monitoring: monitoringOf(read('ACTA_MONITORING')),
    monitoringPublic: switchOf('ACTA_MONITORING_PUBLIC', read('ACTA_MONITORING_PUBLIC')),
    port: portOf(read('PORT') ?? '8080'),
    host: read('ACTA_HOST') ?? 'localhost',
    allowedHosts: hostsOf(read('ACTA_ALLOWED_HOSTS')),
    publicUrls: publicUrlsOf(read('ACTA_PUBLIC_URL')),
  };
};
