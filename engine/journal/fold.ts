/**
 * Folding steps gives the case. A hot case evolves inside `decide`, a cold one here; both end a
 * step with `endStep`, so that they agree on `seq` and `now` too.
 */
import { evolve, initialState, type CaseState, type Event } from '../case/index.ts';
import { payloadFields } from './payload-fields.ts';
import type { CaseStep } from './step.ts';

type Folded = Pick<CaseStep, 'seq' | 'at' | 'events'> & Partial<Pick<CaseStep, 'erased'>>;

/** The state has taken the step's events: now it is after the step. Every step ends with this, hot or cold. */
export const endStep = (state: CaseState, step: { readonly seq: number; readonly at: number }): void => {
  state.seq = step.seq + 1;
  state.now = step.at;
};

/**
 * Folds one step into the state it follows; throws a `RangeError` when it is not the state's next.
 * Values that were erased fold to null.
 */
export const applyStep = (state: CaseState, step: Folded): void => {
  if (step.seq !== state.seq) throw new RangeError(`Expected step ${state.seq} of the case, but found step ${step.seq}`);
  for (const event of step.events) evolve(state, step.erased === true ? withNulls(event) : event);
  endStep(state, step);
};

const withNulls = (event: Event): Event => {
  const missing = payloadFields.events.get(event.type)?.filter((field) => !Object.hasOwn(event, field));
  return missing === undefined ? event : { ...event, ...Object.fromEntries(missing.map((field) => [field, null])) };
};

/** Folds steps in order into the state, which is changed and returned. */
export const foldSteps = (state: CaseState, steps: Iterable<Folded>): CaseState => {
  for (const step of steps) applyStep(state, step);
  return state;
};

/** The case right after the step `seq`; the steps start with the case's first. */
export const stateAt = (steps: Iterable<Folded>, seq: number): CaseState => {
  const state = initialState();
  for (const step of steps) {
    if (step.seq > seq) break;
    applyStep(state, step);
  }
  if (state.seq !== seq + 1) throw new RangeError(`Expected a case with a step ${seq}, but it has ${state.seq} steps`);
  return state;
};
