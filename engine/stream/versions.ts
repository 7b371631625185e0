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

const kernelVersion = 2;

export const engineVersions: Versions = { kernel: kernelVersion, feel: feelVersion, dmn: dmnVersion };
