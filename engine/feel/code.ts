/** What compiled nodes are. */
import type { Environment } from './environment.ts';
import type { Node } from './syntax.ts';
import type { FeelValue } from './value.ts';
import type { Span } from './warning.ts';

/** A compiled node. */
export type Code = (environment: Environment) => FeelValue;

/** Compiles the nodes below; handed to the compilers of single kinds of nodes. */
export type Compile = (node: Node) => Code;

/** The nodes of some kinds. */
export type Kind<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** Where warnings about the node point. A copy, so that compiled texts do not keep their syntax trees. */
export function spanOf({ from, to }: Span): Span {
  return { from, to };
}
