/** A case driven as the pipeline drives it: decide on the hot state, ask, seal, end the step. */
import { createHash } from 'node:crypto';
import {
  decide, Draft, initialState, kernelVersion,
  type Answers, type CaseState, type Command, type Decision, type DefinitionRef, type Event, type Executable, type Library,
} from '../../engine/case/index.ts';
import { normalize, openStep, sealStep, endStep, type CaseStep, type Definitions, type SealedStep } from '../../engine/journal/index.ts';
import { errand, type Stop } from './errand.ts';

export const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

export const definition: DefinitionRef = { key: '33554432', id: 'errand', version: 1, hash: 'd'.repeat(64), dialect: 'bpmn' };
export const decisionHash = 'e'.repeat(64);
const route = { key: '50331648', id: 'route', version: 3, hash: decisionHash };

type DecisionModel = NonNullable<ReturnType<Library['decision']>>;
/** The errand's dialect looks only whether the model is there. */
const model = {} as DecisionModel;
const library: Library = { decision: (hash) => (hash === decisionHash ? model : undefined) };

export class History {
  state: CaseState = initialState();
  readonly steps: SealedStep[] = [];
  readonly executable: Executable;
  readonly log: string;
  readonly stream: string;
  now = 1_763_892_000_000;

  constructor(stops: readonly Stop[], stream = '16777216', log = 'acta.example') {
    this.executable = errand(stops);
    this.stream = stream;
    this.log = log;
  }

  /** Decides, and seals the step when the command is accepted; a refused command leaves the state as it was. */
  send(command: Command, actor: string | null = 'user-1'): Decision {
    const known = normalize(command) as unknown as Command;
    let answers: Answers = {};
    for (;;) {
      const state = structuredClone(this.state);
      const decision = decide(this.executable, new Draft(state), known, { now: this.now, answers, library });
      if (decision.kind === 'need') {
        answers = { 'decision:route': route };
        continue;
      }
      if (decision.kind === 'accepted') this.#seal({ state, command: known, actor, answers, events: decision.events });
      return decision;
    }
  }

  #seal(decided: Pick<CaseStep, 'command' | 'actor' | 'answers' | 'events'> & { state: CaseState }): void {
    const { state, ...rest } = decided;
    const seq = this.state.seq;
    const step = {
      log: this.log, stream: this.stream, seq, prev: this.steps.at(-1)?.hash ?? null, at: this.now,
      id: `${this.stream}-command-${seq}`, definition: definition.hash, kernel: kernelVersion,
      salt: sha256(new TextEncoder().encode(`salt ${this.stream} ${seq}`)), ...rest,
    };
    this.steps.push(sealStep(step, sha256));
    endStep(state, step);
    this.state = state;
    this.now += 1_001;
  }

  opened(erased: ReadonlySet<number> = new Set()): CaseStep[] {
    return this.steps.map(({ record, payload }, seq) => openStep<Command, Event>(record, erased.has(seq) ? null : payload));
  }

  definitions(): Definitions {
    return {
      executable: (hash, id) => (hash === definition.hash && id === definition.id ? this.executable : undefined),
      decision: (hash) => Promise.resolve(library.decision(hash)),
    };
  }
}

/** The first thing of the case that waits, done with these variables. */
export const nextCommand = (state: CaseState, variables: { readonly [name: string]: unknown } = {}): Command | undefined => {
  const [values, first] = [variables as never, (live: object): number => Number(Object.keys(live)[0])];
  if (state.status === 'new') return { type: 'CreateCase', definition, variables: values, businessId: 'B-17', tags: ['red'] };
  if (!Number.isNaN(first(state.userTasks))) return { type: 'CompleteUserTask', task: first(state.userTasks), variables: values, action: 'approve' };
  if (!Number.isNaN(first(state.jobs))) return { type: 'CompleteJob', job: first(state.jobs), variables: values };
  if (!Number.isNaN(first(state.timers))) return { type: 'FireTimer', timer: first(state.timers) };
  if (!Number.isNaN(first(state.subscriptions)))
    return { type: 'CorrelateMessage', subscription: first(state.subscriptions), message: '67108864', variables: values };
  return undefined;
};

/** An errand from its creation to its end. */
export const wholeHistory = (stops: readonly Stop[], stream?: string, log?: string): History => {
  const history = new History(stops, stream, log);
  for (let command = nextCommand(history.state, { a: 1 }); command !== undefined; command = nextCommand(history.state, { b: 'x', a: 2 }))
    history.send(command);
  return history;
};
