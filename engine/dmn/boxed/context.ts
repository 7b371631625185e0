import { Context, type FeelValue } from '../../feel/index.ts';
import type { Logic } from '../graph.ts';
import type { ContextExpression } from '../model/expression.ts';
import { Scope } from '../scope.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';
import { compileFunction } from './function.ts';

/** DMN 1.5 §10.2.1.4: an entry sees the entries before it; the one without a variable is the result. */
export function compileContext(expression: ContextExpression, site: Site): Logic {
  const steps: { readonly name: string | undefined; readonly logic: Logic }[] = [];
  let inner = site;
  for (const { variable, value } of expression.entries) {
    const name = variable?.name;
    // A function may call itself by the name of its entry.
    const logic = name !== undefined && value?.kind === 'functionDefinition'
      ? compileFunction(value, inner, { name })
      : compileExpression(value, inner);
    steps.push({ name, logic: inner.typed(logic, variable?.typeRef, expression.line, name ?? '') });
    if (name !== undefined) inner = inner.with([name]);
  }
  return (scope, frame) => {
    const entries = new Map<string, FeelValue>();
    const visible = new Scope(entries, scope);
    for (const { name, logic } of steps) {
      const value = logic(visible, frame);
      if (name === undefined) return value;
      entries.set(name, value);
    }
    return new Context(entries);
  };
}
