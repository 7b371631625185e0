/** Why an element cannot go on. It becomes an incident in the phase that was being run. */
import type { IncidentErrorType } from '../case/event.ts';

export interface Failure {
  readonly errorType: IncidentErrorType;
  readonly message: string;
}

/** How a message that says what was expected goes on with one that stands for itself. */
export const becauseOf = (kernel: number, message: string): string => (kernel >= 4 ? `it failed: ${message}` : message);

export const isFailure = (value: object): value is Failure => 'errorType' in value;

/** A value of the type that was wanted, or why there is none. */
export type Typed<T> = { readonly value: T } | Failure;
