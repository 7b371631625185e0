/**
 * One command's run of a statechart: macrosteps, and the decisions of the states that it comes to rest in, whose
 * results are what happens next. What the statechart makes of something is known before anything is emitted.
 */
import { cancelAttached } from '../case/attached.ts';
import { requestContinuation } from '../case/continuing.ts';
import type { Context, Draft } from '../case/draft.ts';
import { setAllLocal } from '../case/variable.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { limits } from '../stream/limits.ts';
import { siteOf } from '../work/attribute.ts';
import { evaluateCalledDecision } from '../work/decision.ts';
import { isFailure, type Failure } from '../work/failure.ts';
import { keep } from './kept.ts';
import type { MachineEvent, MachineStep } from './machine.ts';
import { eventType, type StepReading } from './machine-config.ts';
import type { Invocation, StatePath } from './model.ts';
import { Settlement } from './settle.ts';
import { activeStates, snapshotOf, stopAt } from './snapshot.ts';
import type { Statechart } from './statechart.ts';

/** Something that happens to the statechart. */
export interface Occurrence extends MachineEvent {
  /** Variables of the case that it brings. */
  readonly brings: JsonObject;
}

/** What the statechart would do. `taken`: the occurrence itself makes a transition, not only what stands ready anyway. */
export interface Reaction {
  readonly step: MachineStep;
  readonly taken: boolean;
}

export const workDone = (element: string, result: JsonObject): Occurrence => {
  const type = eventType({ kind: 'workDone', element }, '');
  return { type, feel: { type, data: result }, brings: result };
};

export const noneHolds = ({ element }: Invocation, handler: 'onDone' | 'onError'): Failure => ({
  errorType: 'condition',
  message: `Expected ${handler} of '${element}' to lead on, but none of its guards holds`,
});

export class StatechartRun {
  readonly ctx: Context<Statechart>;
  readonly chart: Statechart;
  readonly draft: Draft;
  /** Element instances of the active states. */
  readonly #active: Map<StatePath, Ordinal>;
  /** Element instances whose decision is to be evaluated. */
  #decisions: Ordinal[] = [];
  #evaluated = 0;

  constructor(ctx: Context<Statechart>) {
    this.ctx = ctx;
    this.chart = ctx.model;
    this.draft = ctx.draft;
    this.#active = activeStates(ctx.model, ctx.draft.state);
  }

  readonly decideLater = (instance: Ordinal): void => void this.#decisions.push(instance);

  invocationOf(instance: Ordinal): Invocation | undefined {
    return this.chart.invocation(this.draft.state.elements.get(instance)?.element ?? '');
  }

  start(): Failure | undefined {
    const step = this.chart.machine.start(this.#reading({}));
    if (isFailure(step)) return step;
    this.#settle(step, 'start');
    return undefined;
  }

  /** Guards and assignments see what the occurrence brings as if it were there already. */
  reactionTo(occurrence: Occurrence): Reaction | Failure {
    const from = { active: this.#active, history: snapshotOf(this.draft.state).history };
    const step = this.chart.machine.send(from, occurrence, this.#reading(occurrence.brings));
    return isFailure(step) ? step : { step, taken: this.#firstEventOf(step) === occurrence.type };
  }

  /** `worked`: the element instance whose work made the occurrence; it ends when that is taken. */
  carryOut(occurrence: Occurrence, { step, taken }: Reaction, worked?: { readonly instance: Ordinal; readonly completed: boolean }): void {
    setAllLocal(this.draft, 0, occurrence.brings);
    if (worked !== undefined && taken) this.endWork(worked.instance, worked.completed);
    this.#settle(step, occurrence.type);
  }

  /** Work inside a state is an element of its own and ends; work that is the state ends with the state. */
  endWork(instance: Ordinal, completed = true): void {
    const element = this.draft.state.elements.get(instance)?.element;
    if (element === undefined || this.chart.find(element) !== undefined) return;
    cancelAttached(this.draft, instance);
    this.draft.emit({ type: completed ? 'ElementCompleted' : 'ElementTerminated', ordinal: instance });
  }

  /** Goes on after work of the element instance that nobody can take back; what cannot go on waits at an incident. */
  goOn(instance: Ordinal, occurrence: Occurrence, handler: 'onDone' | 'onError' = 'onDone'): void {
    const invocation = this.invocationOf(instance);
    const reaction = this.reactionTo(occurrence);
    if (isFailure(reaction)) {
      setAllLocal(this.draft, 0, occurrence.brings);
      return keep(this.draft, instance, occurrence, reaction);
    }
    this.carryOut(occurrence, reaction, { instance, completed: handler === 'onDone' });
    if (reaction.taken || invocation === undefined) return;
    if (handler === 'onDone' && !invocation.hasDone) this.endWork(instance);
    else keep(this.draft, instance, occurrence, noneHolds(invocation, handler));
  }

  /** Evaluates decisions until the statechart rests, or the command has used up its share: then a `Continue` does. */
  play(): void {
    for (let instance = this.#decisions.shift(); instance !== undefined; instance = this.#decisions.shift()) {
      if (this.#evaluated >= limits.activationsPerCommand || this.draft.effort.isUsedUp) return this.#requestContinuation([instance, ...this.#decisions]);
      this.#evaluated += 1;
      this.#decide(instance);
    }
  }

  /** A state that was left meanwhile needs no decision any more. */
  #decide(instance: Ordinal): void {
    const { element = '', work } = this.invocationOf(instance) ?? {};
    if (work?.type !== 'decision') return;
    const site = siteOf(this.ctx, element, instance, { parameters: this.chart.parameters });
    const output = evaluateCalledDecision(this.ctx, site, instance, work);
    if (isFailure(output)) return stopAt(this.draft, instance, output, { what: 'invocation' });
    this.goOn(instance, workDone(element, { [work.resultVariable]: output.value }));
  }

  #requestContinuation(left: readonly Ordinal[]): void {
    const { state } = this.draft;
    const before = state.continuation?.elements ?? [];
    const elements = [...new Set([...before, ...left])].filter((ordinal) => state.elements.has(ordinal));
    if (elements.length > 0) requestContinuation(this.draft, { elements, scopes: [] });
  }

  #settle(step: MachineStep, event: string): void {
    new Settlement(this.ctx, this.#active, this.decideLater).settle(step, event);
    if (step.done) this.draft.emit({ type: 'CaseCompleted' });
  }

  #reading(brought: JsonObject): StepReading {
    const { variables } = this.draft.state;
    return {
      ctx: this.ctx,
      variable: (name) => (Object.hasOwn(brought, name) ? brought[name] : variables.get(0, name)?.value),
      parameters: this.chart.parameters,
    };
  }

  #firstEventOf({ trace }: MachineStep): string | undefined {
    for (const event of trace) {
      if (event.kind !== 'took') continue;
      const { trigger, source } = this.chart.transition(event.transition);
      return eventType(trigger, source);
    }
    return undefined;
  }
}
