import { Context, isList, type FeelScope, type FeelValue } from '../../feel/index.ts';
import type { Logic } from '../graph.ts';
import type { Filter } from '../model/expression.ts';
import { Scope } from '../scope.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

function itemScope(item: FeelValue, outer: FeelScope): FeelScope {
  const entries = new Map(item instanceof Context ? item.entries() : []);
  if (!entries.has('item')) entries.set('item', item);
  return new Scope(entries, outer);
}

/** DMN 1.5 §10.2.2.7: the elements for which `match` is true; it sees `item` and, of a context, its entries. */
export function compileFilter(expression: Filter, site: Site): Logic {
  const source = compileExpression(expression.source, site);
  const match = compileExpression(expression.match, site.with(['item']));
  const { place } = site;
  return (scope, frame) => {
    const { evaluation } = frame;
    const found = source(scope, frame);
    if (found === null) return null;
    const kept: FeelValue[] = [];
    for (const item of isList(found) ? found : [found]) {
      if (!evaluation.spend(1)) return null;
      const matched = match(itemScope(item, scope), frame);
      if (matched === true) kept.push(item);
      else if (matched !== false && matched !== null) {
        return evaluation.warn('NO_CONDITION', place);
      }
    }
    return kept;
  };
}
