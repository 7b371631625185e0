import { dmnVersion } from '../dmn/index.ts';
import { feelVersion } from '../feel/index.ts';

/**
 * One version per behaviour that can change; the record of a step names those that decided it. Deciding again
 * promises equal events within the same versions, so a fix of FEEL does not make every history incomparable for
 * ever: it is said, and the step is not guessed at.
 */
export interface Versions {
  readonly kernel: number;
  readonly feel: number;
  readonly dmn: number;
}

/**
 * Of the kernel, what has changed with each; the older behaviour stays, for deciding again what it has decided.
 * 3: a dotted target of an output mapping is a member of the variable around the element; a job without retries
 * is neither completed nor ended by an error.
 * 4: what an expression or a decision failed with is a sentence of its own in the message of an incident.
 * 5: a user task is done and directed by whom it concerns, when it is known who asks.
 * 6: a transition of a statechart that concerns one region of a parallel state leaves its siblings as they are.
 * 7: expressions may call `initiator` and `completer`.
 */
const kernelVersion = 7;

/** The first whose histories this one can decide again. */
const oldestKernel = 2;

export const engineVersions: Versions = { kernel: kernelVersion, feel: feelVersion, dmn: dmnVersion };

/** Whether steps of these versions can be decided again here; the kernel's is told to the decision. */
export const canDecideAs = ({ kernel, feel, dmn }: Versions): boolean =>
  kernel >= oldestKernel && kernel <= kernelVersion && feel === feelVersion && dmn === dmnVersion;
