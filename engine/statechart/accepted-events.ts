/** Which events of the outside world a case takes now. */
import type { CaseState } from '../case/state.ts';
import type { Text } from './format.ts';
import type { Guard, StatechartModel, StatePath } from './model.ts';
import { snapshotOf } from './snapshot.ts';

export interface AcceptedEvent {
  readonly event: string;
  readonly title: Text | null;
  readonly description: Text | null;
  readonly formId: string | null;
  /** Active states with a transition for it, the innermost first; the statechart itself is the empty path. */
  readonly states: readonly StatePath[];
  /** One of these must hold; empty when some transition has no guard. */
  readonly guards: readonly string[];
}

const guardText = (guard: Guard): string => {
  switch (guard.kind) {
    case 'feel':
      return guard.program.text;
    case 'in':
      return `in ${guard.state}`;
    case 'not':
      return `not(${guardText(guard.guard)})`;
    case 'and':
    case 'or':
      return guard.guards.map((part) => `(${guardText(part)})`).join(` ${guard.kind} `);
  }
};

/** In document order. Guards are told, not evaluated. */
export const acceptedEvents = (model: StatechartModel, state: CaseState): readonly AcceptedEvent[] => {
  if (state.status !== 'active') return [];
  const { active } = snapshotOf(state);
  const nodes = [model.root, ...[...model.states.values()].filter(({ path }) => Object.hasOwn(active, path))];
  const found = new Map<string, { states: StatePath[]; guards: string[]; free: boolean }>();
  for (const node of nodes) {
    for (const { trigger, guard } of node.transitions) {
      if (trigger.kind !== 'event' || model.internalEvents.has(trigger.name)) continue;
      const entry = found.get(trigger.name) ?? { states: [], guards: [], free: false };
      found.set(trigger.name, entry);
      if (entry.states[0] !== node.path) entry.states.unshift(node.path);
      if (guard === null) entry.free = true;
      else entry.guards.push(guardText(guard));
    }
  }
  return [...found].map(([event, { states, guards, free }]) => {
    const { title = null, description = null, formId = null } = model.events.get(event) ?? {};
    return { event, title, description, formId, states, guards: free ? [] : guards };
  });
};
