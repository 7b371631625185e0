import { Context } from '../../feel/index.ts';
import type { Logic } from '../graph.ts';
import type { Relation } from '../model/expression.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

/** DMN 1.5 §10.2.1.6: a list of contexts, one per row, with the columns as entries. */
export function compileRelation(expression: Relation, site: Site): Logic {
  const rows = expression.rows.map((cells) =>
    expression.columns.map((column, index) => ({
      name: column.name,
      logic: site.typed(compileExpression(cells[index], site), column.typeRef, expression.line, column.name),
    })));
  return (scope, frame) => rows.map((cells) => new Context(cells.map(({ name, logic }) => [name, logic(scope, frame)])));
}
