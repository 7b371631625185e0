/**
 * A rejection is a value: the command is refused and nothing changed. The message has the form
 * "Expected to <what the caller wanted>, but <state>." The code is the problem's title on the wire.
 */
export type RejectionCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'INVALID_STATE'
  | 'ALREADY_EXISTS'
  | 'FORBIDDEN'
  | 'RESOURCE_EXHAUSTED'
  | 'PROCESSING_ERROR';

export interface Rejection {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  readonly message: string;
}

export const reject = (code: RejectionCode, message: string): Rejection => ({
  kind: 'rejected',
  code,
  message,
});
