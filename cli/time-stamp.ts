/**
 * Tokens of RFC 3161 are verified by `openssl ts`, which is where auditors have it: a signature over certificates is
 * nothing that should be written anew. Without openssl on the machine it is said that nobody has looked.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export class TimeStampError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TimeStampError';
  }
}

const openssl = async (folder: string, args: readonly string[]): Promise<string> => {
  try {
    return (await run('openssl', [...args], { cwd: folder, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } })).stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT') throw new TimeStampError('Expected openssl on this machine, to verify the time stamp, but it is not there');
    throw new TimeStampError(`Expected a time stamp of this checkpoint by an authority that is trusted, but openssl says: ${stderr.trim().split('\n').slice(-2).join(' ').slice(0, 300)}`);
  }
};

/** Seconds since 1970 at which the text was stamped. @throws TimeStampError */
export const verifyTimeStamp = async (token: Uint8Array, text: string, authorities: string): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'acta-time-stamp-'));
  try {
    await Promise.all([writeFile(join(folder, 'token.tsr'), token), writeFile(join(folder, 'checkpoint'), text), writeFile(join(folder, 'trusted.pem'), authorities)]);
    await openssl(folder, ['ts', '-verify', '-in', 'token.tsr', '-data', 'checkpoint', '-CAfile', 'trusted.pem']);
    const [, when = ''] = /^Time stamp: (.+)$/m.exec(await openssl(folder, ['ts', '-reply', '-in', 'token.tsr', '-text'])) ?? [];
    const at = Date.parse(when);
    if (Number.isNaN(at)) throw new TimeStampError(`Expected a time stamp to say a time, but it says '${when}'`);
    return Math.ceil(at / 1_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
