/** A case driven as the pipeline drives it: decide on the hot state, find answers, seal. */
import { createHash } from 'node:crypto';
import { caseStream, initialState, type CaseState, type Command, type DefinitionRef, type Event, type Executable } from '../../engine/case/index.ts';
import { decideOn, engineVersions, questionId, type Actor, type Answers, type Decision, type Library } from '../../engine/stream/index.ts';
import { normalize, openSteps, sealStep, type Carried, type CaseStep, type Definitions, type SealedStep, type StoredStep } from '../../engine/journal/index.ts';
import { errand, type Stop } from './errand.ts';

export const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

export const definition: DefinitionRef = { key: '33554432', id: 'errand', version: 1, hash: 'd'.repeat(64), dialect: 'bpmn' };
export const carried: Carried = { log: 'acta.example', definition: definition.hash, versions: engineVersions, zone: 'UTC' };
export const decisionHash = 'e'.repeat(64);
const route = { key: '50331648', id: 'route', version: 3, hash: decisionHash };

type DecisionModel = NonNullable<ReturnType<Library['decision']>>;
/** The errand's dialect looks only whether the model is there. */
const model = {} as DecisionModel;
const person: Actor = { id: 'user-1', kind: 'person', method: 'none' };
const library: Library = { decision: (hash) => (hash === decisionHash ? model : undefined) };

export class History {
  readonly state: CaseState = initialState();
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
  send(command: Command, actor: Actor = person): Decision<Event> {
    const known = normalize(command) as unknown as Command;
    const id = `${this.stream}-command-${this.steps.length}`;
    let answers: Answers = {};
    for (;;) {
      const decision = decideOn(caseStream, { state: this.state, model: this.executable, command: known }, {
        stream: BigInt(this.stream), order: { id, actor }, now: this.now, zone: carried.zone, library, answer: (question) => answers[questionId(question)],
      });
      if (decision.kind === 'need') {
        const [other] = decision.questions.filter(({ type }) => type !== 'decision');
        if (other !== undefined) throw new Error(`Expected to be asked for decisions only, but found ${questionId(other)}`);
        answers = { 'decision:route': route };
        continue;
      }
      if (decision.kind === 'accepted') this.#seal({ id, actor, command: known, answers: decision.answers, events: decision.events });
      return decision;
    }
  }

  #seal(decided: Pick<CaseStep, 'id' | 'command' | 'actor' | 'answers' | 'events'>): void {
    const seq = this.steps.length;
    const secret = sha256(new TextEncoder().encode(`secret ${this.stream} ${seq}`));
    const before = this.steps.at(-1)?.head ?? null;
    this.steps.push(sealStep({ ...carried, log: this.log, stream: this.stream, seq, before, at: this.now, secret, ...decided }, sha256));
    this.now += 1_001;
  }

  stored(erased: ReadonlySet<number> = new Set()): StoredStep[] {
    return this.steps.map(({ record, payload }, seq) => ({ record, payload: erased.has(seq) ? null : payload }));
  }

  opened(erased: ReadonlySet<number> = new Set()): CaseStep[] {
    return openSteps<Command, Event>(this.stored(erased));
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
  const values = variables as never;
  const [[task] = [], [job] = [], [timer] = [], [subscription] = []] = [state.userTasks, state.jobs, state.timers, state.subscriptions].map((table) => table.entries()[0]);
  if (state.status === 'new') return { type: 'CreateCase', definition, variables: values, businessId: 'B-17', tags: ['red'] };
  if (task !== undefined) return { type: 'CompleteUserTask', task, variables: values, action: 'approve' };
  if (job !== undefined) return { type: 'CompleteJob', job, variables: values };
  if (timer !== undefined) return { type: 'FireTimer', timer };
  if (subscription !== undefined) return { type: 'CorrelateMessage', subscription, message: '67108864', variables: values };
  return undefined;
};

/** An errand from its creation to its end. */
export const wholeHistory = (stops: readonly Stop[], stream?: string, log?: string): History => {
  const history = new History(stops, stream, log);
  for (let command = nextCommand(history.state, { a: 1 }); command !== undefined; command = nextCommand(history.state, { b: 'x', a: 2 }))
    history.send(command);
  return history;
};
