/** What can be undone: recorded when something completes, gone when it is undone or its scope has ended otherwise. */
import type { Ordinal } from '../../stream/key.ts';
import type { EventOf } from '../event.ts';
import type { CaseState } from '../state.ts';

/** What belonged to one owner belongs to another. */
const moveAll = (state: CaseState, from: Ordinal, to: Ordinal): void => {
  for (const [ordinal, row] of state.compensables.in(from)) {
    state.compensables.delete(ordinal);
    state.compensables.set(ordinal, { ...row, owner: to });
  }
};

export const compensationRecorded = (state: CaseState, { ordinal, instance, element, kind, scope, variables }: EventOf<'CompensationRecorded'>): void => {
  state.compensables.set(ordinal, { owner: scope, element, kind, variables });
  moveAll(state, instance, ordinal);
};

export const compensationTriggered = (state: CaseState, { ordinal, instance }: EventOf<'CompensationTriggered'>): void => {
  moveAll(state, ordinal, instance);
  state.compensables.delete(ordinal);
};

/** With the scope goes what could have been undone in it. */
export const dropCompensables = (state: CaseState, owner: Ordinal): void => {
  for (const [ordinal] of state.compensables.in(owner)) {
    dropCompensables(state, ordinal);
    state.compensables.delete(ordinal);
  }
};
