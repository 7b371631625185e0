/** An error that the model is to handle: it goes to the boundary or event sub-process that catches its code. */
import type { JsonObject } from '../engine/case/index.ts';

export class BpmnError extends Error {
  readonly code: string;
  /** Set in the scope of whatever catches the error. */
  readonly variables: JsonObject;

  constructor(code: string, message = '', variables: JsonObject = {}) {
    super(message);
    this.name = 'BpmnError';
    this.code = code;
    this.variables = variables;
  }
}
