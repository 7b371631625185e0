/** Elements come, change their phase, and leave; the case is element 0. */
import type { DefinitionRef } from '../command.ts';
import type { EventOf } from '../event.ts';
import { NO_SCOPE, type CaseState, type CaseStatus } from '../state.ts';
import { dropCompensables } from './compensation.ts';
import { assign } from '../../stream/undo-log.ts';
import type { Ordinal } from '../../stream/key.ts';

const rootKind = { bpmn: 'process', statechart: 'statechart' } as const satisfies { [D in DefinitionRef['dialect']]: string };

export const caseCreated = (state: CaseState, { definition, initiator, parent, root, caught, startedBy }: EventOf<'CaseCreated'>): void => {
  assign(state.undo, state, 'status', 'active');
  assign(state.undo, state, 'definition', definition);
  assign(state.undo, state, 'initiator', initiator);
  if (parent !== undefined && root !== undefined) assign(state.undo, state, 'caller', { parent, root, caught: caught ?? {} });
  if (startedBy !== undefined) assign(state.undo, state, 'startedBy', startedBy);
  state.elements.set(0, { element: definition.id, kind: rootKind[definition.dialect], scope: NO_SCOPE, phase: 'active' });
};

/** Variables of the case stay: they are what it came to. */
export const caseEnded = (status: CaseStatus) => (state: CaseState): void => {
  assign(state.undo, state, 'status', status);
  leaves(state, 0);
  assign(state.undo, state, 'continuation', null);
};

export const elementActivated = (state: CaseState, event: EventOf<'ElementActivated'>): void => {
  const { ordinal, element, kind, scope, phase = 'active', attachedTo, loop, compensates, consumes } = event;
  state.elements.set(ordinal, {
    element, kind, scope, phase,
    ...(attachedTo === undefined ? {} : { attachedTo }),
    ...(loop === undefined ? {} : { loop }),
    ...(compensates === undefined ? {} : { compensates }),
  });
  if (loop !== undefined) state.loops.count(scope, 'created');
  if (consumes !== undefined) state.tokens.take(scope, consumes);
};

export const elementPhaseChanged = (state: CaseState, { ordinal, phase, next }: EventOf<'ElementPhaseChanged'>): void => {
  const instance = state.elements.get(ordinal);
  if (instance !== undefined) state.elements.set(ordinal, { ...instance, phase, ...(next === undefined ? {} : { next }) });
};

export const elementLeft = (how: 'completed' | 'terminated') => (state: CaseState, { ordinal }: { readonly ordinal: Ordinal }): void => {
  const instance = state.elements.get(ordinal);
  if (instance?.loop !== undefined) state.loops.count(instance.scope, how);
  leaves(state, ordinal);
  state.variables.drop(ordinal);
};

const leaves = (state: CaseState, ordinal: Ordinal): void => {
  state.elements.delete(ordinal);
  state.tokens.drop(ordinal);
  if (!state.loops.isEmpty) state.loops.drop(ordinal);
  if (!state.complexJoins.isEmpty) state.complexJoins.drop(ordinal);
  if (state.compensables.size > 0) dropCompensables(state, ordinal);
};
