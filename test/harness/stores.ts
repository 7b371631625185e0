import { randomBytes } from 'node:crypto';
import { type PrivateServer, startPostgres, startRedis } from './servers.ts';
import { deleteFolder, startGuardian, temporaryFolder } from './private-process.ts';
import { dropTestDatabases } from './postgres-administration.ts';

/**
 * Global setup of the tests that use stores: gives every test file `DATABASE_URL` and `REDIS_URL`. Given ones are used
 * and left as they were found, else private servers are started.
 */
export async function setup(): Promise<() => Promise<void>> {
  const started: PrivateServer[] = [];
  const provide = async (variable: 'DATABASE_URL' | 'REDIS_URL', start: () => Promise<PrivateServer>) => {
    if (process.env[variable]) return;
    const server = await start();
    started.push(server);
    process.env[variable] = server.url;
  };
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
    deleteFolder(folder);
    dismissGuardian();
  };
  const folder = temporaryFolder('test', undefined);
  const dismissGuardian = startGuardian(folder);
  process.env.ACTA_TEST_FOLDER = folder;
  process.env.ACTA_TEST_RUN = randomBytes(4).toString('hex');
  try {
    await provide('DATABASE_URL', startPostgres);
    await provide('REDIS_URL', startRedis);
  } catch (error) {
    await stop();
    throw error;
  }
  return async () => {
    try {
      await dropTestDatabases();
    } finally {
      await stop();
    }
  };
}
