/** Error end event: throws its error out of the scopes around it, up to an activity that catches it. */
import { evaluateAttribute } from '../../work/attribute.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import { catchError, findErrorCatch } from '../behavior/error-propagation.ts';
import type { Compiler } from '../compile/compiler.ts';
import type { Throws } from '../model.ts';
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { ElementBehavior } from './behavior.ts';

export const compileErrorEnd = (element: BpmnElement, definition: BpmnElement, compiler: Compiler): Throws => {
  const error = definition.errorRef;
  if (error === undefined)
    compiler.report.error(element, `Expected ${describe(element)} to refer to an error, but it refers to none`);
  const what = error === undefined ? 'an error' : 'an error code on its error';
  return { type: 'error', code: compiler.required(element, what, error === undefined ? 'none' : error.errorCode) };
};

export const throwingError: ElementBehavior = {
  onActivate: (game, instance, node) => {
    if (node.throws?.type !== 'error') throw new Error(`Expected '${node.id}' to throw an error, but it does not`);
    const thrown = evaluateAttribute(game.ctx, game.site(node, instance), 'errorCode', node.throws.code);
    if (isFailure(thrown)) return thrown;
    const caught = findErrorCatch(game, instance, thrown.value);
    if (caught === undefined) return uncaught(thrown.value);
    catchError(game, caught, {});
    return undefined;
  },
};

const uncaught = (code: string): Failure => ({
  errorType: 'unhandledError',
  message: `Expected to throw an error event with the code '${code}', but nothing catches it`,
});
