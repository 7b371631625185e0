/** Processes of the built product, which are killed and started again. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../runtime/package-root.ts';
import { startPrivateProcess, temporaryFolder, type PrivateProcess } from '../harness/private-process.ts';

/** Builds the product when its sources have changed. */
export const ensureBuilt = (): void => {
  const { status, stderr } = spawnSync(process.execPath, [join(packageRoot, 'bin/acta.mjs'), '--help'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Expected the product to build, but: ${stderr}`);
};

export interface ActaProcessOptions {
  /** A program that becomes Acta, with its parameters before those of Acta. */
  readonly through?: readonly string[];
  /** Folder of the build; default: that of this checkout. */
  readonly root?: string;
}

export class ActaProcess {
  readonly name: string;
  readonly #options: ActaProcessOptions;
  readonly #command: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;
  #process: PrivateProcess | undefined;
  #output = '';

  constructor(name: string, command: readonly string[], environment: Readonly<Record<string, string>>, options: ActaProcessOptions = {}) {
    this.name = name;
    this.#options = options;
    this.#command = command;
    this.#environment = environment;
  }

  /** The same of another build; it does not run yet. */
  of(root: string): ActaProcess {
    return new ActaProcess(this.name, this.#command, this.#environment, { ...this.#options, root });
  }

  start(): void {
    const variables = Object.entries(this.#environment).map(([variable, value]) => `${variable}=${value}`);
    const { through = [], root = packageRoot } = this.#options;
    const program = [...through, process.execPath, join(root, 'dist/cli/main.js'), ...this.#command];
    this.#process = startPrivateProcess(['env', ...variables, ...program], { account: undefined, folder: temporaryFolder('process', undefined) });
  }

  /** Of the running process; 0: it does not run. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  async kill9(): Promise<void> {
    await this.end('SIGKILL');
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    await this.#process?.end(signal);
    this.#output += this.#process?.output() ?? '';
    this.#process = undefined;
  }

  /** It stands still until `goOn`, and knows nothing of it. */
  standStill(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  goOn(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** It ended though nobody ended it. */
  get hasDied(): boolean {
    return this.#process?.hasExited() ?? false;
  }

  /** What it has said in all its lives. */
  get output(): string {
    return this.#output + (this.#process?.output() ?? '');
  }
}
