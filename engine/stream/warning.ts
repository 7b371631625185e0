/**
 * A warning is something that an expression did while a command was decided and that its author should
 * know: an unknown name, arithmetic with null. It stands with the step, without values, and is rendered later.
 */
export interface Warning {
  /** From the closed list of FEEL's warning codes. */
  readonly code: string;
  /** Id of the element whose expression it is. */
  readonly element: string;
  /** Which expression of the element: `condition`, `input amount`. */
  readonly attribute: string;
  /** Where in the text of the expression, UTF-16 units. */
  readonly from?: number;
  readonly to?: number;
  /** The name from the text that it is about, never a value. */
  readonly name?: string;
}
