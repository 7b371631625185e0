/** What a dialect makes of a definition's source: executables, or problems that refuse the deployment. */
import type { Executable } from './decide.ts';

/** A sentence a process owner understands, with the place in the source where known. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Id of the element or the path of the property. */
  readonly element?: string;
  /** From 1. */
  readonly line?: number;
}

/** One executable process or statechart of a source. */
export interface CompiledDefinition {
  readonly id: string;
  readonly name: string | null;
  readonly versionTag: string | null;
  /** Id of the form of the none start event. */
  readonly startFormId: string | null;
  /** Ids of what the definition calls or shows, as far as they are literal: for linting. */
  readonly uses?: Uses;
  readonly executable: Executable;
}

export interface Uses {
  readonly jobTypes: readonly string[];
  readonly forms: readonly string[];
  readonly decisions: readonly string[];
}

export type Compilation =
  | { readonly ok: true; readonly definitions: readonly CompiledDefinition[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };
