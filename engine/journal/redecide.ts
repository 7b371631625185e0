/**
 * Deciding again: every command of a case is decided anew from the journal and the definitions that
 * it names by hash, and what comes out is compared with what was recorded. Equality is promised
 * within one version of the kernel, of FEEL and of DMN; another one is said to be incomparable, never guessed at.
 */
import { caseStream, initialState, type CaseState, type DefinitionRef, type Event, type Executable } from '../case/index.ts';
import { firstDifference, type Difference } from '../json/difference.ts';
import { canDecideAs, decideOn, engineVersions, questionId, type Decision, type Library } from '../stream/index.ts';
import type { CaseStep } from './step.ts';

type DecisionModel = NonNullable<ReturnType<Library['decision']>>;
type Eventually<T> = T | undefined | Promise<T | undefined>;

/** Compiled definitions by the hash of their source; `undefined` when there is none. */
export interface Definitions {
  executable(hash: string, id: string): Eventually<Executable>;
  decision(hash: string): Eventually<DecisionModel>;
}

export type RedecideVerdict =
  | { readonly verdict: 'equal'; readonly steps: number }
  /** `index` is the first differing event of the step; null when the step as a whole differs. */
  | ({ readonly verdict: 'diverges'; readonly seq: number; readonly index: number | null } & Difference)
  /** Equal up to `seq`, of whose values some were erased or are withheld: what follows cannot be decided again. */
  | { readonly verdict: 'redacted'; readonly seq: number }
  /** Equal up to `seq`, which this kernel or these definitions cannot decide again. */
  | { readonly verdict: 'incomparable'; readonly seq: number; readonly reason: string };

/** The steps are a case's, from its first, opened with their payloads where these are not erased. */
export const redecide = async (
  steps: Iterable<CaseStep> | AsyncIterable<CaseStep>,
  definitions: Definitions,
): Promise<RedecideVerdict> => {
  const state = initialState();
  const shelf = new Shelf(definitions);
  let next = 0;
  for await (const step of steps) {
    if (step.seq !== next) return { verdict: 'incomparable', seq: step.seq, reason: `Expected step ${next}, but found step ${step.seq}` };
    const verdict = await redecideStep(state, step, shelf);
    if (verdict !== undefined) return verdict;
    next += 1;
  }
  return { verdict: 'equal', steps: next };
};

/** `undefined`: the step was decided alike, and the state is after it. */
const redecideStep = async (state: CaseState, step: CaseStep, shelf: Shelf): Promise<RedecideVerdict | undefined> => {
  const { seq, command } = step;
  const incomparable = (reason: string): RedecideVerdict => ({ verdict: 'incomparable', seq, reason });

  if (step.erased || step.withheld.length > 0) return { verdict: 'redacted', seq };
  const other = canDecideAs(step.versions) ? undefined : firstDifference(engineVersions, step.versions);
  if (other !== undefined)
    return incomparable(`Expected a step decided by version ${String(other.expected)} of the ${other.path}, but it was decided by version ${String(other.actual)}`);
  const definition = command.type === 'CreateCase' ? command.definition : state.definition;
  const difference = firstDifference(step.definition, definition?.hash ?? null, 'definition');
  if (difference !== undefined) return { verdict: 'diverges', seq, index: null, ...difference };
  if (definition === null) return incomparable('Expected the step to name a definition, but it has none');
  const executable = await shelf.executable(definition);
  if (executable === undefined)
    return incomparable(`Expected definition '${definition.id}' with hash ${definition.hash}, but it is missing`);
  await shelf.fetchDecisions(step.answers);

  const decision = decideAgain(executable, state, step, shelf);
  if (shelf.missing !== undefined) return incomparable(`Expected a decision with hash ${shelf.missing}, but it is missing`);
  return divergenceOf(step, decision);
};

const divergenceOf = ({ seq, events }: CaseStep, decision: Decision<Event> | Error): RedecideVerdict | undefined => {
  if (decision instanceof Error || decision.kind !== 'accepted') {
    const actual = decision instanceof Error ? decision.message : decision;
    return { verdict: 'diverges', seq, index: null, path: '', expected: events, actual };
  }
  const count = Math.max(events.length, decision.events.length);
  for (let index = 0; index < count; index++) {
    const difference = firstDifference(events[index], decision.events[index]);
    if (difference !== undefined) return { verdict: 'diverges', seq, index, ...difference };
  }
  return undefined;
};

/** An exception here is a fault of the kernel, and a verifier must be able to say where. */
const decideAgain = (executable: Executable, state: CaseState, step: CaseStep, library: Library): Decision<Event> | Error => {
  const { id, actor, onBehalfOf, at: now, zone, answers, command } = step;
  const order = { id, actor, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
  try {
    return decideOn(caseStream, { state, model: executable, command }, { stream: BigInt(step.stream), order, now, zone, kernel: step.versions.kernel, library, answer: (question) => answers[questionId(question)] });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** The definitions fetched so far. Decisions are fetched before a step that was told of them, for `decide` cannot wait. */
class Shelf implements Library {
  readonly #definitions: Definitions;
  readonly #executables = new Map<string, Executable | undefined>();
  readonly #decisions = new Map<string, DecisionModel | undefined>();
  /** Hash of a decision that was asked for and is not there. */
  missing: string | undefined;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  async executable({ hash, id }: DefinitionRef): Promise<Executable | undefined> {
    const name = `${hash} ${id}`;
    if (!this.#executables.has(name)) this.#executables.set(name, await this.#definitions.executable(hash, id));
    return this.#executables.get(name);
  }

  async fetchDecisions(answers: CaseStep['answers']): Promise<void> {
    for (const [question, answer] of Object.entries(answers)) {
      if (!/^(decision:|\{.*"type":"decision")/.test(question) || typeof answer !== 'object' || answer === null || !('hash' in answer)) continue;
      const { hash } = answer;
      if (typeof hash === 'string' && !this.#decisions.has(hash)) this.#decisions.set(hash, await this.#definitions.decision(hash));
    }
  }

  decision(hash: string): DecisionModel | undefined {
    const model = this.#decisions.get(hash);
    if (model === undefined) this.missing ??= hash;
    return model;
  }
}
