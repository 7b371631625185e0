/** Error end event: throws its error out of the scopes around it, up to an activity that catches it. */
import { catchError, findErrorCatch } from '../behavior/error-propagation.ts';
import { text } from '../../work/value-type.ts';
import { evaluateAspect } from '../behavior/typed-value.ts';
import type { Compiler } from '../compile/compiler.ts';
import { isFailure, type ElementBehavior, type Failure } from '../model.ts';
import { describe, type BpmnElement } from '../source/bpmn-element.ts';

export const compileErrorEnd = (element: BpmnElement, definition: BpmnElement, compiler: Compiler): ElementBehavior => {
  const error = definition.errorRef;
  if (error === undefined)
    compiler.report.error(element, `Expected ${describe(element)} to refer to an error, but it refers to none`);
  const code = error === undefined ? undefined : compiler.required(element, 'an error code on its error', error.errorCode);
  return {
    onActivate: (game, instance) => {
      if (code === undefined) return undefined;
      const thrown = evaluateAspect(game, instance, { what: 'the error code', expression: code, type: text });
      if (isFailure(thrown)) return thrown;
      const caught = findErrorCatch(game, instance, thrown.value);
      if (caught === undefined) return uncaught(thrown.value);
      catchError(game, caught, {});
      return undefined;
    },
  };
};

const uncaught = (code: string): Failure => ({
  errorType: 'UNHANDLED_ERROR_EVENT',
  message: `Expected to throw an error event with the code '${code}', but nothing catches it`,
});
