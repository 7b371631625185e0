/** People and suppliers who play a scenario of the catalogue through the command line, each under their own name. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { packageRoot } from '../../runtime/package-root.ts';
import { scenarioFormat, type ScenarioStep } from '../catalogue/scenario.ts';
import { acta } from './acta.ts';

export const scenarioOf = (procedure: string, name: string) =>
  scenarioFormat.parse(JSON.parse(readFileSync(join(packageRoot, 'definitions', procedure, 'scenarios', `${name}.json`), 'utf8')));

interface Task {
  readonly userTaskKey: string;
  readonly elementId: string;
}

export class People {
  readonly #environment: { readonly PORT: string };

  constructor(port: number) {
    this.#environment = { PORT: String(port) };
  }

  /** What a command prints with `--json`. @throws Error when it fails. */
  async run<T>(...parameters: readonly string[]): Promise<T> {
    return JSON.parse(await this.read('--json', ...parameters)) as T;
  }

  async start(procedure: string, actor: string, variables: object): Promise<string> {
    const started = await this.run<{ processInstanceKey: string }>('--actor', actor, 'start', procedure, '--variables', JSON.stringify(variables));
    return started.processInstanceKey;
  }

  tasksOf(caseKey: string): Promise<Task[]> {
    return this.run<Task[]>('tasks', '--case', caseKey);
  }

  /** The open task of an element; one that a worker or a message brings may take a moment. */
  async taskOf(caseKey: string, elementId: string): Promise<string> {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const task = (await this.tasksOf(caseKey)).find((candidate) => candidate.elementId === elementId);
      if (task !== undefined) return task.userTaskKey;
      await delay(200);
    }
    throw new Error(`Expected case ${caseKey} to have a task of ${elementId}, but it has none`);
  }

  /** What a command prints for a person. @throws Error when it fails. */
  async read(...parameters: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await acta(parameters, this.#environment);
    if (code !== 0) throw new Error(`Expected acta ${parameters.join(' ')} to work, but it ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** `replaced`: the correlation key that stands for the one of the scenario. */
  async play(caseKey: string, step: ScenarioStep, replaced: string): Promise<void> {
    if ('complete' in step) {
      const task = await this.taskOf(caseKey, step.complete);
      await this.run('--actor', step.by ?? 'nobody', 'complete', task, '--variables', JSON.stringify(step.variables ?? {}));
    } else if ('key' in step)
      await this.run('message', step.message, '--correlation-key', replaced, '--variables', JSON.stringify(step.variables ?? {}));
  }
}
