import { FeelRange, isList, type FeelList, type FeelScope, type FeelValue } from '../../feel/index.ts';
import type { Frame } from '../frame.ts';
import type { Logic } from '../graph.ts';
import type { Iterator } from '../model/expression.ts';
import { IterationScope, Scope } from '../scope.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

const eachOf = (text: string): string => `for element in ${text} return element`;

/** `1..5` without brackets is no expression, but what FEEL's own iterations take after `in`; undefined for others. */
function stepsIn({ source }: Iterator, site: Site): string | undefined {
  if (source?.kind !== 'literalExpression' || !source.text.includes('..') || site.reads(source.text)) return undefined;
  const text = eachOf(source.text);
  return site.reads(text) ? text : undefined;
}

/** Gives the elements to iterate over, as FEEL's own `for` does; null for a null source. */
function compileSource(expression: Iterator, site: Site): (scope: FeelScope, frame: Frame) => FeelList | null {
  const steps = stepsIn(expression, site);
  const source = steps === undefined ? compileExpression(expression.source, site) : site.literal(steps, expression.line);
  // FEEL knows how to walk ranges of numbers and of dates.
  const walk = site.with(['range']).literal(eachOf('range'), expression.line);
  return (scope, frame) => {
    const found = source(scope, frame);
    if (found === null || isList(found)) return found;
    if (!(found instanceof FeelRange)) return [found];
    const walked = walk(new Scope(new Map([['range', found]])), frame);
    return walked !== null && isList(walked) ? walked : null;
  };
}

/** Three-valued conjunction or disjunction; anything else than true, false or null makes the whole null. */
function quantify(kind: 'some' | 'every', tests: Iterable<FeelValue>): FeelValue | undefined {
  const decisive = kind === 'some';
  let result: boolean | null = !decisive;
  let decided = false;
  for (const test of tests) {
    if (test !== null && typeof test !== 'boolean') return undefined;
    if (test === decisive) decided = true;
    else if (test === null) result = null;
  }
  return decided ? decisive : result;
}

/** DMN 1.5 §10.2.2.8 and 9: boxed `for`, `some` and `every`. */
export function compileIterator(expression: Iterator, site: Site): Logic {
  const { kind, variable } = expression;
  const source = compileSource(expression, site);
  const body = compileExpression(expression.body, site.with(kind === 'for' ? [variable, 'partial'] : [variable]));
  const { place } = site;
  return (scope, frame) => {
    const { evaluation } = frame;
    const elements = source(scope, frame);
    if (elements === null) return null;
    const results: FeelValue[] = [];
    for (const element of elements) {
      if (!evaluation.spend(1)) return null;
      const inner = kind === 'for'
        ? new IterationScope(variable, element, results, scope)
        : new Scope(new Map([[variable, element]]), scope);
      results.push(body(inner, frame));
    }
    if (kind === 'for') return results;
    const quantified = quantify(kind, results);
    return quantified === undefined ? evaluation.warn('NO_CONDITION', place) : quantified;
  };
}
