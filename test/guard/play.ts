/** One script that is played: its time, its cases, and what it sees of them. */
import { outcomeOf } from './answer.ts';
import type { Asked } from './look.ts';
import type { GuardApp } from './open-app.ts';
import { changesBetween } from './outcome.ts';
import type { Command, Outcome, Script, Step } from './recording.ts';
import { NoSuchSubject, requestOf } from './request.ts';
import { Subjects, type FoundCase } from './subject.ts';
import { ViewBuilder, type View } from './view.ts';

/** What the next command is, after so many steps; undefined: the script is over. */
export type Choose = (play: Play) => Command | undefined;

export interface ScriptStart {
  readonly name: string;
  readonly now: string;
}

/** Of the answer to a deployment, what is of use here. */
interface Deployed {
  readonly form: { readonly formId: string; readonly version: number; readonly formKey: string } | null;
  readonly processDefinition: { readonly processDefinitionId: string; readonly resourceName: string } | null;
}

export class Play {
  readonly name: string;
  readonly start: string;
  readonly steps: Step[] = [];
  readonly verified: boolean[] = [];
  /** Epoch ms. */
  now: number;
  view: View = new Map();
  readonly cases: Asked[] = [];
  readonly #files: Readonly<Record<string, string>>;
  readonly #choose: Choose;
  /** Names of forms by key. */
  readonly #forms = new Map<string, string>();
  readonly #statecharts = new Set<string>();
  #subjects = new Subjects();
  #next: Command | undefined;
  #outcome: Omit<Outcome, 'changes'> = {};
  #fired: string[] = [];

  constructor({ name, now }: ScriptStart, files: Readonly<Record<string, string>>, choose: Choose) {
    this.name = name;
    this.start = now;
    this.now = Date.parse(now);
    this.#files = files;
    this.#choose = choose;
    this.#next = choose(this);
  }

  get next(): Command | undefined {
    return this.#next;
  }

  async send(app: GuardApp): Promise<void> {
    const command = this.#next;
    if (command === undefined || 'wait' in command) return;
    try {
      const { status, text } = await app.send(requestOf(command, this.#subjects, this.#files));
      const body = text === '' ? undefined : (JSON.parse(text) as { readonly [name: string]: unknown });
      if (status < 300 && body !== undefined) this.#note(command, body);
      this.#outcome = outcomeOf(status, body, Date.parse(this.start));
    } catch (error) {
      if (!(error instanceof NoSuchSubject)) throw error;
      this.#outcome = { answer: error.message };
    }
  }

  noteFired(element: string): void {
    this.#fired.push(`${element} at ${(this.now - Date.parse(this.start)) / 1_000}`);
  }

  /** Takes in what was found after the command, and chooses the next one. */
  see(found: ReadonlyMap<string, FoundCase>): void {
    if (this.#next === undefined) return;
    const builder = new ViewBuilder(Date.parse(this.start), this.#forms);
    for (const [index, { key }] of this.cases.entries()) {
      const one = found.get(key);
      if (one !== undefined) builder.addCase(one, index + 1);
    }
    const changes = changesBetween(this.view, builder.rows);
    this.view = builder.rows;
    this.#subjects = builder.subjects;
    const { answer, says } = this.#outcome;
    const gives: Outcome = {
      ...(answer === undefined ? {} : { answer: this.#subjects.withoutKeys(answer) }),
      ...(says === undefined ? {} : { says }),
      ...(this.#fired.length === 0 ? {} : { fired: this.#fired }),
      ...(Object.keys(changes).length === 0 ? {} : { changes }),
    };
    this.steps.push({ do: this.#next, gives });
    this.#outcome = {};
    this.#fired = [];
    this.#next = this.#choose(this);
  }

  #note(command: Command, body: { readonly [name: string]: unknown }): void {
    if ('deploy' in command) this.#noteDeployed(body['deployments'] as readonly Deployed[]);
    if ('request' in command && command.request === 'POST /v2/process-instances') this.#noteCase(body);
  }

  #noteDeployed(deployed: readonly Deployed[]): void {
    for (const { form, processDefinition: definition } of deployed) {
      if (form !== null) this.#forms.set(form.formKey, `${form.formId} v${form.version}`);
      if (definition?.resourceName.endsWith('.statechart.json') === true) this.#statecharts.add(definition.processDefinitionId);
    }
  }

  #noteCase(created: { readonly [name: string]: unknown }): void {
    const key = String(created['processInstanceKey']);
    if (this.cases.some((known) => known.key === key)) return;
    this.cases.push({ key, isStatechart: this.#statecharts.has(String(created['processDefinitionId'])) });
  }
}

/** What has been played, to be recorded. */
export const scriptOf = ({ name, start, steps, verified }: Play): Script => ({ name, now: start, steps, verified });
