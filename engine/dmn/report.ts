/** What an evaluation tells an auditor: which decisions ran, with which inputs, and which rules matched. */
import type { Json } from '../json/json.ts';

export type DecisionKind =
  | 'DECISION_TABLE'
  | 'LITERAL_EXPRESSION'
  | 'CONTEXT'
  | 'INVOCATION'
  | 'FUNCTION_DEFINITION'
  | 'LIST'
  | 'RELATION'
  | 'CONDITIONAL'
  | 'FILTER'
  | 'ITERATOR'
  | 'NONE';

export interface DecisionReport {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly kind: DecisionKind;
  readonly output: Json;
  /** Of the table that is the decision's logic; empty for other kinds. */
  readonly inputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly MatchedRule[];
  /** Every table used on the way, those inside contexts and knowledge models included. */
  readonly tables: readonly TableReport[];
}

export interface TableReport {
  /** The decision or knowledge model the table stands in. */
  readonly owner: string;
  readonly tableId?: string;
  readonly inputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly MatchedRule[];
}

export interface EvaluatedInput {
  readonly inputId: string;
  readonly inputName: string;
  readonly value: Json;
}

export interface MatchedRule {
  readonly ruleId: string;
  /** From 1. */
  readonly ruleIndex: number;
  readonly outputs: readonly EvaluatedOutput[];
  /** What the author wrote beside the rule. */
  readonly description?: string;
}

export interface EvaluatedOutput {
  readonly outputId: string;
  readonly outputName: string;
  readonly value: Json;
}
