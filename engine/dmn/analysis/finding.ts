/** What the analysis of a decision table tells its owner before the table is used. */
import type { Json } from '../../json/json.ts';

export interface TableFinding {
  /**
   * `overlap`: rules apply together though the hit policy forbids it. `gap`: no rule applies.
   * `unreachable`: a rule never decides. `mismatch`: an entry does not fit the type of its column.
   * `unchecked`: the table is too large to look for all of these.
   */
  readonly kind: 'overlap' | 'gap' | 'unreachable' | 'mismatch' | 'unchecked';
  /** An error surely goes wrong for the example; a warning may be intended. Neither refuses the file. */
  readonly severity: 'error' | 'warning';
  /** Decision or knowledge model the table stands in. */
  readonly owner: string;
  readonly tableId?: string;
  /** One or two sentences for the process owner. */
  readonly message: string;
  /** Rules concerned, counted from 1. */
  readonly rules: readonly number[];
  /** Inputs by column label for which it happens; a column that does not matter is left out. */
  readonly example: { readonly [column: string]: Json };
}

/** Findings of one kind beyond this many are not listed. */
export const MAX_FINDINGS = 20;
