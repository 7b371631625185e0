import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

describe('settings', () => {
  it('of an empty environment are the embedded ones', () => {
    expect(readSettings({ DATABASE_URL: '', REDIS_URL: '', PORT: '', ACTA_DATA: '' })).toEqual({
      databaseUrl: undefined, redisUrl: undefined, migrateUrl: undefined, eraseUrl: undefined, searchTimeoutMs: 10_000, compileTimeoutMs: 10_000, compileMemoryMb: 512, signIn: { local: false, oidc: undefined }, trustedProxies: [], refusesAnonymousTasks: false, allowOwner: false, dataFolder: './data', proof: { folder: 'data/log', keyFile: undefined, origin: undefined, witnesses: [], timeStampUrl: undefined }, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, logFormat: undefined, logLevel: 'info', monitoring: undefined, monitoringPublic: false, port: 8080, host: 'localhost', allowedHosts: [], publicUrls: [],
    });
  });

  it('are what the environment says', () => {
    const environment = { DATABASE_URL: 'postgres://db/acta', REDIS_URL: 'rediss://cache', ACTA_MIGRATE_URL: 'postgres://owner@db/acta', ACTA_ALLOW_OWNER: 'true', PORT: '9000', ACTA_DATA: '/srv', ACTA_TIME_ZONE: 'Asia/Shanghai', ACTA_LOG_FORMAT: 'text', ACTA_LOG_LEVEL: 'warn', ACTA_MONITORING: '[::1]:9464', ACTA_MONITORING_PUBLIC: 'true', ACTA_HOST: '0.0.0.0', ACTA_ALLOWED_HOSTS: 'acta.example, acta:8080', ACTA_PUBLIC_URL: 'https://acta.example/' };

    expect(readSettings(environment)).toEqual({
      databaseUrl: 'postgres://db/acta', redisUrl: 'rediss://cache', migrateUrl: 'postgres://owner@db/acta', eraseUrl: undefined, searchTimeoutMs: 10_000, compileTimeoutMs: 10_000, compileMemoryMb: 512, signIn: { local: false, oidc: undefined }, trustedProxies: [], refusesAnonymousTasks: false, allowOwner: true, dataFolder: '/srv', proof: { folder: '/srv/log', keyFile: undefined, origin: undefined, witnesses: [], timeStampUrl: undefined }, zone: 'Asia/Shanghai', logFormat: 'text', logLevel: 'warn', monitoring: { host: '::1', port: 9464 }, monitoringPublic: true, port: 9000, host: '0.0.0.0',
      allowedHosts: ['acta.example', 'acta:8080'], publicUrls: ['https://acta.example'],
    });
  });

  it.each([
    ['9464', { host: 'localhost', port: 9464 }], ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }], ['', undefined],
  ])('monitoring at %s', (text, place) => {
    expect(readSettings({ ACTA_MONITORING: text }).monitoring).toEqual(place);
  });

  it.each([
    [{ PORT: 'x' }, "Expected PORT to be a number from 0 to 65535, but it is 'x'"],
    [{ PORT: '65536' }, "Expected PORT to be a number from 0 to 65535, but it is '65536'"],
    [{ PORT: '80.5' }, "Expected PORT to be a number from 0 to 65535, but it is '80.5'"],
    [{ ACTA_ALLOW_OWNER: 'yes' }, "Expected ACTA_ALLOW_OWNER to be true or false, but it is 'yes'"],
    [{ ACTA_MONITORING: 'localhost' }, "such as 0.0.0.0:9464, but it is 'localhost'"],
    [{ ACTA_MONITORING: 'localhost:70000' }, "such as 0.0.0.0:9464, but it is 'localhost:70000'"],
    [{ ACTA_LOG_FORMAT: 'xml' }, "Expected ACTA_LOG_FORMAT to be json or text, but it is 'xml'"],
    [{ ACTA_LOG_LEVEL: 'all' }, "Expected ACTA_LOG_LEVEL to be debug or info or warn or error, but it is 'all'"],
    [{ ACTA_MIGRATE_URL: 'db' }, 'Expected ACTA_MIGRATE_URL to be an address like postgres://'],
    [{ ACTA_TIME_ZONE: 'Asia/Beijing' }, "such as Asia/Shanghai or UTC, but it is 'Asia/Beijing'"],
    [{ ACTA_TIME_ZONE: '+08:00' }, "such as Asia/Shanghai or UTC, but it is '+08:00'"],
    [{ ACTA_ALLOWED_HOSTS: 'acta, http://x' }, "names such as acta.example, with commas between them, but one is 'http://x'"],
    [{ ACTA_PUBLIC_URL: 'acta.example' }, "an address such as https://acta.example, without a path, but it is 'acta.example'"],
    [{ ACTA_PUBLIC_URL: 'https://acta.example/ui' }, "but it is 'https://acta.example/ui'"],
    [{ ACTA_SIGN_IN: 'ldap' }, "Expected ACTA_SIGN_IN to be local or oidc, or both with a comma between them, but it is 'ldap'"],
    [{ ACTA_SIGN_IN: 'oidc' }, 'Expected ACTA_OIDC_ISSUER for ACTA_SIGN_IN=oidc'],
    [{ ACTA_OIDC_ISSUER: 'login.example' }, 'Expected ACTA_OIDC_ISSUER to be an address such as https://'],
    [{ ACTA_OIDC_ISSUER: 'https://login.example' }, 'Expected ACTA_OIDC_CLIENT_ID beside ACTA_OIDC_ISSUER'],
    [{ DATABASE_URL: 'postgres://db' }, 'Expected REDIS_URL beside DATABASE_URL'],
    [{ REDIS_URL: 'redis://cache' }, 'Expected DATABASE_URL beside REDIS_URL'],
    [{ DATABASE_URL: 'mysql://db', REDIS_URL: 'redis://cache' }, 'Expected DATABASE_URL to be an address like postgres://'],
    [{ DATABASE_URL: 'postgres://db', REDIS_URL: 'cache:6379' }, 'Expected REDIS_URL to be an address like redis://'],
  ])('%j are refused', (environment, message) => {
    expect(() => readSettings(environment)).toThrow(SettingsError);
    expect(() => readSettings(environment)).toThrow(message);
  });

  it('that are refused do not tell a password', () => {
    expect(() => readSettings({ DATABASE_URL: 'pg://acta:secret@db', REDIS_URL: 'redis://cache' })).toThrow(/^(?!.*secret)/);
  });
});
