/** A case that is decided and nothing else: what the engine does for a step, and not what tests check of it. */
import { caseStream, initialState, type CaseState, type Command, type Event, type Executable } from '../../engine/case/index.ts';
import { decideOn, engineActor, renderSentence, type Accepted, type Decision, type Facts, type Ordinal } from '../../engine/stream/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { definitionRef, epoch } from '../case/case-driver.ts';

type Table = 'jobs' | 'userTasks' | 'timers' | 'subscriptions';

export class BareCase {
  readonly executable: Executable;
  readonly state: CaseState = initialState();
  now = epoch;

  constructor(executable: Executable) {
    this.executable = executable;
  }

  #facts(): Facts {
    return { stream: 1n << 24n, order: { id: '1', actor: engineActor }, now: this.now, zone: 'UTC', library: { decision: () => undefined }, answer: () => undefined };
  }

  decide(command: Command): Decision<Event> {
    return decideOn(caseStream, { state: this.state, model: this.executable, command }, this.#facts());
  }

  accept(command: Command): Accepted<Event> {
    const decision = this.decide(command);
    if (decision.kind === 'accepted') return decision;
    throw new Error(`Expected ${command.type} to be accepted, but it was ${JSON.stringify(decision)}`);
  }

  /** Why the command is refused. */
  reject(command: Command): string {
    const decision = this.decide(command);
    if (decision.kind === 'rejected') return `${decision.code} ${renderSentence(decision.sentence, 0n)}`;
    throw new Error(`Expected ${command.type} to be rejected, but it was ${decision.kind}`);
  }

  /** The command, and all that its steps leave for a later one; the events of each step. */
  acceptAll(command: Command): readonly (readonly Event[])[] {
    const steps = [this.accept(command).events];
    while (this.state.continuation !== null) steps.push(this.accept({ type: 'Continue' }).events);
    return steps;
  }

  start(variables: JsonObject = {}): this {
    this.acceptAll({ type: 'CreateCase', definition: definitionRef('bpmn'), variables });
    return this;
  }

  /** Those of the element, oldest first. */
  of(table: Table, element: string): readonly Ordinal[] {
    const instances = new Set(this.state.elements.entries().flatMap(([ordinal, instance]) => (instance.element === element ? [ordinal] : [])));
    return this.state[table].entries().flatMap(([ordinal, { instance }]) => (instances.has(instance) ? [ordinal] : []));
  }
}
