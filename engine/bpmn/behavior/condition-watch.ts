/** Conditional events: each is looked at when it begins to wait and whenever a variable that it sees has changed. */
import type { Ordinal } from '../../stream/key.ts';
import { NO_SCOPE } from '../../case/state.ts';
import { isEnding } from '../../case/ending.ts';
import { evaluate, programOf } from '../../work/expression.ts';
import type { ConditionDefinition } from '../../work/definition.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { eventArrived } from './event-arrived.ts';
import { triggersOf } from './trigger.ts';

interface Change {
  readonly scope: Ordinal;
  readonly name: string;
}

export class ConditionWatch {
  readonly #game: TokenGame;
  /** Events of the draft that were looked through. */
  #seen = 0;

  constructor(game: TokenGame) {
    this.#game = game;
  }

  /** Whether one of them has become true; then there may be more to move. */
  look(): boolean {
    const { draft, state } = this.#game;
    const { conditions } = state;
    const from = this.#seen;
    this.#seen = draft.events.length;
    if (conditions.size === 0) return false;
    const opened = new Set<Ordinal>();
    const changes: Change[] = [];
    for (let at = from; at < this.#seen; at += 1) {
      const event = draft.events[at];
      if (event?.type === 'ConditionOpened') opened.add(event.ordinal);
      else if (event?.type === 'VariableSet') changes.push(event);
    }
    if (opened.size === 0 && changes.length === 0) return false;
    let anyTrue = false;
    for (const [ordinal, { instance, target }] of conditions.entries()) {
      if (!conditions.has(ordinal) || isEnding(state, instance)) continue;
      const event = this.#game.graph.node(target);
      const isAsked = opened.has(ordinal) || changes.some((change) => this.#concerns(change, instance, event));
      if (!isAsked || !this.#isTrue(event, instance)) continue;
      anyTrue = true;
      draft.emit({ type: 'ConditionFulfilled', ordinal, once: event.interrupting });
      eventArrived(this.#game, instance, event, {});
    }
    return anyTrue;
  }

  /** The variable is seen from the element instance, and the condition reads it. */
  #concerns({ scope, name }: Change, instance: Ordinal, event: FlowNode): boolean {
    if (!conditionsOf(event).some((condition) => reads(condition, name))) return false;
    const { elements } = this.#game.state;
    for (let at = instance; at !== NO_SCOPE; at = elements.get(at)?.scope ?? NO_SCOPE) if (at === scope) return true;
    return false;
  }

  #isTrue(event: FlowNode, instance: Ordinal): boolean {
    const { ctx } = this.#game;
    return conditionsOf(event).some(({ condition }) => {
      const result = evaluate(ctx, condition, this.#game.site(event, instance).scope, { element: event.id, attribute: 'the condition' });
      return result.ok && result.value === true;
    });
  }
}

const conditionsOf = (event: FlowNode): readonly ConditionDefinition[] =>
  triggersOf(event).flatMap((trigger) => (trigger.type === 'condition' ? [trigger] : []));

const reads = ({ condition, variables }: ConditionDefinition, name: string): boolean => {
  if (variables !== null) return variables.includes(name);
  return condition.kind === 'feel' && programOf(condition).names.some((read) => read.name === name || read.name.startsWith(`${name} `) || read.name.startsWith(`${name}.`));
};
