/** Elements come, change their phase, and leave; the case is element 0. */
import type { DefinitionRef } from '../command.ts';
import type { EventOf } from '../event.ts';
import { NO_SCOPE, type CaseState, type CaseStatus } from '../state.ts';
import { assign } from '../../stream/undo-log.ts';
import type { Ordinal } from '../../stream/key.ts';

const rootKind = { bpmn: 'process', statechart: 'statechart' } as const satisfies { [D in DefinitionRef['dialect']]: string };

export const caseCreated = (state: CaseState, { definition, initiator }: EventOf<'CaseCreated'>): void => {
  assign(state.undo, state, 'status', 'active');
  assign(state.undo, state, 'definition', definition);
  assign(state.undo, state, 'initiator', initiator);
  state.elements.set(0, { element: definition.id, kind: rootKind[definition.dialect], scope: NO_SCOPE, phase: 'active' });
};

/** Variables of the case stay: they are what it came to. */
export const caseEnded = (status: CaseStatus) => (state: CaseState): void => {
  assign(state.undo, state, 'status', status);
  state.elements.delete(0);
  assign(state.undo, state, 'continuation', null);
};

export const elementActivated = (state: CaseState, event: EventOf<'ElementActivated'>): void => {
  const { ordinal, element, kind, scope, phase = 'active', attachedTo, loop, consumes } = event;
  state.elements.set(ordinal, {
    element, kind, scope, phase,
    ...(attachedTo === undefined ? {} : { attachedTo }),
    ...(loop === undefined ? {} : { loop }),
  });
  if (consumes !== undefined) state.tokens.take(scope, consumes);
};

export const elementPhaseChanged = (state: CaseState, { ordinal, phase, next }: EventOf<'ElementPhaseChanged'>): void => {
  const instance = state.elements.get(ordinal);
  if (instance !== undefined) state.elements.set(ordinal, { ...instance, phase, ...(next === undefined ? {} : { next }) });
};

export const elementLeft = (state: CaseState, { ordinal }: { readonly ordinal: Ordinal }): void => {
  state.elements.delete(ordinal);
  state.tokens.drop(ordinal);
  state.variables.drop(ordinal);
};
