/** The names a text reads from its scope, and the functions it calls that are not its own. */
import { builtin } from './builtin/index.ts';
import { spanOf } from './code.ts';
import type { NamePlace } from './engine.ts';
import { childrenOf, type Iteration, type Node } from './syntax.ts';

export interface FreeNames {
  /** Data that are read; `?` counts, functions that are called do not. */
  readonly names: readonly NamePlace[];
  readonly calls: readonly NamePlace[];
}

interface Found {
  readonly names: NamePlace[];
  readonly calls: NamePlace[];
}

const place = (node: Extract<Node, { kind: 'name' }>): NamePlace => ({ name: node.name, ...spanOf(node) });

/** `before` in `sort(list, before)` is the built-in function, not a datum. */
function isFunctionName(node: Node): boolean {
  return node.kind === 'name' && builtin(node.name) !== undefined;
}

function takesFunctions(callee: Node): boolean {
  const signatures = callee.kind === 'name' ? (builtin(callee.name)?.signatures ?? []) : [];
  return signatures.some(({ parameters }) => parameters.some((parameter) => parameter.takesFunctions));
}

function collectCall(callee: Node, args: readonly Node[], bound: ReadonlySet<string>, into: Found): void {
  if (callee.kind !== 'name') collect(callee, bound, into);
  else if (!bound.has(callee.name) && builtin(callee.name) === undefined) into.calls.push(place(callee));
  for (const argument of args) if (!takesFunctions(callee) || !isFunctionName(argument)) collect(argument, bound, into);
}

function collect(node: Node, bound: ReadonlySet<string>, into: Found): void {
  switch (node.kind) {
    case 'name':
      if (!bound.has(node.name)) into.names.push(place(node));
      return;
    case 'call':
      return collectCall(node.callee, node.args, bound, into);
    case 'named call':
      return collectCall(node.callee, node.args.map(({ value }) => value), bound, into);
    case 'instance of':
      if (!isFunctionName(node.value)) collect(node.value, bound, into);
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

function collectIterations(iterations: readonly Iteration[], body: Node, bound: ReadonlySet<string>, into: Found): void {
  const inner = new Set(bound);
  for (const { name, over } of iterations) {
    collect(over, inner, into);
    inner.add(name);
  }
  collect(body, inner, into);
}

/** Each occurrence, in order of appearance, without local names. */
export function freeNames(node: Node): FreeNames {
  const found: Found = { names: [], calls: [] };
  collect(node, new Set(), found);
  return found;
}

export function distinctNames(places: readonly NamePlace[]): readonly string[] {
  return [...new Set(places.map(({ name }) => name))];
}
