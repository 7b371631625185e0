/** The types of FEEL (DMN 1.5 §10.3.2.9) as data. */
import type { FeelValue } from './value.ts';

export type SimpleTypeName =
  | 'Any'
  | 'Null'
  | 'number'
  | 'string'
  | 'boolean'
  | 'date'
  | 'time'
  | 'date and time'
  | 'years and months duration'
  | 'days and time duration';

export type FeelType =
  | { readonly kind: 'simple'; readonly name: SimpleTypeName }
  | { readonly kind: 'list'; readonly of: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly entries: ReadonlyMap<string, FeelType> }
  | { readonly kind: 'function'; readonly parameters: readonly FeelType[]; readonly result: FeelType }
  /** Item definitions with allowed values: a value of `base` that `admits` accepts. */
  | { readonly kind: 'constrained'; readonly base: FeelType; readonly admits: (value: FeelValue) => boolean }
  /** A name to look up in the `TypeRegistry` of the run. */
  | { readonly kind: 'named'; readonly name: string };

/** Where `instance of tLoan` finds the item definition; dotted names for imports. */
export interface TypeRegistry {
  get(name: string): FeelType | undefined;
}
