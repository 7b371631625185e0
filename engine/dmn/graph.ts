/** Decision files, compiled: the requirements graph with its logic as closures. */
import type { FeelScope, FeelType, FeelValue } from '../feel/index.ts';
import type { Definitions, Variable } from './model/definitions.ts';
import type { Frame } from './frame.ts';
import type { DecisionKind } from './report.ts';
import type { TypeSource } from './item-types.ts';
import type { Place } from './place.ts';
import type { Owner } from './site.ts';

/** A compiled expression. Never throws on data; a failure is noted in the frame's evaluation. */
export type Logic = (scope: FeelScope, frame: Frame) => FeelValue;

/** One decision file. */
export interface Unit {
  readonly definitions: Definitions;
  readonly imports: readonly ImportedUnit[];
  readonly types: ReadonlyMap<string, TypeSource>;
  /** Elements of the requirements graph by id. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Names under which the elements are seen where they are required. */
  readonly names: ReadonlySet<string>;
}

/** An imported file under its name; without one (''), its elements are seen as if they were this file's. */
export interface ImportedUnit {
  readonly name: string;
  readonly unit: Unit;
}

export type GraphNode = InputNode | DecisionNode | KnowledgeNode | ServiceNode;

interface Common {
  readonly unit: Unit;
  readonly id: string;
  readonly name: string;
  /** Name under which expressions see it. */
  readonly variable: Variable;
  readonly place: Place;
  /** Undefined when any value will do. */
  readonly type: FeelType | undefined;
}

/** A required element, under the name of the import it comes from if it is another file's. */
export interface Requirement {
  readonly node: GraphNode;
  readonly importName: string | undefined;
}

export interface InputNode extends Common {
  readonly kind: 'input';
}

export interface DecisionNode extends Common {
  readonly kind: 'decision';
  readonly decisionKind: DecisionKind;
  readonly versionTag: string | undefined;
  requirements: readonly Requirement[];
  logic: Logic;
  /** What was learnt of the logic: its tables for analysis, its texts, the names it reads without a requirement. */
  learnt: Owner;
}

export interface KnowledgeNode extends Common {
  readonly kind: 'knowledge';
  requirements: readonly Requirement[];
  /** Gives the function value. */
  logic: Logic;
  learnt: Owner;
}

export interface ServiceNode extends Common {
  readonly kind: 'service';
  outputs: readonly DecisionNode[];
  /** Input data first, then input decisions, each in document order. */
  parameters: readonly (InputNode | DecisionNode)[];
}
