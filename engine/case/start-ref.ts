import type { DefinitionRef } from './command.ts';

/** A start event of the latest version of a definition: what a message or a signal begins with. */
export interface StartRef {
  readonly definition: DefinitionRef;
  /** Id of the start event. */
  readonly event: string;
}
