import type { Logic } from '../graph.ts';
import type { ListExpression } from '../model/expression.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

/** DMN 1.5 §10.2.1.5. */
export function compileList(expression: ListExpression, site: Site): Logic {
  const items = expression.items.map((item) => compileExpression(item, site));
  return (scope, frame) => items.map((item) => item(scope, frame));
}
