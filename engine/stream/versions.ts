/**
 * One version per behaviour that can change; the record of a step names those that decided it. `decide` again
 * promises equal events within the same versions, so a fix of FEEL does not make steps incomparable that use none.
 */
export interface Versions {
  readonly kernel: string;
  readonly feel: string;
  readonly dmn: string;
}

export const versions: Versions = { kernel: 'kernel/2', feel: 'feel/2', dmn: 'dmn/2' };
