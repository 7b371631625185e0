/**
 * The phases in the life of an element instance. Where nothing is waited for an element goes from its
 * activation to its end without a change of phase; a phase stands in the state only while something is
 * waited for: a listener, the end of what is inside, a compensation.
 */
import type { Draft } from './draft.ts';
import type { Ordinal } from '../stream/key.ts';

/**
 * `activating`: it is there, and has not begun. `active`: it does its work. `completing`: its work is done, and it
 * waits before it leaves, or what was in it is being ended and it goes on with what has interrupted that. `terminating`: it is being ended from outside.
 */
export type Phase = 'activating' | 'active' | 'completing' | 'terminating';

type Next = Phase | 'completed' | 'terminated';

/** What may follow a phase; the whole life of an element in one table. */
export const transitions: { readonly [P in Phase]: readonly Next[] } = {
  activating: ['active', 'completing', 'completed', 'terminating', 'terminated'],
  active: ['completing', 'completed', 'terminating', 'terminated'],
  completing: ['active', 'completed', 'terminating', 'terminated'],
  terminating: ['terminated'],
};

/** @throws Error for a change that no element may make: a bug of the dialect. */
export const assertTransition = (from: Phase, to: Next): void => {
  if (!transitions[from].includes(to)) throw new Error(`Expected an element to go from ${from} to ${transitions[from].join(' or ')}, but it goes to ${to}`);
};

/** `next`: the element instance that goes on when this one has been terminated. */
export const enterPhase = (draft: Draft, ordinal: Ordinal, phase: Phase, next?: Ordinal): void => {
  const instance = draft.state.elements.get(ordinal);
  if (instance === undefined) throw new Error(`Expected element instance ${ordinal} to be alive, but it is not`);
  assertTransition(instance.phase, phase);
  draft.emit({ type: 'ElementPhaseChanged', ordinal, phase, ...(next === undefined ? {} : { next }) });
};
