/** A decision file as plain data, the same for DMN 1.1 to 1.5 (class names of DMN 1.5 §6 and §7). */
import type { Expression, FunctionDefinition } from './expression.ts';

/**
 * `camunda`: drawn in Camunda Modeler. Its engine shows every variable of the process to every
 * expression and does not enforce the types of inputs, outputs and columns; models rely on both.
 */
export type Dialect = 'standard' | 'camunda';

export interface Definitions {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly dialect: Dialect;
  readonly imports: readonly Import[];
  readonly itemDefinitions: readonly ItemDefinition[];
  readonly inputData: readonly InputData[];
  readonly decisions: readonly Decision[];
  readonly knowledgeModels: readonly BusinessKnowledgeModel[];
  readonly services: readonly DecisionService[];
}

export interface Import {
  /** Prefix of the imported names; empty when they are merged into this model. */
  readonly name: string;
  readonly namespace: string;
  readonly importType: string;
  readonly location?: string;
  readonly line: number;
}

export interface ItemDefinition {
  readonly name: string;
  readonly typeRef?: string;
  readonly isCollection: boolean;
  /** Unary tests on the value, or on each element of a collection. */
  readonly allowedValues?: string;
  /** Unary tests on the whole value, a collection included (DMN 1.5). */
  readonly typeConstraint?: string;
  readonly components: readonly ItemDefinition[];
  readonly functionItem?: { readonly outputTypeRef?: string; readonly parameters: readonly Variable[] };
  readonly line: number;
}

/** An information item: a name and perhaps a type. */
export interface Variable {
  readonly name: string;
  readonly typeRef?: string;
}

export interface InputData {
  readonly id: string;
  readonly name: string;
  readonly variable: Variable;
  readonly line: number;
}

/** References to other elements: `#id`, or `namespace#id` for imported ones. */
export interface Requirements {
  readonly inputs: readonly string[];
  readonly decisions: readonly string[];
  readonly knowledge: readonly string[];
}

export interface Decision {
  readonly id: string;
  readonly name: string;
  readonly variable: Variable;
  readonly requirements: Requirements;
  readonly logic?: Expression;
  /** `zeebe:versionTag` of Camunda Modeler. */
  readonly versionTag?: string;
  readonly line: number;
}

export interface BusinessKnowledgeModel {
  readonly id: string;
  readonly name: string;
  readonly variable: Variable;
  readonly requirements: Requirements;
  readonly logic?: FunctionDefinition;
  readonly line: number;
}

export interface DecisionService {
  readonly id: string;
  readonly name: string;
  readonly variable: Variable;
  readonly outputDecisions: readonly string[];
  readonly encapsulatedDecisions: readonly string[];
  readonly inputDecisions: readonly string[];
  readonly inputData: readonly string[];
  readonly line: number;
}
