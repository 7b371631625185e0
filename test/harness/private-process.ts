import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The account a server runs under: servers refuse root, or should. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A running server process with a guardian that ends it when this process dies, however it dies. */
export interface PrivateProcess {
  readonly pid: number;
  /** What it has written so far; the end of it explains a failed start. */
  output(): string;
  hasExited(): boolean;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** The first of the accounts that exists when we are root, else undefined: run as who we are. */
export function unprivilegedAccount(...names: readonly string[]): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of [...names, 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`Expected an account ${names.join(', ')} or nobody to run servers as, but /etc/passwd has none.`);
}

export function temporaryFolder(name: string, account: Account | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), `acta-${name}-`));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** A TCP port of the loopback interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, but got none.');
  return address.port;
}

/**
 * Starts a server in a session of its own, so that Ctrl-C reaches the tests first and the server only through them.
 *
 * @param folder deleted by the guardian when this process dies without stopping the server.
 * @param input written to the server's standard input.
 */
export function startPrivateProcess(
  command: readonly [program: string, ...parameters: string[]],
  { account, folder, input = '' }: { account: Account | undefined; folder: string; input?: string },
): PrivateProcess {
  const [program, ...parameters] = command;
  const child = spawn(program, parameters, {
    ...account,
    cwd: folder,
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
  });
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', (error) => (output += error.message));
  child.stdin.on('error', () => {}); // it died before it read: hasExited() tells
  child.stdin.end(input);
  const { pid } = child;
  if (pid === undefined) throw new Error(`Expected ${program} to start, but it cannot be run.`);
  const dismissGuardian = startGuardian(folder, pid);
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  const closed = once(child, 'close').then(dismissGuardian);
  return {
    pid,
    output: () => output,
    hasExited,
    async end(signal) {
      if (!hasExited()) child.kill(signal);
      await closed;
    },
  };
}

/**
 * A shell that sleeps on a pipe from us. When the pipe closes without a word, we were killed: it deletes the folder in
 * our place and ends the server that works in it. It must outlive us, so it gets a session of its own.
 *
 * @param pid leads a group of processes, which is ended as a whole.
 * @returns what to call when the folder needs no guard any more.
 */
export function startGuardian(folder: string, pid?: number): () => void {
  const endServer = 'kill -s QUIT -- "-$2"; sleep 1; kill -s KILL -- "-$2";';
  const remove = 'rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }'; // somebody may have written into it meanwhile
  const script = `read word && exit; ${pid === undefined ? '' : endServer} ${remove}`;
  const guardian = spawn('/bin/sh', ['-c', script, 'guardian', folder, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guardian.unref();
  return () => guardian.stdin.end('over\n');
}

export function deleteFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
