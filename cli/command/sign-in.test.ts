import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineActor } from '../../engine/stream/index.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { createTestDatabase } from '../../test/harness/database.ts';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import { openTestApp, type TestApp } from '../../test/server/test-app.ts';
import { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { StoredSessions } from '../stored-sessions.ts';
import { login, logout, whoami } from './sign-in.ts';

const right = 'correct horse battery';

describe('signing in from the command line', () => {
  let app: TestApp;
  let drop: () => Promise<void>;
  let url: string;
  let folder: string;
  let isOpen = false;
  const said: string[] = [];
  const output: Output = { json: false, print: (_value, text) => void said.push(text()), progress: () => undefined };

  const sessions = (): StoredSessions => new StoredSessions(join(folder, 'acta', 'sessions.json'));
  const asked: { question: string; isSecret: boolean }[] = [];
  const answering = (...answers: string[]) => (question: string, { isSecret = false } = {}): Promise<string> => {
    asked.push({ question, isSecret });
    return Promise.resolve(answers.shift() ?? '');
  };
  const kept = (): Client => {
    const session = sessions().find(url);
    return new Client({ url, ...(session === undefined ? {} : { cookie: session.cookie }) });
  };
  const signIn = (user: string | undefined, ...answers: string[]): Promise<void> => login(new Client({ url }), output, user, { url, sessions: sessions(), ask: answering(...answers) });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'acta-sessions-'));
    const database = await createTestDatabase();
    drop = () => database.drop();
    let identities!: Identities;
    app = await openTestApp(await openPostgres({ url: database.applicationUrl, name: 'test' }), {
      access: (runtime) => {
        identities = new Identities(runtime);
        return { identities, get signIn() { return !isOpen; }, get passwords() { return !isOpen; }, samples: false, secure: false, trustedProxies: [] };
      },
    });
    await identities.command({ type: 'CreateUser', user: 'li', name: '李敏', email: null, sample: false, grants: [{ role: 'admin', scope: [] }], groups: [] }, { actor: engineActor });
    await identities.passwords.set('li', right);
    url = await app.listen();
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await app.close();
    await drop();
  });

  test('a session is kept in a file for its owner only, used by the next commands, and worth nothing after logout', async () => {
    await signIn(undefined, 'li', right);
    expect(asked).toEqual([{ question: 'User: ', isSecret: false }, { question: 'Password of li: ', isSecret: true }]);
    expect(statSync(join(folder, 'acta', 'sessions.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'acta')).mode & 0o777).toBe(0o700);
    const client = kept();
    await whoami(client, output);
    expect(said.at(-1)).toBe('李敏 (li), person by password\nmay: admin');
    expect(new StoredSessions(join(folder, 'acta', 'sessions.json')).find(`${url}/`)?.user).toBe('li');

    await logout(client, output, { url, sessions: sessions() });
    expect(said.at(-1)).toBe(`Signed out at ${url}.`);
    expect(sessions().find(url)).toBeUndefined();
    await expect(whoami(client, output)).rejects.toThrow(/^Expected somebody who has signed in/);
    await expect(logout(kept(), output, { url, sessions: sessions() })).rejects.toThrow(/^Expected a session at .+, but there is none/);
  });

  test('a wrong password keeps nothing', async () => {
    await expect(signIn('li', 'wrong')).rejects.toThrow(/^Expected a user name and its password/);
    expect(sessions().find(url)).toBeUndefined();
  });

  test('a session that is over can still be logged out of', async () => {
    await signIn('li', right);
    await app.runtime.database.query('delete from session');
    await logout(kept(), output, { url, sessions: sessions() });
    expect(sessions().find(url)).toBeUndefined();
  });

  test('a server that asks nobody says so', async () => {
    isOpen = true;
    await expect(signIn('li', right)).rejects.toThrow(/^Expected a server that asks who it is, but .+ Go on without signing in$/);
    await whoami(new Client({ url }), output);
    expect(said.at(-1)).toBe('Nobody who is known; may: admin.');
    isOpen = false;
  });

  test('a file that others may read, or that holds something else, is refused before anything is asked', async () => {
    await signIn('li', right);
    const file = join(folder, 'acta', 'sessions.json');
    chmodSync(file, 0o644);
    expect(() => sessions().find(url)).toThrow(/to be for its owner only, but others may read it/);
    await expect(signIn('li', right)).rejects.toThrow(/others may read it/);
    chmodSync(file, 0o600);
    writeFileSync(file, 'no');
    expect(() => sessions().find(url)).toThrow(/holds something else/);
  });
});
