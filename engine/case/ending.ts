/** What is being ended from outside is as good as gone: it is only not yet taken away. */
import type { Ordinal } from '../stream/key.ts';
import { NO_SCOPE, type CaseState } from './state.ts';

/** Whether what is in the scope is being ended: the scope or one around it is `terminating`, or `completing` without waiting for its content. */
export const isContentEnding = ({ elements }: CaseState, scope: Ordinal): boolean => {
  for (let ordinal = scope; ordinal !== NO_SCOPE; ) {
    const instance = elements.get(ordinal);
    if (instance === undefined) return false;
    if (instance.phase === 'terminating' || instance.phase === 'completing') return true;
    ordinal = instance.scope;
  }
  return false;
};

/** Whether the element instance itself is: an element that is completing still does what it waits for. */
export const isEnding = (state: CaseState, ordinal: Ordinal): boolean => {
  const instance = state.elements.get(ordinal);
  return instance !== undefined && (instance.phase === 'terminating' || isContentEnding(state, instance.scope));
};
