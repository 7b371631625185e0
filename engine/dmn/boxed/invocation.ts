import { FeelFunction, invokeNamed, Run, type FeelValue } from '../../feel/index.ts';
import type { Logic } from '../graph.ts';
import type { Invocation } from '../model/expression.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

/** DMN 1.5 §10.2.1.3: calls the function with arguments bound by parameter name. */
export function compileInvocation(expression: Invocation, site: Site): Logic {
  const callee = compileExpression(expression.callee, site);
  const bindings = expression.bindings.map(({ parameter, value }) => ({
    name: parameter.name,
    logic: site.typed(compileExpression(value, site), parameter.typeRef, expression.line, parameter.name),
  }));
  const { place } = site;
  return (scope, frame) => {
    const { evaluation } = frame;
    const called = callee(scope, frame);
    if (!(called instanceof FeelFunction)) {
      return evaluation.warn('NOTHING_TO_INVOKE', place);
    }
    const args = new Map<string, FeelValue>(bindings.map(({ name, logic }) => [name, logic(scope, frame)]));
    if (evaluation.failure !== undefined) return null;
    const run = new Run(frame.feel);
    const value = invokeNamed(called, args, run);
    return evaluation.take({ value, warnings: run.warnings }, place);
  };
}
