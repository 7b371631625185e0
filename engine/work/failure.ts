/** Why an element cannot go on. It becomes an incident in the phase that was being run. */
import type { IncidentErrorType } from '../case/event.ts';

export interface Failure {
  readonly errorType: IncidentErrorType;
  readonly message: string;
}

export const isFailure = (value: object): value is Failure => 'errorType' in value;

/** A value of the type that was wanted, or why there is none. */
export type Typed<T> = { readonly value: T } | Failure;
