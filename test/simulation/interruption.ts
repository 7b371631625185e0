/**
 * Interrupts deciding at any place: an exception of ours while an event is folded, or an answer that turns out to be
 * missing when some events have been emitted already. The case must be as it was, to the order in which things come.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { caseStream, type CaseState, type Command, type Event, type Executable } from '../../engine/case/index.ts';
import { decideOn, type Decider, type Ordinal, type Question } from '../../engine/stream/index.ts';
import type { CaseDriver } from '../case/case-driver.ts';

type CaseDecider = Decider<CaseState, Command, Event, Executable>;

class Interruption extends Error {}

/** Fails while the n-th event is folded, before or after the state has changed. */
const failingAt = (nth: number, isFolded: boolean): CaseDecider => {
  let count = 0;
  return {
    ...caseStream,
    evolve: (state, event) => {
      count += 1;
      if (count === nth && !isFolded) throw new Interruption();
      caseStream.evolve(state, event);
      if (count === nth) throw new Interruption();
    },
  };
};

const unknown: Question = { type: 'membership', person: 'nobody', of: 'nothing' };

/** Asks something that nobody knows after the n-th event; `isSwallowed`: and goes on as if it were nothing. */
const askingAfter = (nth: number, isSwallowed: boolean): CaseDecider => ({
  ...caseStream,
  decide: (ctx, command) => {
    const { draft } = ctx;
    let count = 0;
    draft.emit = (event) => {
      Object.getPrototypeOf(draft).emit.call(draft, event);
      count += 1;
      if (count !== nth) return;
      try {
        ctx.ask(unknown);
      } catch (error) {
        if (!isSwallowed) throw error;
      }
    };
    return caseStream.decide(ctx, command);
  },
});

interface Lists {
  in(owner: Ordinal): Iterable<readonly [Ordinal, unknown]>;
}

/** What a snapshot does not show: in which order the things of an owner come. */
const orders = (state: CaseState): unknown => {
  const tables: readonly Lists[] = [state.elements, state.userTasks, state.jobs, state.timers, state.subscriptions, state.incidents];
  const owners = [-1, 0, ...state.elements.entries().map(([ordinal]) => ordinal)];
  return tables.map((table) => owners.map((owner) => [...table.in(owner)].map(([ordinal]) => ordinal)));
};

export interface Interrupting {
  /** At which event, from 1. */
  readonly nth: number;
  readonly how: 'exception before' | 'exception after' | 'need' | 'swallowed need';
}

const deciderFor = ({ nth, how }: Interrupting): CaseDecider => {
  if (how === 'exception before' || how === 'exception after') return failingAt(nth, how === 'exception after');
  return askingAfter(nth, how === 'swallowed need');
};

/** What came of deciding the command on the driver's own state; afterwards that is as it was, unless there were too few events to be interrupted. */
const outcomeOf = (driver: CaseDriver, command: Command, interrupting: Interrupting): string => {
  try {
    return decideOn(deciderFor(interrupting), { state: driver.state, model: driver.executable, command }, driver.facts()).kind;
  } catch (error) {
    if (error instanceof Interruption) return 'exception';
    throw error;
  }
};

/** Whether the command was interrupted. `driver` is given back as it was, for the command to be sent again. */
export const interrupt = (driver: CaseDriver, command: Command, interrupting: Interrupting): boolean => {
  const before = { json: JSON.stringify(driver.state), orders: orders(driver.state) };
  const outcome = outcomeOf(driver, command, interrupting);
  if (outcome === 'accepted') {
    driver.evict('journal'); // there were fewer events: the step was not to be taken yet
    return false;
  }
  deepStrictEqual({ json: JSON.stringify(driver.state), orders: orders(driver.state) }, before, 'what is interrupted leaves nothing behind');
  return outcome !== 'rejected';
};
