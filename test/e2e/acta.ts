/** The product as its user has it: processes of the command `acta`, and what they print. */
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../runtime/package-root.ts';

/** Builds what is stale, then runs. */
const program = join(packageRoot, 'bin', 'acta.mjs');

type Environment = Readonly<Record<string, string>>;

/** What the tests' own environment says of stores must not reach a process that is to be embedded. */
const environmentOf = (own: Environment): NodeJS.ProcessEnv => ({ ...process.env, DATABASE_URL: '', REDIS_URL: '', ...own });

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export const acta = (parameters: readonly string[], environment: Environment = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...parameters], { env: environmentOf(environment), cwd: packageRoot });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });

/** A long-running process, once it says that it is ready. */
export interface Running {
  /** What it has said so far. */
  readonly printed: () => string;
  readonly process: ChildProcess;
  /** Ends it and tells its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** `ready`: a text that it prints when it takes work. */
export const launch = (parameters: readonly string[], environment: Environment, ready: string): Promise<Running> =>
  untilReady(spawn(process.execPath, [program, ...parameters], { env: environmentOf(environment), cwd: packageRoot }), ready);

/** `npm start` as a shell runs it: in a process group of its own, which Ctrl-C reaches as a whole. */
export const npmStart = (environment: Environment, ready: string): Promise<Running> =>
  untilReady(spawn('npm', ['start'], { env: environmentOf(environment), cwd: packageRoot, detached: true }), ready);

/** Nobody may be left who knows of a process that was started: a hook that took too long, a run that was broken off. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const untilReady = (child: ChildProcessWithoutNullStreams, ready: string): Promise<Running> =>
  new Promise((resolve, reject) => {
    running.add(child);
    child.once('exit', () => running.delete(child));
    const ended = new Promise<number | null>((tell) => child.once('close', tell));
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (!printed.includes(ready)) return;
        resolve({ process: child, printed: () => printed, end: (signal) => (child.kill(signal), ended) });
      });
    child.once('error', reject);
    void ended.then((code) => reject(new Error(`Expected ${child.spawnargs.join(' ')} to be ready, but it ended with ${code}:\n${printed}`)));
  });
