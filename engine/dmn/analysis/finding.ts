/** What the analysis of decision files tells their owner before they are used. */
import type { Span } from '../../feel/index.ts';
import type { Json } from '../../json/json.ts';
import type { Place } from '../place.ts';
import { entryPlace, type CompiledTable } from '../table/compile-table.ts';

/**
 * `overlap`: rules apply together though the hit policy forbids it. `gap`: no rule applies.
 * `unreachable`: a rule never decides. `mismatch`: an entry does not fit the type of its column.
 * `unquoted`: an entry reads as names, but looks like a text. `missing value`: an entry is written so that it lets a
 * missing value pass. `unknown function`, `unknown name`: an expression has a name that nothing gives a meaning.
 * `unchecked`: the table is too large to look for all of these.
 */
export type FindingKind =
  | 'overlap' | 'gap' | 'unreachable' | 'mismatch' | 'unquoted' | 'missing value' | 'unknown function' | 'unknown name' | 'unchecked';

export interface TableFinding {
  readonly kind: FindingKind;
  /** An error surely goes wrong for the example; a warning may be intended. Neither refuses the file. */
  readonly severity: 'error' | 'warning';
  /** Decision or knowledge model it is about, by name. */
  readonly owner: string;
  readonly tableId?: string;
  readonly place: Place;
  /** The part of the expression it is about, when it is about one. */
  readonly expression?: ExpressionPart;
  /** One or two sentences for the process owner. */
  readonly message: string;
  /** Rules concerned, counted from 1. */
  readonly rules: readonly number[];
  /** Inputs by column label for which it happens; a column that does not matter is left out. */
  readonly example: { readonly [column: string]: Json };
}

export interface ExpressionPart extends Span {
  readonly text: string;
  /** Line and column of `from` in the text, from 1. */
  readonly line: number;
  readonly column: number;
}

/** Findings of one kind beyond this many are not listed. */
export const MAX_FINDINGS = 20;

export function expressionPart(text: string, { from, to }: Span): ExpressionPart {
  const before = text.slice(0, from);
  return { text, from, to, line: before.split('\n').length, column: from - (before.lastIndexOf('\n') + 1) + 1 };
}

/** What all findings about a table say. */
export function about({ table, owner, place }: CompiledTable): Pick<TableFinding, 'owner' | 'tableId' | 'place'> {
  return { owner, ...(table.id === undefined ? {} : { tableId: table.id }), place };
}

/** The same for a rule, counted from 0. */
export function aboutRule(compiled: CompiledTable, rule: number): ReturnType<typeof about> {
  const base = about(compiled);
  const line = compiled.table.rules[rule]?.line;
  return { ...base, place: { ...base.place, rule: rule + 1, ...(line === undefined ? {} : { line }) } };
}

/** The same for an entry; rule and column are counted from 0. */
export function aboutEntry(compiled: CompiledTable, part: 'input entry' | 'output entry', rule: number, column: number): ReturnType<typeof about> {
  const base = about(compiled);
  const entry = compiled.table.rules[rule]?.[part === 'input entry' ? 'inputEntries' : 'outputEntries'][column];
  return entry === undefined ? base : { ...base, place: { ...base.place, ...entryPlace(part, rule + 1, column, entry) } };
}
