/** The names a text reads from its scope. */
import { builtin } from './builtin/index.ts';
import { childrenOf, type Iteration, type Node } from './syntax.ts';

function collect(node: Node, bound: ReadonlySet<string>, into: Set<string>): void {
  switch (node.kind) {
    case 'name':
      if (!bound.has(node.name) && builtin(node.name) === undefined) into.add(node.name);
      return;
    case 'function':
      collect(node.body, new Set([...bound, ...node.parameters.map((parameter) => parameter.name)]), into);
      return;
    case 'filter':
      collect(node.target, bound, into);
      // Names in a condition may be entries of the items or names outside; both are given.
      collect(node.condition, new Set([...bound, 'item']), into);
      return;
    case 'for':
      collectIterations(node.iterations, node.body, new Set([...bound, 'partial']), into);
      return;
    case 'some':
    case 'every':
      collectIterations(node.iterations, node.body, bound, into);
      return;
    case 'context': {
      const inner = new Set(bound);
      for (const { name, value } of node.entries) {
        collect(value, inner, into);
        inner.add(name);
      }
      return;
    }
    default:
      for (const child of childrenOf(node)) collect(child, bound, into);
  }
}

function collectIterations(
  iterations: readonly Iteration[],
  body: Node,
  bound: ReadonlySet<string>,
  into: Set<string>,
): void {
  const inner = new Set(bound);
  for (const { name, over } of iterations) {
    collect(over, inner, into);
    inner.add(name);
  }
  collect(body, inner, into);
}

/** Each once, in order of appearance, without local names and built-in functions; `?` counts. */
export function freeNames(node: Node): readonly string[] {
  const names = new Set<string>();
  collect(node, new Set(), names);
  return [...names];
}
