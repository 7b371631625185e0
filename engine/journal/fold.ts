/**
 * Folding steps gives a stream's state. A hot stream evolves inside `decide`, a cold one here.
 */
import { evolve, initialState, type CaseState, type Event } from '../case/index.ts';
import { allShapes } from './shape-table.ts';
import type { CaseStep, Typed } from './step.ts';

type Folded<E extends Typed> = { readonly seq: number; readonly events: readonly E[] } & Partial<Pick<CaseStep, 'erased' | 'withheld'>>;

/** Folds one step into a state. Values that were erased or are withheld fold to null. Throws an `UnknownEventError`. */
export const foldStep = <S, E extends Typed>(state: S, step: Folded<E>, evolveWith: (state: S, event: E) => void): void => {
  const isPartial = step.erased === true || (step.withheld ?? []).length > 0;
  for (const event of step.events) evolveWith(state, isPartial ? withNulls(event) : event);
};

const withNulls = <E extends Typed>(event: E): E => {
  const missing = allShapes.events.byType.get(event.type)?.payload.filter(({ name }) => !Object.hasOwn(event, name)) ?? [];
  return missing.length === 0 ? event : { ...event, ...Object.fromEntries(missing.map(({ name }) => [name, null])) };
};

/** A case that is folded step by step, from its first. */
export class CaseFold {
  readonly state: CaseState = initialState();
  /** `seq` of the step that comes next. */
  next = 0;

  /** Throws a `RangeError` when it is not the next. */
  add(step: Folded<Event>): void {
    if (step.seq !== this.next) throw new RangeError(`Expected step ${this.next} of the case, but found step ${step.seq}`);
    foldStep(this.state, step, evolve);
    this.next += 1;
  }
}

/** The case after all the steps, which start with its first. */
export const foldCase = (steps: Iterable<Folded<Event>>): CaseState => {
  const fold = new CaseFold();
  for (const step of steps) fold.add(step);
  return fold.state;
};

/** The case right after the step `seq`; the steps start with the case's first. */
export const stateAt = (steps: Iterable<Folded<Event>>, seq: number): CaseState => {
  const fold = new CaseFold();
  for (const step of steps) {
    if (step.seq > seq) break;
    fold.add(step);
  }
  if (fold.next !== seq + 1) throw new RangeError(`Expected a case with a step ${seq}, but it has ${fold.next} steps`);
  return fold.state;
};
