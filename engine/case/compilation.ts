/** What a dialect makes of a definition's source: executables, or problems that refuse the deployment. */
import type { ConditionDefinition, MessageDefinition, SignalDefinition, TimerDefinition } from '../work/definition.ts';
import type { Executable } from './dialect.ts';

/** A sentence a process owner understands, with the place in the source where known. */
export interface Problem {
  /** An error refuses the deployment; a warning is of what a case may meet; a hint of what could be put better. */
  readonly severity: 'error' | 'warning' | 'hint';
  readonly message: string;
  /** Id of the element or the path of the property. */
  readonly element?: string;
  /** From 1. */
  readonly line?: number;
  /** In UTF-16 code units, from 1. */
  readonly column?: number;
  /** The FEEL text that it is about and the part of it, for whoever has the source to find the place. */
  readonly expression?: ExpressionSpan;
}

export interface ExpressionSpan {
  readonly text: string;
  /** UTF-16 offsets. */
  readonly from: number;
  readonly to: number;
}

/** One executable process or statechart of a source. */
export interface CompiledDefinition {
  readonly id: string;
  readonly name: string | null;
  readonly versionTag: string | null;
  /** Id of the form of the none start event. */
  readonly startFormId: string | null;
  /** What outside of it lets a case begin. */
  readonly starts: readonly CaseStart[];
  /** Ids of what the definition calls or shows, as far as they are literal: for linting. */
  readonly uses: Uses;
  /** The model as plain data, for those who look at it and do not run it. */
  readonly model: unknown;
  readonly executable: Executable;
}

export interface CaseStart {
  /** Id of the start event. */
  readonly event: string;
  readonly trigger: TimerDefinition | MessageDefinition | SignalDefinition | ConditionDefinition;
}

export interface Uses {
  readonly jobTypes: readonly string[];
  readonly forms: readonly string[];
  readonly decisions: readonly string[];
}

export type Compilation =
  | { readonly ok: true; readonly definitions: readonly CompiledDefinition[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };
