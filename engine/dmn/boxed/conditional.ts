import type { Logic } from '../graph.ts';
import type { Conditional } from '../model/expression.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

/** DMN 1.5 §10.2.2.6: a condition that is not true, null included, chooses `else`. */
export function compileConditional(expression: Conditional, site: Site): Logic {
  const condition = compileExpression(expression.condition, site);
  const consequence = compileExpression(expression.consequence, site);
  const alternative = compileExpression(expression.alternative, site);
  const { place } = site;
  return (scope, frame) => {
    const held = condition(scope, frame);
    if (held !== null && typeof held !== 'boolean') {
      return frame.evaluation.warn('NO_CONDITION', place);
    }
    return held === true ? consequence(scope, frame) : alternative(scope, frame);
  };
}
