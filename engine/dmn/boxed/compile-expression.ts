/** Boxed expressions to closures; one function per kind of expression. */
import type { Logic } from '../graph.ts';
import type { Expression } from '../model/expression.ts';
import { NULL_LOGIC, type Site } from '../site.ts';
import { compileTable } from '../table/compile-table.ts';
import { compileConditional } from './conditional.ts';
import { compileContext } from './context.ts';
import { compileFilter } from './filter.ts';
import { compileFunction } from './function.ts';
import { compileInvocation } from './invocation.ts';
import { compileIterator } from './iterator.ts';
import { compileList } from './list.ts';
import { compileRelation } from './relation.ts';

function compileUntyped(expression: Expression, site: Site): Logic {
  switch (expression.kind) {
    case 'literalExpression': return site.literal(expression.text, expression.line);
    case 'context': return compileContext(expression, site);
    case 'decisionTable': return compileTable(expression, site);
    case 'invocation': return compileInvocation(expression, site);
    case 'functionDefinition': return compileFunction(expression, site, { name: '' });
    case 'list': return compileList(expression, site);
    case 'relation': return compileRelation(expression, site);
    case 'conditional': return compileConditional(expression, site);
    case 'filter': return compileFilter(expression, site);
    case 'for':
    case 'some':
    case 'every': return compileIterator(expression, site);
  }
}

/** A missing expression is null. The type of the expression, if it has one, is enforced. */
export function compileExpression(expression: Expression | undefined, site: Site): Logic {
  if (expression === undefined) return NULL_LOGIC;
  const { id, kind, line, typeRef } = expression;
  const here = site.at(id === undefined || kind === 'decisionTable' ? { line } : { line, expressionId: id });
  return here.typed(compileUntyped(expression, here), typeRef, line, '');
}
