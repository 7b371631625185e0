/** The syntax tree of FEEL; each node with its place in the text. */
import type { ArithmeticOperator } from './arithmetic.ts';
import type { FeelType } from './type.ts';
import type { FeelValue, UnaryOperator } from './value.ts';
import type { Span } from './warning.ts';

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Iteration {
  readonly name: string;
  readonly over: Node;
}

export interface LambdaParameter {
  readonly name: string;
  readonly type: FeelType | undefined;
}

export type Node = Shape & Span;

type Shape =
  | { readonly kind: 'literal'; readonly value: FeelValue }
  | { readonly kind: 'temporal'; readonly text: string; readonly value: FeelValue }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'context'; readonly entries: readonly { readonly name: string; readonly value: Node }[] }
  | {
      readonly kind: 'range';
      readonly start: Node;
      readonly end: Node;
      readonly startIncluded: boolean;
      readonly endIncluded: boolean;
    }
  /** `start..end` without brackets, which only iterations know; it may run downwards. */
  | { readonly kind: 'steps'; readonly start: Node; readonly end: Node }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly end: Node }
  | { readonly kind: 'path'; readonly target: Node; readonly name: string; readonly nameSpan: Span }
  | { readonly kind: 'filter'; readonly target: Node; readonly condition: Node }
  | { readonly kind: 'call'; readonly callee: Node; readonly args: readonly Node[] }
  | {
      readonly kind: 'named call';
      readonly callee: Node;
      readonly args: readonly { readonly name: string; readonly value: Node }[];
    }
  | { readonly kind: 'negation'; readonly operand: Node }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'between'; readonly value: Node; readonly low: Node; readonly high: Node }
  /** `grouped`: the tests stand in parentheses, so that even a single null is one to equal. */
  | { readonly kind: 'in'; readonly value: Node; readonly tests: readonly Node[]; readonly grouped: boolean }
  | { readonly kind: 'instance of'; readonly value: Node; readonly type: FeelType }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Node[] }
  | { readonly kind: 'if'; readonly condition: Node; readonly consequent: Node; readonly alternative: Node }
  | { readonly kind: 'for'; readonly iterations: readonly Iteration[]; readonly body: Node }
  | {
      readonly kind: 'some' | 'every';
      readonly iterations: readonly Iteration[];
      readonly body: Node;
    }
  | { readonly kind: 'function'; readonly parameters: readonly LambdaParameter[]; readonly body: Node }
  /** `external` functions need a platform that is not there: calling one gives null. */
  | { readonly kind: 'external'; readonly parameters: readonly LambdaParameter[] }
  /** A decision-table cell: true when one of the tests passes; no tests means `-`. */
  | { readonly kind: 'tests'; readonly tests: readonly Node[]; readonly negated: boolean };

/** The nodes directly below, for walks over the tree. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'temporal':
    case 'name':
    case 'external':
      return [];
    case 'list':
      return node.items;
    case 'context':
      return node.entries.map((entry) => entry.value);
    case 'range':
    case 'steps':
      return [node.start, node.end];
    case 'unary':
      return [node.end];
    case 'path':
      return [node.target];
    case 'filter':
      return [node.target, node.condition];
    case 'call':
      return [node.callee, ...node.args];
    case 'named call':
      return [node.callee, ...node.args.map((argument) => argument.value)];
    case 'negation':
      return [node.operand];
    case 'arithmetic':
    case 'comparison':
      return [node.left, node.right];
    case 'between':
      return [node.value, node.low, node.high];
    case 'in':
      return [node.value, ...node.tests];
    case 'instance of':
      return [node.value];
    case 'and':
    case 'or':
      return node.operands;
    case 'if':
      return [node.condition, node.consequent, node.alternative];
    case 'for':
    case 'some':
    case 'every':
      return [...node.iterations.map((iteration) => iteration.over), node.body];
    case 'function':
      return [node.body];
    case 'tests':
      return node.tests;
  }
}

/** The number of nodes: what one evaluation costs in steps, loops and calls apart. */
export function sizeOf(node: Node): number {
  return childrenOf(node).reduce((size, child) => size + sizeOf(child), 1);
}

/** The number of levels. Counted level by level, because a hostile tree may be too high for recursion. */
export function heightOf(root: Node): number {
  let height = 0;
  for (let level: readonly Node[] = [root]; level.length > 0; height += 1) level = level.flatMap(childrenOf);
  return height;
}

/** Whether the name occurs, bound or free. */
export function mentions(node: Node, name: string): boolean {
  return (node.kind === 'name' && node.name === name) || childrenOf(node).some((child) => mentions(child, name));
}
